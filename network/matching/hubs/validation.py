"""The rules of hubs and their sum of distances, worked out again from the solution."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from network.matching.distance import metres
from network.matching.validation import is_nothing, need, need_bound

if TYPE_CHECKING:
    from collections.abc import Mapping

    from network.matching.hubs.problem import Problem


def validate(problem: Problem, solution: Mapping[str, Any]) -> None:
    """Check a solution, as `Solution.to_dict` gives it.

    Raises
    ------
    RuleBrokenError
        At the first rule that does not hold.
    """
    if is_nothing(solution, "hubs", "hubs"):
        return
    hubs = solution["hubs"]
    place = {site.id: k for k, site in enumerate(problem.sites)}
    need(len(hubs) == problem.hub_count, "hub_count")
    need(sorted(name for served in hubs.values() for name in served) == sorted(place), "every site has one hub")
    for hub, served in hubs.items():
        _check_hub(problem, place, hub, served)
    total = sum(_distance(problem, place[name], place[hub]) for hub, served in hubs.items() for name in served)
    need(solution["objective"] == total, "the objective is not the sum of distances")
    need_bound(solution["objective"], solution["bound"], solution["status"])


def _check_hub(problem: Problem, place: Mapping[str, int], hub: str, served: list[str]) -> None:
    host = problem.sites[place[hub]]
    need(host.can_host, f"can_host of {hub}")
    need(hub in served, f"{hub} does not serve itself")
    need(sum(problem.sites[place[name]].demand for name in served) <= host.capacity, f"capacity of {hub}")


def _distance(problem: Problem, site: int, hub: int) -> int:
    if problem.distances is not None:
        return problem.distances[site][hub]
    return metres(problem.sites[site], problem.sites[hub])
