"""What the tests of this folder share."""

from __future__ import annotations

from typing import Any

from network.matching import portfolio
from network.matching.solver import Limits

LIMITS = Limits(seconds=30, workers=1)


def solve(problem: dict[str, Any]) -> portfolio.Solution:
    """Read and solve."""
    return portfolio.solve(portfolio.read_problem(problem), LIMITS)
