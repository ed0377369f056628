"""One solve under way: the cycles that stand are set apart, the rest is searched."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from network.matching.audits.cycles import Cycles
from network.matching.audits.graph import Graph, graph_of
from network.matching.audits.problem import Cycle, Problem, steps, turned
from network.matching.audits.search import Search
from network.matching.audits.solution import Bound, Solution, score
from network.matching.audits.source import BYTES_PER_CYCLE, POOL, source_of
from network.matching.solver import OutOfTimeError, Progress, Status, Watch

if TYPE_CHECKING:
    from network.matching.solver import Limits, OnProgress


class Run:
    """A problem, its limits, and what has been found so far."""

    def __init__(self, problem: Problem, limits: Limits, tell: OnProgress) -> None:
        self._problem, self._limits, self._tell = problem, limits, tell
        self._watch = Watch(limits)
        self._search: Search | None = None

    def solution(self) -> Solution:
        """The best cycles, or none where the kept ones cannot stand."""
        if not self._keep_stands():
            return Solution(status=Status.INFEASIBLE, seconds=self._watch.seconds, seed=self._limits.seed)
        self._tell(Progress(phase="cycles"))
        self._run()
        return self._best() if self._must_met else self._without_must()

    def _keep_stands(self) -> bool:
        names = [name for cycle in self._problem.keep for name in cycle]
        return len(names) == len(set(names)) and all(map(self._problem.allows, self._problem.keep))

    @property
    def _apart(self) -> set[str]:
        return {name for cycle in self._problem.keep for name in cycle}

    @property
    def _must(self) -> list[str]:
        return [name for name in self._problem.must if name not in self._apart]

    @property
    def _goals(self) -> list[str]:
        """The goals that say something: equal values follow from the number, pairs where there is nothing else."""
        idle = set()
        if len(set(self._problem.exchanges.values())) <= 1:
            idle.add("value")
        if self._problem.max_cycle == 2:
            idle.add("in_pairs")
        goals = ["must"] * bool(self._must) + list(self._problem.goals)
        return [goal for goal in goals if goal not in idle]

    @cached_property
    def _graph(self) -> Graph:
        return graph_of(self._problem, self._apart)

    def _run(self) -> None:
        number = {name: k for k, name in enumerate(self._graph.names)}
        must = np.zeros(self._graph.size + 1, dtype=bool)
        must[[number[name] for name in self._must]] = True
        try:
            source = source_of(
                self._graph, self._problem.max_cycle, self._previous(number), must, self._watch, most=self._pool()
            )
        except OutOfTimeError:
            return
        self._search = Search(source, self._goals, self._watch, self._limits.seed, self._report)
        self._search.run()

    def _pool(self) -> int:
        memory_mb = self._limits.memory_mb
        return POOL if memory_mb is None else min(POOL, memory_mb * 2**20 // BYTES_PER_CYCLE)

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
        return set(self._problem.must) <= {name for cycle in self._cycles() for name in cycle}

    def _without_must(self) -> Solution:
        proved = self._search is not None and self._search.bounds[0] < len(self._must)
        status = Status.INFEASIBLE if proved else Status.UNKNOWN
        return Solution(status=status, seconds=self._watch.seconds, seed=self._limits.seed)

    def _report(self) -> None:
        if self._must_met:
            best = self._best()
            self._tell(Progress(phase="cycles", objective=best.objective, bound=best.bound, best=best))

    def _best(self) -> Solution:
        cycles = self._cycles()
        paired = {name for cycle in cycles for name in cycle}
        objective, bound = score(self._problem, cycles), self._bound()
        return Solution(
            status=Status.OPTIMAL if objective == bound else Status.FEASIBLE,
            seconds=self._watch.seconds,
            seed=self._limits.seed,
            objective=objective,
            bound=bound,
            cycles=tuple(cycles),
            unpaired=tuple(name for name in self._problem.organisations if name not in paired),
        )

    def _cycles(self) -> list[Cycle]:
        """Those kept and the best found, sorted."""
        if self._search is None:
            return list(self._problem.keep)
        names, size = self._graph.names, self._graph.size
        rows = ([names[node] for node in row if node < size] for row in self._search.best.nodes.tolist())
        return sorted((*self._problem.keep, *(turned(tuple(row)) for row in rows)))

    def _bound(self) -> Bound:
        """One a goal, up to the first that is not proved; idle goals are proved once all before them are."""
        known = self._known_bounds()
        apart, reached = score(self._problem, self._problem.keep), score(self._problem, self._cycles())
        bounds: Bound = []
        for goal, of_kept, value in zip(self._problem.goals, apart, reached, strict=True):
            bounds.append(known[goal] + of_kept if goal in self._goals else value)
            if bounds[-1] != value:
                break
        return bounds + [None] * (len(reached) - len(bounds))

    def _known_bounds(self) -> dict[str, int]:
        """On what is searched, for the goals up to the first that is not proved."""
        if self._search is None:
            return {"kept": len(self._problem.previous), "paired": self._graph.size}
        return dict(zip(self._goals, self._search.bounds, strict=False))
