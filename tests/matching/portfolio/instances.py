"""Named tiny problems of portfolios that are easy to understand; a test changes the one thing it is about."""

from __future__ import annotations

import random
from typing import Any


def village(**changes: Any) -> dict[str, Any]:
    """Four dossiers and 100 euros: `anna` and `bert` have a member in common, `dora` is the only one in Liège.

    Anna and Carl have 90 points for 90 euros, Bert and Carl 80 for 70, Carl and Dora 60 for 80.
    """
    dossiers = [
        {"id": "anna", "score": 50, "asks": 50, "members": ["moulin", "verger"], "areas": ["hainaut"]},
        {"id": "bert", "score": 40, "asks": 30, "members": ["moulin"], "areas": ["hainaut", "namur"]},
        {"id": "carl", "score": 40, "asks": 40, "members": ["lavoir"], "areas": ["namur"]},
        {"id": "dora", "score": 20, "asks": 40, "members": ["ferme"], "areas": ["liege"]},
    ]
    return {"kind": "portfolio", "dossiers": dossiers, "envelope": 100, "max_per_member": 1} | changes


def crowd(size: int) -> dict[str, Any]:
    """So many dossiers that share members."""
    chance = random.Random(3)
    rows = [
        {"id": f"d{k}", "score": chance.randint(40, 95), "asks": chance.randint(15_000, 110_000),
         "members": [f"m{m}" for m in chance.sample(range(size), min(size, 4))]}
        for k in range(size)
    ]  # fmt: skip
    return village(dossiers=rows, envelope=size * 20_000)
