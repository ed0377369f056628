"""What the tests of this folder share."""

from __future__ import annotations

from typing import Any

from network.matching import consortium
from network.matching.solver import Limits

LIMITS = Limits(seconds=30, workers=1)


def solve(problem: dict[str, Any]) -> consortium.Solution:
    """Read and solve."""
    return consortium.solve(consortium.read_problem(problem), LIMITS)


def team(problem: dict[str, Any]) -> list[str]:
    """The members of the best team; none if there is no team."""
    solution = solve(problem)
    return list(solution.proposals[0].members) if solution.proposals else []


def conflict(problem: dict[str, Any]) -> list[str]:
    """Why there is no team."""
    return list(solve(problem).conflict)


def relaxations(problem: dict[str, Any]) -> list[tuple[str, int, int]]:
    """(criterion, from, to)."""
    return [(row.criterion, row.start, row.to) for row in solve(problem).relaxations]
