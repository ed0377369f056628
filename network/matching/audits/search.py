"""One goal after the other: a bound by prices, cycles that reach it, and the proof that none are better.

The goals are settled in the order of the objective. Each but the last is first only bounded, by its linear programme;
the last one is then solved under the assumption that those bounds can be reached. If they cannot, they are lowered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from network.matching.audits.cycles import Cycles, joined
from network.matching.audits.last_goal import LastGoal
from network.matching.audits.master import Master
from network.matching.audits.odd_sets import broken_odd_sets
from network.matching.audits.prices import measure, raised, total_of
from network.matching.audits.rounding import greedy
from network.matching.audits.source import Proof, Source
from network.matching.linear import NumericalTroubleError, Optimum
from network.matching.solver import OutOfTimeError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


ROUNDS = 20
"""of odd sets between two bounds."""


class UnreachableError(Exception):
    """No levels reach the targets: the bounds before have to be worked out again."""


class Search:
    """The best disjoint cycles of a source for some goals in order."""

    def __init__(self, source: Source, goals: Sequence[str], seed: int, tell: Callable[[], None]) -> None:
        self.source, self.goals, self.seed, self._tell = source, tuple(goals), seed, tell
        self.watch = source.watch
        self._bounds: dict[tuple[int, tuple[int, ...]], int] = {}
        self.best = joined((), source.longest)
        self.score = (0,) * len(goals)
        self.master: Master
        self.proofs: list[Proof] = []

    def run(self) -> None:
        """Find the best; `best`, `score` and `bounds` are the result, also if the time is over first."""
        try:
            self._start()
            self.source = self.source.filled()
            self.master = Master(self.source, self.goals, self.seed)
            for first in range(min(1, len(self.goals) - 1), len(self.goals)):
                self._settle(first)
        except (OutOfTimeError, NumericalTroubleError):
            pass

    def _start(self) -> None:
        """The earlier solution for a start, and cycles whose organisations have few exchanges."""
        self._offer_greedily(self.source.previous)
        self._offer_greedily(self.source.sample(self.seed))

    def _offer_greedily(self, cycles: Cycles) -> None:
        size = self.source.graph.size
        self.offer(cycles.take(greedy(cycles, (size - cycles.nodes).sum(axis=1), size)))

    @property
    def bounds(self) -> list[int]:
        """One a goal, equal to the score as far as it is proved to be best, up to the first that is not."""
        found: list[int] = []
        for k in range(len(self.goals)):
            if found == list(self.score[:k]):
                found.append(self.limit_of(k, self.score[:k]))
        return found

    def limit(self, stage: int, before: Sequence[int], bound: int) -> None:
        """Note what the goal of a stage cannot surpass where the first goals have these values."""
        key = stage, tuple(before)
        self._bounds[key] = min(bound, self._bounds.get(key, bound))

    def limit_of(self, stage: int, before: Sequence[int]) -> int:
        """What has been noted."""
        return self._bounds.get((stage, tuple(before)), self.source.most(self.goals[stage]))

    def offer(self, cycles: Cycles) -> None:
        """Keep disjoint cycles if they are better."""
        cycles = self.source.marked(cycles)
        score = tuple(int(measure(goal, cycles, self.source.must).sum()) for goal in self.goals)
        if score > self.score:
            self.best, self.score = cycles, score
            self._tell()

    def _settle(self, first: int) -> None:
        """Find what the first goals can reach together; where they are all but one, the best of the last too.

        The last goal leads the way: whether the targets of those before can be reached shows while it is maximised.
        """
        reached = False
        while not reached:
            targets: list[int] = []
            self.proofs.clear()
            cuts = len(self.master.odd_sets)
            self.master.source = self.source
            try:
                for stage in range(first):
                    targets.append(self._target(stage, targets))
                reached = LastGoal(self, targets).reached()
            except UnreachableError:
                if len(self.master.odd_sets) == cuts:  # new ones lower the targets by themselves
                    stage = len(targets) - 1
                    self.limit(stage, targets[:-1], targets[-1] - self._step(stage))

    def _step(self, stage: int) -> int:
        """The values of a goal are multiples of this."""
        goal = self.goals[stage]
        return 2 if goal == "in_pairs" or (goal == "paired" and self.source.longest == 2) else 1

    def _target(self, stage: int, before: list[int]) -> int:
        """A bound on the goal of a stage; from then on, cycles that cannot be where it is reached are left out."""
        self.master.aim(stage, before)
        optimum = self.climb()
        proof = self.bound(stage, before, optimum)
        while self.source.longest == 2 and (tighter := self._cut_down(optimum)) is not None:
            optimum = tighter
            proof = self.bound(stage, before, optimum)
        target = self.limit_of(stage, before)
        self.master.source = proof.source.narrowed(proof.condition(target))
        self.proofs.append(proof)
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
        self._offer_rounded(optimum)
        return optimum

    def _offer_rounded(self, optimum: Optimum) -> None:
        cycles = self.master.cycles
        self.offer(cycles.take(greedy(cycles, optimum.levels, self.source.graph.size)))

    def _cut_down(self, optimum: Optimum) -> Optimum | None:
        """The optimum after some rounds of odd sets; None if no set is broken."""
        tighter: Optimum | None = None
        for _ in range(ROUNDS):
            if not self.cut(tighter or optimum):
                break
            tighter = self.master.climb(dual=True)
            if tighter is None:
                raise UnreachableError
        if tighter is not None:
            self._offer_rounded(tighter)
        return tighter

    def cut(self, optimum: Optimum) -> bool:
        """Add the odd sets that the levels break; whether there are any."""
        broken = broken_odd_sets(self.master.cycles.nodes, optimum.levels, self.source.graph.size, self.watch)
        if broken:
            self.master.cut(broken)
        return bool(broken)

    def bound(self, stage: int, before: Sequence[int], optimum: Optimum) -> Proof:
        """Note the bound that the prices of an optimum prove."""
        targets = dict(zip(self.goals, before, strict=False))
        prices = raised(self.master.prices(optimum), self.master.source)
        proof = Proof(self.master.source, prices, total_of(prices, targets))
        step = self._step(stage)
        self.limit(stage, before, proof.bound // step * step)
        self._tell()
        return proof
