"""What the tests of this folder share."""

from __future__ import annotations

from typing import Any

from network.matching import hubs
from network.matching.solver import Limits

LIMITS = Limits(seconds=30, workers=1)


def solve(problem: dict[str, Any]) -> hubs.Solution:
    """Read and solve."""
    return hubs.solve(hubs.read_problem(problem), LIMITS)
