"""Solving a problem of exchange."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from network.matching.exchange.ground import ground_of, links_by_pair
from network.matching.exchange.problem import Allocation
from network.matching.exchange.solution import Solution
from network.matching.exchange.standing import broken
from network.matching.exchange.validation import validate
from network.matching.solver import Progress, Status, Watch, silent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from network.matching.exchange.ground import Whole
    from network.matching.exchange.problem import Problem
    from network.matching.exchange.search import Search
    from network.matching.exchange.solution import Broken
    from network.matching.solver import Limits, OnProgress

LINKS, LINKS_A_SECOND = 4_000_000, 250_000
"""That are looked at, in the time of the limit, which does not depend on how busy the machine is."""
BYTES_PER_LINK = 400
"""While they are looked for and priced."""
NEWS_SECONDS = 0.5
"""Between two reports of a better solution, which is as long as the problem."""


def solve(problem: Problem, limits: Limits, on_progress: OnProgress | None = None) -> Solution:
    """The allocations that serve most, then over the fewest metres.

    Parameters
    ----------
    limits: the search is on one thread whatever the workers.
    on_progress: called with the phase ("allocations"), the objective and bound so far, and the best solution so far.

    Returns
    -------
    A solution of which every rule has been checked; infeasible if the allocations to keep cannot stand.
    """
    from network.matching.exchange.search import Search  # imports OR-Tools, before the clock starts

    solution = _Engine(problem, limits, on_progress or silent, Search).solution()
    validate(problem, solution.to_dict())
    return solution


class _Engine:
    """One solve under way."""

    def __init__(self, problem: Problem, limits: Limits, tell: OnProgress, search: type[Search]) -> None:
        self._problem, self._limits, self._tell, self._new_search = problem, limits, tell, search
        self._watch = Watch(limits)
        self._told = -NEWS_SECONDS

    def solution(self) -> Solution:
        """The best found in time."""
        conflict = tuple(broken(self._problem))
        if conflict:
            return self._infeasible(conflict)
        self._tell(Progress(phase="allocations"))
        self._ground = ground_of(self._problem, self._most_links())
        standing, earlier = self._amounts(self._problem.keep), self._amounts(self._problem.previous)
        self._search = self._new_search(
            self._ground, standing, earlier, self._watch, self._report, stay=self._problem.stay
        )
        self._search.run()
        return self._best()

    def _most_links(self) -> int:
        memory_mb, seconds = self._limits.memory_mb, max(1.0, self._limits.seconds)
        most = int(min(LINKS, seconds * LINKS_A_SECOND))
        return most if memory_mb is None else min(most, memory_mb * 2**20 // BYTES_PER_LINK)

    def _infeasible(self, conflict: tuple[Broken, ...]) -> Solution:
        return Solution(
            status=Status.INFEASIBLE, seconds=self._watch.seconds, seed=self._limits.seed, conflict=conflict
        )

    def _amounts(self, allocations: Sequence[Allocation]) -> Whole:
        """Given allocations as amounts of the links; those without a link count for nothing."""
        amounts = np.zeros(len(self._ground.need), dtype=np.int64)
        found = links_by_pair(self._problem, self._ground, [(row.offer, row.need) for row in allocations])
        for row, link in zip(allocations, found, strict=True):
            if link is not None:
                amounts[link] = row.quantity
        return amounts

    def _report(self) -> None:
        if self._watch.seconds - self._told >= NEWS_SECONDS:
            best = self._best()
            self._tell(Progress(phase="allocations", objective=best.objective, bound=best.bound, best=best))
            self._told = self._watch.seconds

    def _best(self) -> Solution:
        ground, amounts = self._ground, self._search.amounts
        offers, needs = self._problem.offers, self._problem.needs
        used = np.flatnonzero(amounts)
        objective = self._signed(self._search.score(np.arange(len(amounts))))
        bound = self._bound(objective)
        return Solution(
            status=Status.OPTIMAL if objective == bound else Status.FEASIBLE,
            seconds=self._watch.seconds,
            seed=self._limits.seed,
            objective=objective,
            bound=bound,
            allocations=tuple(
                Allocation(offer=offers[offer].id, need=needs[need].id, quantity=quantity)
                for offer, need, quantity in zip(
                    ground.offer[used].tolist(), ground.need[used].tolist(), amounts[used].tolist(), strict=True
                )
            ),
        )

    def _signed(self, score: Sequence[int]) -> list[int]:
        """A score, in which all is maximised, as the objective, in which metres are minimised."""
        return [*score[:-1], -score[-1]]

    def _bound(self, objective: list[int]) -> list[int | None]:
        """The objective as far as all parts are proved, a bound on the first goal that is not, None after that."""
        search = self._search
        gaps = [
            [limit - value for limit, value in zip(bound, score, strict=True)]
            for bound, score in zip(search.bounds, search.scores, strict=True)
            if bound != score
        ]
        bound: list[int | None] = []
        for k, value in enumerate(objective):
            if any(bound[j] != objective[j] for j in range(k)):
                bound.append(None)
                continue
            more = sum(gap[k] for gap in gaps)
            bound.append(value - more if k == len(objective) - 1 else value + more)
        return bound
