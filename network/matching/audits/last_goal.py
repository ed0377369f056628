"""The last goal, those before being given: odd sets, dives, branch and bound, and an integer programme for the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from network.matching.audits.branching import Branching
from network.matching.audits.cycles import Cycles, joined
from network.matching.audits.master import ALL_AT_ONCE
from network.matching.audits.odd_sets import broken_odd_sets
from network.matching.audits.prices import measure
from network.matching.audits.rounding import dive
from network.matching.linear import INFINITY, Entries, IntegerProgramme, stacked
from network.matching.solver import OutOfTimeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from network.matching.audits.graph import Indices
    from network.matching.audits.prices import Prices
    from network.matching.audits.search import Search
    from network.matching.linear import Optimum, Whole

PATIENCE, PROGRESS = 6, 0.1
"""So many rounds of odd sets have to close such a share of the gap."""
NODES = 1500
"""Of branch and bound, before the integer programme has its turn."""
COUNTED = ("must", "kept", "paired", "in_pairs")
"""Goals of small numbers: where the bound can be reached, a dive mostly does."""


class LastGoal:
    """The goal of a stage, for a search whose earlier goals have the values `before`."""

    def __init__(self, search: Search, stage: int, before: Sequence[int]) -> None:
        self._search, self._stage, self._before = search, stage, tuple(before)
        self._master, self._goal = search.master, search.goals[stage]
        self._master.aim(stage, before)

    def reached(self) -> bool:
        """Whether there are cycles that reach the values before; the best of them are then found.

        Raises
        ------
        OutOfTimeError, TooLargeError, UnreachableError
        """
        optimum = self._search.climb()
        prices, total = self._search.bound(self._stage, self._before, optimum)
        if self._goal in COUNTED:
            self._dive(optimum)
        gaps: list[float] = []
        while not self._proved and not _tired(gaps) and self._cut(optimum):
            gaps.append(optimum.value - self._master.scaled(self._search.score[self._stage]))
            optimum = self._search.climb(dual=True)
            prices, total = self._search.bound(self._stage, self._before, optimum)
        if not self._proved:
            self._dive(optimum)
        return self._proved or self._prove(prices, total)

    @property
    def _known(self) -> int | None:
        """The best value found so far with the values before."""
        score = self._search.score
        return score[self._stage] if score[: self._stage] == self._before else None

    @property
    def _proved(self) -> bool:
        return self._known == self._search.limit_of(self._before)

    def _cut(self, optimum: Optimum) -> bool:
        """Add the odd sets that the levels break; whether there are any."""
        master, watch = self._master, self._search.watch
        broken = broken_odd_sets(master.cycles.nodes, optimum.levels, master.source.graph.size, watch)
        if broken:
            master.cut(broken)
        return bool(broken)

    def _dive(self, optimum: Optimum) -> None:
        needed = self._search.limit_of(self._before)
        if self._goal not in COUNTED:
            needed = 0 if self._known is None else self._known + 1
        chosen = dive(self._master, optimum, self._master.scaled(needed))
        if chosen is not None:
            self._offer(chosen)

    def _offer(self, chosen: Indices) -> int:
        self._search.offer(self._master.cycles.take(chosen))
        return self._search.score[self._stage]

    def _prove(self, prices: Prices, total: int) -> bool:
        """Search all cycles that could be in a solution better than the best known."""
        if not self._master.complete:
            Branching(self._master, self._known, self._offer).exhausted(NODES // 10)
        cycles = self._within_reach(prices, total)
        if len(cycles) <= ALL_AT_ONCE:
            self._master.add_missing(cycles)
            branching = Branching(self._master, self._known, self._offer)
            if branching.exhausted(NODES):
                return self._settled()
            self._search.limit(self._before, self._master.unscaled(branching.bound))
        return self._by_integer_programme(cycles)

    def _settled(self) -> bool:
        """Nothing is left to search: what is known is best."""
        if self._known is not None:
            self._search.limit(self._before, self._known)
        return self._known is not None

    def _within_reach(self, prices: Prices, total: int) -> Cycles:
        """The cycles whose surplus allows a solution as good as the best known."""
        source = self._master.source
        least = -INFINITY if self._known is None else prices.unit * self._known - total
        return joined((block for block, _ in source.above(prices, least)), source.longest)

    def _by_integer_programme(self, cycles: Cycles) -> bool:
        found = self._programme(cycles).solve(self._search.watch, seed=self._search.seed)
        if found.levels is not None:
            self._search.offer(cycles.take(np.flatnonzero(found.levels)))
        if not found.proved:
            raise OutOfTimeError
        return self._settled()

    def _programme(self, cycles: Cycles) -> IntegerProgramme:
        size, must = self._master.source.graph.size, self._master.source.must
        columns, places = np.nonzero(cycles.nodes < size)
        parts = [Entries(cycles.nodes[columns, places], columns, np.ones(len(columns)))]
        for k, goal in enumerate(self._search.goals[: self._stage]):
            parts.append(Entries(np.full(len(cycles), size + k), np.arange(len(cycles)), measure(goal, cycles, must)))
        return IntegerProgramme(
            objective=measure(self._goal, cycles, must),
            entries=stacked(parts),
            row_lower=np.array([-INFINITY] * size + list(self._before)),
            row_upper=np.array([1.0] * size + [INFINITY] * self._stage),
            hint=self._hint(cycles),
        )

    def _hint(self, cycles: Cycles) -> Whole:
        chosen = {tuple(row) for row in self._search.best.nodes.tolist()}
        return np.array([tuple(row) in chosen for row in cycles.nodes.tolist()], dtype=np.int64)


def _tired(gaps: list[float]) -> bool:
    """Whether the last rounds of odd sets closed too little of the gap."""
    return len(gaps) > PATIENCE and gaps[-1] > (1 - PROGRESS) * gaps[-1 - PATIENCE]
