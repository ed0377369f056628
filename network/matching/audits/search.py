"""One goal after the other: a bound by prices, cycles that reach it, and the proof that none are better.

The goals are settled in the order of the objective. Each but the last is first only bounded, by its linear programme;
the last one is then solved under the assumption that those bounds can be reached. If they cannot, they are lowered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from network.matching.audits.cycles import Cycles, joined
from network.matching.audits.last_goal import LastGoal
from network.matching.audits.master import Master
from network.matching.audits.prices import Prices, measure, proved_bound
from network.matching.audits.rounding import greedy
from network.matching.audits.source import Condition, Source
from network.matching.linear import NumericalTroubleError, Optimum
from network.matching.solver import OutOfTimeError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from network.matching.solver import Watch


class UnreachableError(Exception):
    """No levels reach the targets: the bounds before have to be worked out again."""


class TooLargeError(Exception):
    """What is left to search is too large."""


class Search:
    """The best disjoint cycles of a source for some goals in order."""

    def __init__(self, source: Source, goals: Sequence[str], watch: Watch, seed: int, tell: Callable[[], None]) -> None:
        self.source, self.goals, self.watch, self.seed, self._tell = source, tuple(goals), watch, seed, tell
        self._bounds: dict[tuple[int, ...], int] = {(): source.most(goals[0])}
        self.best = joined((), source.longest)
        self.score = (0,) * len(goals)
        self.master: Master

    def run(self) -> None:
        """Find the best; `best`, `score` and `bounds` are the result, also if the time is over first."""
        try:
            self.master = Master(self.source, self.goals, self.seed)
            self._start()
            self._settle(len(self.goals) - 1)
        except (OutOfTimeError, TooLargeError, NumericalTroubleError):
            pass

    def _start(self) -> None:
        """Cycles for a start, those first whose organisations have few exchanges."""
        cycles, size = self.master.cycles, self.source.graph.size
        self.offer(cycles.take(greedy(cycles, (size - cycles.nodes).sum(axis=1), size)))

    @property
    def bounds(self) -> list[int]:
        """One a goal, equal to the score as far as it is proved to be best, up to the first that is not."""
        found: list[int] = []
        for k, goal in enumerate(self.goals):
            if found == list(self.score[:k]):
                found.append(self._bounds.get(self.score[:k], self.source.most(goal)))
        return found

    def limit(self, before: Sequence[int], bound: int) -> None:
        """Note what the next goal cannot surpass where those before have these values."""
        key = tuple(before)
        self._bounds[key] = min(bound, self._bounds.get(key, bound))

    def limit_of(self, before: Sequence[int]) -> int:
        """What has been noted."""
        return self._bounds[tuple(before)]

    def offer(self, cycles: Cycles) -> None:
        """Keep disjoint cycles if they are better."""
        score = tuple(int(measure(goal, cycles, self.source.must).sum()) for goal in self.goals)
        if score > self.score:
            self.best, self.score = cycles, score
            self._tell()

    def _settle(self, last: int) -> tuple[int, ...]:
        """The best values of the goals up to `last`; the best cycles found reach them."""
        while True:
            targets: list[int] = []
            self.master.source = self.source
            try:
                for stage in range(last):
                    targets.append(self._target(stage, targets))
                if LastGoal(self, last, targets).reached():
                    return self.score[: last + 1]
            except UnreachableError:
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
        self.master.aim(stage, before)
        prices, total = self.bound(stage, before, self.climb())
        target = self.limit_of(before)
        condition = Condition(prices, prices.unit * target - total)
        self.master.source = self.master.source.narrowed((condition,))
        return target

    def climb(self, *, dual: bool = False) -> Optimum:
        """The optimum of the programme; the cycles it comes down to are offered.

        Raises
        ------
        UnreachableError
            If there is none.
        """
        optimum = self.master.climb(dual=dual)
        if optimum is None:
            raise UnreachableError
        cycles = self.master.cycles
        self.offer(cycles.take(greedy(cycles, optimum.levels, self.source.graph.size)))
        return optimum

    def bound(self, stage: int, before: Sequence[int], optimum: Optimum) -> tuple[Prices, int]:
        """Note the bound that the prices of an optimum prove; the prices and the bound in their unit."""
        targets = dict(zip(self.goals, before, strict=False))
        prices, total = proved_bound(self.master.prices(optimum), self.master.source, targets)
        step = 2 if self.goals[stage] == "in_pairs" else 1
        self.limit(before, total // prices.unit // step * step)
        self._tell()
        return prices, total
