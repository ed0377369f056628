"""What the tests of this folder share."""

from __future__ import annotations

from typing import Any

from network.matching import exchange
from network.matching.solver import Limits

LIMITS = Limits(seconds=30, workers=1)


def solve(problem: dict[str, Any], limits: Limits = LIMITS) -> exchange.Solution:
    """Read and solve."""
    return exchange.solve(exchange.read_problem(problem), limits)
