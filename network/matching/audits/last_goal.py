"""The last goal, those before being given: odd sets and dives, then an integer programme for what they leave open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from network.matching.audits.cycles import Cycles, joined
from network.matching.audits.mending import losses, surroundings
from network.matching.audits.prices import measure, odd_counts
from network.matching.audits.rounding import dive
from network.matching.linear import INFINITY, Entries, IntegerProgramme, stacked
from network.matching.solver import OutOfTimeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from network.matching.audits.search import Search
    from network.matching.linear import Optimum, Whole

PATIENCE, PROGRESS = 6, 0.1
"""So many rounds of odd sets have to close such a share of the gap."""
SMALL = 200_000
"""Cycles times organisations up to which an integer programme is sooner done than odd sets are found."""
MANY = 5000
"""More cycles than these are first chosen anew part by part, before all at once."""
COUNTED = ("must", "kept", "paired", "in_pairs")
"""Goals of small numbers: where the bound can be reached, a dive mostly does."""


class LastGoal:
    """The last goal of a search, where the first goals have the values `before`.

    If those are not all the others, any cycles that reach the values will do.
    """

    def __init__(self, search: Search, before: Sequence[int]) -> None:
        self._search, self._before, self._stage = search, tuple(before), len(search.goals) - 1
        self._master, self._goal = search.master, search.goals[-1]
        self._any = len(before) < self._stage

    def reached(self) -> bool:
        """Whether there are cycles that reach the values before; the best of them are then found.

        Raises
        ------
        OutOfTimeError, UnreachableError
        """
        if self._done:
            return True
        self._master.aim(self._stage, self._before)
        optimum = self._climb()
        if self._goal in COUNTED:
            self._dive(optimum)
        gaps: list[float] = []
        while not (self._done or self._few or _tired(gaps)) and self._search.cut(optimum):
            gaps.append(optimum.value - self._master.scaled(self._search.score[-1]))
            optimum = self._climb(dual=True)
        if not self._done:
            self._dive(optimum)
        if self._known is None and not self._found():
            return False
        return self._done or self._proved()

    @property
    def _known(self) -> int | None:
        """The best value found so far with the values before."""
        score = self._search.score
        return score[-1] if score[: len(self._before)] == self._before else None

    @property
    def _done(self) -> bool:
        if self._known is None or self._any:
            return self._known is not None
        return self._known == self._search.limit_of(self._stage, self._before)

    @property
    def _few(self) -> bool:
        """Whether so few cycles could be in a better solution that they need no odd sets."""
        cycles = self._proof.cycles(-INFINITY if self._known is None else self._known)
        return len(cycles) * self._master.source.graph.size <= SMALL

    def _climb(self, *, dual: bool = False) -> Optimum:
        optimum = self._search.climb(dual=dual)
        self._proof = self._search.bound(self._stage, self._before, optimum)
        return optimum

    def _dive(self, optimum: Optimum) -> None:
        needed = self._search.limit_of(self._stage, self._before)
        if self._goal not in COUNTED:
            needed = 0 if self._known is None else self._known + 1
        chosen = dive(self._master, optimum, self._master.scaled(needed))
        if chosen is not None:
            self._search.offer(self._master.cycles.take(chosen))

    def _found(self) -> bool:
        """Whether there are cycles that reach the values before: the most that the last of these goals can have."""
        stage, (*before, target) = len(self._before) - 1, self._before
        cycles = self._search.proofs[stage].cycles(self._search.score[stage])
        self._solve(cycles, self._search.goals[stage], (*before, -INFINITY), [INFINITY] * stage + [target])
        self._search.limit(stage, before, self._search.score[stage])
        return self._known is not None

    def _proved(self) -> bool:
        """Look through all cycles that could be in a better solution than the one known."""
        cycles = self._proof.cycles(self._search.score[-1])
        if len(cycles) > MANY:
            self._mend(cycles)
            cycles = self._proof.cycles(self._search.score[-1])
        self._solve(cycles, self._goal, self._before, [INFINITY] * len(self._before))
        self._search.limit(self._stage, self._before, self._search.score[-1])
        return True

    def _mend(self, cycles: Cycles) -> None:
        """Choose cycles anew around where most is lost on the bound, each goal before keeping what it has there."""
        search, must, proof = self._search, self._search.source.must, self._proof
        for inside in surroundings(cycles, losses(proof.prices, search.best, must)):
            here = np.asarray(inside[search.best.nodes].any(axis=1))
            inside[search.best.nodes[here]] = inside[-1] = True
            old, rest = search.best.take(here), search.best.take(~here)
            lower = [int(measure(goal, old, must).sum()) for goal in search.goals[:-1]]
            some = cycles.take(np.flatnonzero(inside[cycles.nodes].all(axis=1)))
            programme = self._programme(some, self._goal, lower, [INFINITY] * len(lower))
            found = programme.solve(search.watch, seed=search.seed)
            if found.levels is not None:
                search.offer(joined((rest, some.take(np.flatnonzero(found.levels))), search.source.longest))

    def _solve(self, cycles: Cycles, goal: str, lower: Sequence[float], upper: Sequence[float]) -> None:
        """Offer the best of some cycles for a goal, the first goals being within bounds."""
        found = self._programme(cycles, goal, lower, upper).solve(self._search.watch, seed=self._search.seed)
        if found.levels is not None:
            self._search.offer(cycles.take(np.flatnonzero(found.levels)))
        if not found.proved:
            raise OutOfTimeError

    def _programme(self, cycles: Cycles, goal: str, lower: Sequence[float], upper: Sequence[float]) -> IntegerProgramme:
        size, must, odd_sets = self._master.source.graph.size, self._master.source.must, self._master.odd_sets
        columns, places = np.nonzero(cycles.nodes < size)
        parts = [Entries(cycles.nodes[columns, places], columns, np.ones(len(columns)))]
        for k, name in enumerate(self._search.goals[: len(lower)]):
            parts.append(Entries(np.full(len(cycles), size + k), np.arange(len(cycles)), measure(name, cycles, must)))
        counts = odd_counts(odd_sets, cycles.nodes, size).tocoo()
        parts.append(Entries(size + len(lower) + counts.col, counts.row, counts.data))
        most = [len(members) // 2 for members in odd_sets]
        return IntegerProgramme(
            objective=measure(goal, cycles, must),
            entries=stacked(parts),
            row_lower=np.array([-INFINITY] * size + list(lower) + [-INFINITY] * len(most)),
            row_upper=np.array([1.0] * size + list(upper) + most),
            hint=self._hint(cycles),
        )

    def _hint(self, cycles: Cycles) -> Whole:
        chosen = {tuple(row) for row in self._search.best.nodes.tolist()}
        return np.array([tuple(row) in chosen for row in cycles.nodes.tolist()], dtype=np.int64)


def _tired(gaps: list[float]) -> bool:
    """Whether the last rounds of odd sets closed too little of the gap."""
    return len(gaps) > PATIENCE and gaps[-1] > (1 - PROGRESS) * gaps[-1 - PATIENCE]
