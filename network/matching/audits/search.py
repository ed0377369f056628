"""One goal after the other: a bound by prices, cycles that reach it, and the proof that none are better.

The goals are settled in the order of the objective. Each but the last is first only bounded, by its linear programme;
the last one is then solved under the assumption that those bounds can be reached. If they cannot, they are lowered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from network.matching.audits.cycles import Cycles, joined
from network.matching.audits.master import Master
from network.matching.audits.odd_sets import broken_odd_sets
from network.matching.audits.prices import Prices, measure, odd_counts, proved_bound
from network.matching.audits.rounding import dive, greedy
from network.matching.audits.source import Condition, Source
from network.matching.linear import INFINITY, Entries, IntegerProgramme, Optimum, stacked
from network.matching.solver import OutOfTimeError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from network.matching.linear import Whole
    from network.matching.solver import Watch

MOST_COLUMNS = 250_000
"""An integer programme with more cycles than that is not tried."""
ROUNDS = 40
"""Of odd sets."""
COUNTED = ("must", "kept", "paired", "in_pairs")
"""Goals of small numbers: where the bound is reached, a dive mostly finds it."""


class Unreachable(Exception):
    """No levels reach the targets: the bounds before have to be worked out again."""


class TooLargeError(Exception):
    """What is left to search is too large."""


class Search:
    """The best disjoint cycles of a source for some goals in order."""

    def __init__(self, source: Source, goals: Sequence[str], watch: Watch, seed: int, tell: Callable[[], None]) -> None:
        self._source, self._goals, self._watch, self._seed, self._tell = source, tuple(goals), watch, seed, tell
        self._bounds: dict[tuple[int, ...], int] = {(): source.most(goals[0])}
        self.best = joined((), source.longest)
        self.score = (0,) * len(goals)

    def run(self) -> None:
        """Find the best; `best`, `score` and `bounds` are the result, also if the time is over first."""
        try:
            self._master = Master(self._source, self._goals, self._seed)
            self._start()
            self._settle(len(self._goals) - 1)
        except (OutOfTimeError, TooLargeError):
            pass

    @property
    def bounds(self) -> list[int | None]:
        """One a goal: equal to the score as far as it is proved to be best, the first that is not, None behind it."""
        found: list[int | None] = []
        for k in range(len(self._goals)):
            equal = found == list(self.score[:k])
            found.append(self._bounds.get(self.score[:k]) if equal else None)
        return found

    def limit(self, before: Sequence[int], bound: int) -> None:
        """Note what the next goal cannot surpass where those before have these values."""
        key = tuple(before)
        self._bounds[key] = min(bound, self._bounds.get(key, bound))

    def offer(self, cycles: Cycles) -> None:
        """Keep disjoint cycles if they are better."""
        score = tuple(int(measure(goal, cycles, self._source.must).sum()) for goal in self._goals)
        if score > self.score:
            self.best, self.score = cycles, score
            self._tell()

    def _start(self) -> None:
        """Cycles for a start, those first whose organisations have few exchanges."""
        cycles, size = self._master.cycles, self._source.graph.size
        self.offer(cycles.take(greedy(cycles, (size - cycles.nodes).sum(axis=1), size)))

    def _settle(self, last: int) -> tuple[int, ...]:
        """The best values of the goals up to `last`; the best cycles found reach them."""
        while True:
            targets: list[int] = []
            self._master.source = self._source
            try:
                for stage in range(last):
                    targets.append(self._target(stage, targets))
                if self._solve_last(last, targets):
                    return self.score[: last + 1]
            except Unreachable:
                continue
            self._lower(last, targets)

    def _lower(self, last: int, targets: list[int]) -> None:
        """No cycles reach the targets together."""
        if last == 1:
            self.limit((), targets[0] - 1)
            return
        exact = self._settle(last - 1)
        for k, value in enumerate(exact):
            self.limit(exact[:k], value)

    def _target(self, stage: int, before: list[int]) -> int:
        """A bound on the goal of a stage; from then on, cycles that cannot be where it is reached are left out."""
        self._master.aim(stage, before)
        optimum = self._climb()
        prices, total = self._bound(stage, before, optimum)
        target = self._bounds[tuple(before)]
        condition = Condition(prices, prices.unit * target - total)
        self._master.source = self._master.source.narrowed((condition,))
        return target

    def _climb(self, *, dual: bool = False) -> Optimum:
        optimum = self._master.climb(dual=dual)
        if optimum is None:
            raise Unreachable
        self._round(optimum)
        return optimum

    def _bound(self, stage: int, before: Sequence[int], optimum: Optimum) -> tuple[Prices, int]:
        targets = dict(zip(self._goals, before, strict=False))
        prices, total = proved_bound(self._master.prices(optimum), self._master.source, targets)
        step = 2 if self._goals[stage] == "in_pairs" else 1
        self.limit(before, total // prices.unit // step * step)
        self._tell()
        return prices, total

    def _round(self, optimum: Optimum) -> None:
        cycles = self._master.cycles
        self.offer(cycles.take(greedy(cycles, optimum.levels, self._source.graph.size)))

    def _solve_last(self, stage: int, before: list[int]) -> bool:
        """Whether there are cycles that reach the values before; the best of them are then found."""
        self._master.aim(stage, before)
        optimum = self._climb()
        prices, total = self._bound(stage, before, optimum)
        if self._goals[stage] in COUNTED:
            self._dive(stage, before, optimum)
        for _ in range(ROUNDS):
            if self._proved(stage, before):
                return True
            broken = broken_odd_sets(self._master.cycles.nodes, optimum.levels, self._source.graph.size, self._watch)
            if not broken:
                break
            self._master.cut(broken)
            optimum = self._climb(dual=True)
            prices, total = self._bound(stage, before, optimum)
        self._dive(stage, before, optimum)
        return self._proved(stage, before) or self._prove(stage, before, prices, total)

    def _proved(self, stage: int, before: Sequence[int]) -> bool:
        return self.score[: stage + 1] == (*before, self._bounds[tuple(before)])

    def _dive(self, stage: int, before: Sequence[int], optimum: Optimum) -> None:
        if self._proved(stage, before):
            return
        bound = self._bounds[tuple(before)]
        known = self.score[stage] + 1 if self.score[:stage] == tuple(before) else 0
        needed = bound if self._goals[stage] in COUNTED else known
        chosen = dive(self._master, optimum, self._master.scaled(needed))
        if chosen is not None:
            self.offer(self._master.cycles.take(chosen))

    def _prove(self, stage: int, before: list[int], prices: Prices, total: int) -> bool:
        """By integer programmes: over the cycles at hand, then over all that could still be in a better solution."""
        if not self._master.complete:
            at_hand = self._within_reach(stage, before, prices, total, [self._master.cycles])
            self._solve_integer(stage, before, at_hand, proof=False)
            if self._proved(stage, before):
                return True
        least = self._least(stage, before, prices, total)
        blocks = (block for block, _ in self._master.source.above(prices, least))
        solved = self._solve_integer(stage, before, self._gathered(blocks), proof=True)
        if solved:
            self.limit(before, self.score[stage])
        return solved

    def _least(self, stage: int, before: Sequence[int], prices: Prices, total: int) -> float:
        """The surplus of the cycles that can be in a solution at least as good as the best known."""
        if self.score[:stage] != tuple(before):
            return -INFINITY
        return prices.unit * self.score[stage] - total

    def _within_reach(
        self, stage: int, before: Sequence[int], prices: Prices, total: int, blocks: list[Cycles]
    ) -> Cycles:
        least = self._least(stage, before, prices, total)
        return joined(
            (block.take(prices.surplus(block, self._source.must) >= least) for block in blocks), self._source.longest
        )

    def _gathered(self, blocks: object) -> Cycles:
        parts, count = [], 0
        for block in blocks:  # type: ignore[attr-defined]
            parts.append(block)
            count += len(block)
            if count > MOST_COLUMNS:
                raise TooLargeError
        return joined(parts, self._source.longest)

    def _solve_integer(self, stage: int, before: Sequence[int], cycles: Cycles, *, proof: bool) -> bool:
        """Offer the best of these cycles; whether there are any that reach the values before."""
        found = self._programme(stage, before, cycles).solve(self._watch, seed=self._seed)
        if found.levels is not None:
            self.offer(cycles.take(np.flatnonzero(found.levels)))
        if proof and not found.proved:
            raise OutOfTimeError
        return found.levels is not None

    def _programme(self, stage: int, before: Sequence[int], cycles: Cycles) -> IntegerProgramme:
        size, must = self._source.graph.size, self._source.must
        columns, places = np.nonzero(cycles.nodes < size)
        parts = [Entries(cycles.nodes[columns, places], columns, np.ones(len(columns)))]
        for k, goal in enumerate(self._goals[:stage]):
            values = measure(goal, cycles, must)
            parts.append(Entries(np.full(len(cycles), size + k), np.arange(len(cycles)), values))
        odd_sets = self._master.odd_sets
        if odd_sets:
            counts = odd_counts(odd_sets, cycles.nodes, size).tocoo()
            parts.append(Entries(size + stage + counts.col, counts.row, counts.data))
        upper = [1.0] * size + [INFINITY] * stage + [len(members) // 2 for members in odd_sets]
        return IntegerProgramme(
            objective=measure(self._goals[stage], cycles, must),
            entries=stacked(parts),
            row_lower=np.array([-INFINITY] * size + list(before) + [-INFINITY] * len(odd_sets)),
            row_upper=np.array(upper),
            hint=self._hint(cycles),
        )

    def _hint(self, cycles: Cycles) -> Whole:
        chosen = {tuple(row) for row in self.best.nodes.tolist()}
        return np.array([tuple(row) in chosen for row in cycles.nodes.tolist()], dtype=np.int64)
