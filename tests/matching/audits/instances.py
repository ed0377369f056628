"""Named tiny problems of reciprocal audits that are easy to understand; a test changes the one thing it is about."""

from __future__ import annotations

import random
from typing import Any


def village(**changes: Any) -> dict[str, Any]:
    """`anna` and `bert` may audit each other, so may `carl` and `dora`; `bert`, `carl`, `dora` are a ring worth more.

    Two pairs are four organisations, the ring is three. `emil` may audit, but nobody may audit him.
    """
    exchanges = [
        ["anna", "bert", 5], ["bert", "anna", 5], ["carl", "dora", 40], ["dora", "carl", 1],
        ["bert", "carl", 40], ["dora", "bert", 40], ["emil", "anna", 50],
    ]  # fmt: skip
    names = ["anna", "bert", "carl", "dora", "emil"]
    return {"kind": "audits", "organisations": names, "exchanges": exchanges} | changes


def scattered(size: int, *, each: int = 6, seed: int = 1, **changes: Any) -> dict[str, Any]:
    """So many organisations on a square, each of which may audit some of those near it."""
    chance = random.Random(seed)
    places = {f"o{k:04}": complex(chance.random(), chance.random()) for k in range(size)}
    exchanges = []
    for auditor, here in places.items():
        near = sorted(places, key=lambda other: abs(places[other] - here))[1 : each + 4]
        exchanges += [[auditor, audited, chance.randint(300, 1100)] for audited in chance.sample(near, each)]
    return {"kind": "audits", "organisations": list(places), "exchanges": exchanges} | changes
