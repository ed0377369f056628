"""What one hub more or less would change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from network.matching.hubs.engine import solve
from network.matching.solver import Watch

if TYPE_CHECKING:
    from network.matching.hubs.problem import Problem
    from network.matching.hubs.solution import Solution
    from network.matching.solver import Limits


def explain_count(problem: Problem, solution: Solution, limits: Limits) -> list[dict[str, Any]]:
    """The best solutions with one hub less and with one more; half of the time goes to each.

    Returns
    -------
    One entry a number of hubs (none for 0), the smaller first, each with

    hub_count : int
    status, objective, bound : of the best solution with so many hubs.
    change : int or None, by how much its sum of distances differs from that of the solution.
    opened, closed : lists of str, the hubs that it has and the solution has not, and the other way round.
    """
    watch = Watch(limits)
    entries = []
    for count, share in ((problem.hub_count - 1, 2), (problem.hub_count + 1, 1)):
        if count >= 1:
            found = solve(replace(problem, hub_count=count), replace(limits, seconds=watch.left / share))
            entries.append(_compared(solution, found, count))
    return entries


def _compared(solution: Solution, found: Solution, count: int) -> dict[str, Any]:
    before, after = solution.objective, found.objective
    return {
        "hub_count": count,
        "status": str(found.status),
        "objective": after,
        "bound": found.bound,
        "change": None if before is None or after is None else after - before,
        "opened": [hub for hub in found.hubs if hub not in solution.hubs],
        "closed": [hub for hub in solution.hubs if found.hubs and hub not in found.hubs],
    }
