"""Named tiny problems of panels that are easy to understand; a test changes the one thing it is about."""

from __future__ import annotations

import io
from typing import Any

import numpy as np


def village(**changes: Any) -> dict[str, Any]:
    """Three auditors, two places each; `gaume` needs two of them, `hesbaye` two, `zennes` none.

    Anna and Bert are worth most to both, Carl little; whoever takes Anna and Bert leaves the other with less.
    """
    auditors = [{"id": name, "max_audits": 2} for name in ("anna", "bert", "carl")]
    audited = [{"id": "gaume", "auditors_needed": 2}, {"id": "hesbaye", "auditors_needed": 2}]
    scores = [
        ["anna", "gaume", 90], ["bert", "gaume", 60], ["carl", "gaume", 10],
        ["anna", "hesbaye", 80], ["bert", "hesbaye", 30], ["carl", "hesbaye", 20],
    ]  # fmt: skip
    return {
        "kind": "panels",
        "auditors": auditors,
        "audited": [*audited, {"id": "zennes", "auditors_needed": 0}],
        "scores": scores,
    } | changes


def arrays(**changes: Any) -> bytes:
    """A `.npz` file of two auditors and two audited; an array that is None is left out."""
    content = {
        "scores": np.array([[5, -1], [7, 3]]),
        "max_audits": np.array([1, 2]),
        "auditors_needed": np.array([1, 1]),
    } | changes
    file = io.BytesIO()
    np.savez(file, **{name: array for name, array in content.items() if array is not None})
    return file.getvalue()


def random_table(auditors: int, audited: int, *, load: int, needed: int = 3, seed: int = 1) -> dict[str, Any]:
    """Everyone may audit everyone; good auditors are good for all."""
    chance = np.random.default_rng(seed)
    table = chance.normal(size=(auditors, 6)) @ chance.normal(size=(6, audited)) + 2 * chance.normal(size=(auditors, 1))
    scores = np.rint(1000 / (1 + np.exp(-table))).astype(int).tolist()
    return {
        "kind": "panels",
        "auditors": [{"id": f"r{k}", "max_audits": load} for k in range(auditors)],
        "audited": [{"id": f"p{k}", "auditors_needed": needed} for k in range(audited)],
        "scores": [[f"r{i}", f"p{k}", score] for i, row in enumerate(scores) for k, score in enumerate(row)],
    }
