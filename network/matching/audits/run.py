"""One solve under way: the cycles that stand are set apart, the rest is searched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from network.matching.audits.cycles import Cycles
from network.matching.audits.graph import graph_of
from network.matching.audits.problem import Problem, steps, turned
from network.matching.audits.search import Search
from network.matching.audits.solution import Bound, Broken, Solution, score
from network.matching.audits.source import BYTES_PER_CYCLE, POOL, Source
from network.matching.solver import Progress, Status, Watch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from network.matching.solver import Limits, OnProgress


class Run:
    """A problem, its limits, and what has been found so far."""

    def __init__(self, problem: Problem, limits: Limits, tell: OnProgress) -> None:
        self._problem, self._limits, self._tell = problem, limits, tell
        self._watch = Watch(limits)
        self._apart = {name for cycle in problem.keep for name in cycle}
        self._must = [name for name in problem.must if name not in self._apart]
        self._goals = _goals(problem, bool(self._must))

    def solution(self) -> Solution:
        """The best cycles, or none where the kept ones cannot stand."""
        broken = tuple(_broken(self._problem))
        if broken:
            return self._nothing(Status.INFEASIBLE, broken)
        self._tell(Progress(phase="cycles"))
        self._search = Search(self._source(), self._goals, self._limits.seed, self._report)
        self._search.run()
        if self._must_met:
            return self._best()
        return self._nothing(Status.INFEASIBLE if self._search.bounds[0] < len(self._must) else Status.UNKNOWN)

    def _nothing(self, status: Status, conflict: tuple[Broken, ...] = ()) -> Solution:
        return Solution(status=status, seconds=self._watch.seconds, seed=self._limits.seed, conflict=conflict)

    def _source(self) -> Source:
        """The cycles of those who are not in a kept one."""
        graph, memory_mb = graph_of(self._problem, self._apart), self._limits.memory_mb
        number = {name: k for k, name in enumerate(graph.names)}
        must = np.zeros(graph.size + 1, dtype=bool)
        must[[number[name] for name in self._must]] = True
        most = POOL if memory_mb is None else min(POOL, memory_mb * 2**20 // BYTES_PER_CYCLE)
        return Source(graph, self._problem.max_cycle, self._previous(number), must, self._watch, most)

    def _previous(self, number: dict[str, int]) -> Cycles:
        """The cycles of the earlier solution that are still possible."""
        chosen = [c for c in self._problem.previous if self._problem.allows(c) and all(name in number for name in c)]
        longest, size = self._problem.max_cycle, len(number)
        numbers = [turned(tuple(number[name] for name in cycle)) for cycle in chosen]
        rows = [[*cycle, *[size] * (longest - len(cycle))] for cycle in numbers]
        values = [sum(self._problem.exchanges[step] for step in steps(cycle)) for cycle in chosen]
        return Cycles(
            np.array(rows, dtype=np.int32).reshape(len(rows), longest),
            np.array(values, dtype=np.int64),
            np.ones(len(rows), dtype=np.int8),
        )

    @property
    def _must_met(self) -> bool:
        return not self._must or self._search.score[0] == len(self._must)

    def _report(self) -> None:
        if self._must_met:
            best = self._best()
            self._tell(Progress(phase="cycles", objective=best.objective, bound=best.bound, best=best))

    def _best(self) -> Solution:
        """Of the cycles kept and the best found."""
        found = self._search.best.nodes.tolist()
        names, size = self._search.source.graph.names, self._search.source.graph.size
        rows = (turned(tuple(names[node] for node in row if node < size)) for row in found)
        cycles = tuple(sorted((*self._problem.keep, *rows)))
        paired = {name for cycle in cycles for name in cycle}
        objective = score(self._problem, cycles)
        bound = self._bound(objective)
        return Solution(
            status=Status.OPTIMAL if objective == bound else Status.FEASIBLE,
            seconds=self._watch.seconds,
            seed=self._limits.seed,
            objective=objective,
            bound=bound,
            cycles=cycles,
            unpaired=tuple(name for name in self._problem.organisations if name not in paired),
        )

    def _bound(self, objective: Sequence[int]) -> Bound:
        """One a goal, up to the first that is not proved; idle goals are proved once all before them are."""
        known = dict(zip(self._goals, self._search.bounds, strict=False))
        of_kept = score(self._problem, self._problem.keep)
        bounds: Bound = []
        for goal, apart, value in zip(self._problem.goals, of_kept, objective, strict=True):
            bounds.append(known[goal] + apart if goal in self._goals else value)
            if bounds[-1] != value:
                break
        return bounds + [None] * (len(objective) - len(bounds))


def _goals(problem: Problem, must: bool) -> list[str]:
    """The goals that say something: equal values follow from the number, pairs where there is nothing else."""
    idle = {"value"} if len(set(problem.exchanges.values())) <= 1 else set()
    if problem.max_cycle == 2:
        idle.add("in_pairs")
    return ["must"] * must + [goal for goal in problem.goals if goal not in idle]


def _broken(problem: Problem) -> list[Broken]:
    """The cycles to keep that cannot stand, each with the first rule that it breaks."""
    seen: set[str] = set()
    broken = []
    for cycle in problem.keep:
        allowed = all(step in problem.exchanges for step in steps(cycle))
        holds = {"max_cycle": len(cycle) <= problem.max_cycle, "exchanges": allowed, "disjoint": seen.isdisjoint(cycle)}
        broken.extend([Broken(cycle=cycle, rule=rule) for rule, right in holds.items() if not right][:1])
        seen.update(cycle)
    return broken
