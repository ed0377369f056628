"""Solving a problem of hubs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from network.matching.hubs.ground import ground_of
from network.matching.hubs.solution import Solution
from network.matching.hubs.validation import validate
from network.matching.solver import Progress, Status, Watch, silent

if TYPE_CHECKING:
    from network.matching.hubs.choice import Choice
    from network.matching.hubs.ground import Ground
    from network.matching.hubs.problem import Problem
    from network.matching.hubs.search import Search
    from network.matching.solver import Limits, OnProgress


def solve(problem: Problem, limits: Limits, on_progress: OnProgress | None = None) -> Solution:
    """The hubs and their sites with the smallest sum of distances.

    Parameters
    ----------
    limits: the search is on one thread; more workers are used only to prove that sites cannot be shared out.
    on_progress: called with the phase ("hubs"), the sum of distances, its bound and the best solution so far.

    Returns
    -------
    A solution of which every rule has been checked; infeasible with the rule that cannot be met.
    """
    from network.matching.hubs.search import Search  # imports OR-Tools, before the clock starts

    solution = _Engine(problem, limits, on_progress or silent, Search).solution()
    validate(problem, solution.to_dict())
    return solution


class _Engine:
    """One solve under way."""

    def __init__(self, problem: Problem, limits: Limits, tell: OnProgress, search: type[Search]) -> None:
        self._problem, self._limits, self._tell = problem, limits, tell
        self._new_search = search
        self._watch = Watch(limits)

    def solution(self) -> Solution:
        """The best found in time."""
        ground = ground_of(self._problem)
        conflict = _conflict(ground)
        if conflict is not None:
            return self._nothing(Status.INFEASIBLE, conflict)
        self._search = self._new_search(ground, self._watch, self._report)
        self._report()
        self._search.run()
        if self._search.best is not None:
            return self._solution(self._search.best)
        impossible = self._search.impossible
        return self._nothing(Status.INFEASIBLE, "capacity") if impossible else self._nothing(Status.UNKNOWN)

    def _report(self) -> None:
        best = None if self._search.best is None else self._solution(self._search.best)
        objective = None if best is None else best.objective
        self._tell(Progress(phase="hubs", objective=objective, bound=self._search.bound, best=best))

    def _nothing(self, status: Status, conflict: str | None = None) -> Solution:
        return Solution(status=status, seconds=self._watch.seconds, seed=self._limits.seed, conflict=conflict)

    def _solution(self, choice: Choice) -> Solution:
        sites, bound = self._problem.sites, self._search.bound
        served: dict[int, list[str]] = {}
        for site, hub in zip(sites, self._search.sites_of(choice), strict=True):
            served.setdefault(hub, []).append(site.id)
        return Solution(
            status=Status.OPTIMAL if bound == choice.total else Status.FEASIBLE,
            seconds=self._watch.seconds,
            seed=self._limits.seed,
            objective=choice.total,
            bound=bound,
            hubs={sites[hub].id: tuple(served[hub]) for hub in sorted(served)},
        )


def _conflict(ground: Ground) -> str | None:
    """The first rule that fails at a glance."""
    capacity = np.sort(ground.room + ground.demand[ground.hosts])[::-1]
    if len(ground.hosts) < ground.hub_count:
        return "hub_count"
    if not ground.open_to.any(axis=1).all():
        return "demand"
    if int(capacity[: ground.hub_count].sum()) < int(ground.demand.sum()):
        return "capacity"
    return None
