"""All choices of teams of a small problem, from its JSON alone: slow and plain."""

from __future__ import annotations

from collections import Counter
from itertools import product
from typing import Any

from tests.matching.consortium import brute_force

JsonObject = dict[str, Any]


def best(problem: JsonObject) -> list[int]:
    """The most consortia, and the least sum of their objectives."""
    choices = [[None, *teams(problem, project)] for project in problem["projects"]]
    found = [
        (-len(chosen), sum(cost for cost, _ in chosen))
        for chosen in ([one for one in choice if one] for choice in product(*choices))
        if fits(problem, [team for _, team in chosen])
    ]
    formed, cost = min(found)
    return [-formed, cost]


def teams(problem: JsonObject, project: JsonObject) -> list[tuple[int, tuple[str, ...]]]:
    """What each team of a project costs, and who is in it."""
    shared = {k: v for k, v in problem.items() if k not in ("kind", "projects", "max_per_member", "max_of_member")}
    return [(cost, team) for (_, cost), team in brute_force.teams(shared | project)]


def fits(problem: JsonObject, chosen: list[tuple[str, ...]]) -> bool:
    """Nobody is in more consortia than it may be."""
    limits, most = problem.get("max_of_member", {}), problem.get("max_per_member", 1)
    return all(count <= limits.get(name, most) for name, count in Counter(sum(chosen, ())).items())
