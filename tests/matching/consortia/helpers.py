"""What the tests of this folder share: a road of four organisations, 10 km from one to the next."""

from __future__ import annotations

from typing import Any

from network.matching import consortia
from network.matching.solver import Limits
from tests.matching.instances import organisation

LIMITS = Limits(seconds=30, workers=1)
PAIR = {"min_partners": 2, "max_km_to_lead": 20}


def road(**changes: Any) -> dict[str, Any]:
    """Two projects want two neighbours each; those in the middle, Bert and Carl, have worked together.

    Strangers are 550 apart at 10 km and 600 at 20; Bert and Carl 250. Anna and Dora are too far from each other.
    """
    names = ("anna", "bert", "carl", "dora")
    return {
        "kind": "consortia",
        "projects": [{"id": "moulin", "call": PAIR}, {"id": "verger", "call": PAIR}],
        "candidates": [organisation(name, north_km=10 * k) for k, name in enumerate(names)],
        "ties": [["bert", "carl", 60]],
    } | changes


def solve(problem: dict[str, Any], limits: Limits = LIMITS) -> consortia.Solution:
    """Read and solve."""
    return consortia.solve(consortia.read_problem(problem), limits)
