"""One solve of panels under way.

Importing this module imports OR-Tools, which takes seconds: engines import it inside `solve`, before the clock starts.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from network.matching.panels.fair import Fair
from network.matching.panels.flow import Flow, shortage
from network.matching.panels.solution import Solution, panels, score
from network.matching.solver import OutOfTimeError, Progress, Status, Watch

if TYPE_CHECKING:
    from network.matching.panels.problem import Indices, Problem
    from network.matching.panels.solution import Bound
    from network.matching.solver import Limits, OnProgress


class Run:
    """A problem, its limits, and who wants to hear of better panels."""

    def __init__(self, problem: Problem, limits: Limits, tell: OnProgress) -> None:
        self._problem, self._limits, self._tell = problem, limits, tell
        self._watch = Watch(limits)

    def solution(self) -> Solution:
        """The best panels found in time."""
        self._tell(Progress(phase="panels"))
        if self._problem.objective == "fair" and self._problem.auditors_needed.any():
            return self._fair()
        return self._fullest()

    def _fullest(self) -> Solution:
        problem = self._problem
        try:
            best = Flow(problem, self._watch).best(problem.scores)
        except OutOfTimeError:
            return self._nothing(Status.UNKNOWN)
        if best is None:
            return self._infeasible()
        bound = best.bound(problem, problem.scores)
        return self._solution(best.chosen, bound if problem.objective == "total" else [0, bound])

    def _fair(self) -> Solution:
        search = Fair(self._problem, self._watch, lambda: self._report(search))
        try:
            if not search.run():
                return self._infeasible()
        except OutOfTimeError:
            if not search.found:
                return self._nothing(Status.UNKNOWN)
        return self._solution(search.chosen, search.bound)

    def _report(self, search: Fair) -> None:
        best = self._solution(search.chosen, search.bound)
        self._tell(Progress(phase="panels", objective=best.objective, bound=best.bound, best=best))

    def _infeasible(self) -> Solution:
        why = shortage(self._problem)
        return replace(self._nothing(Status.INFEASIBLE), shortage=why)

    def _nothing(self, status: Status) -> Solution:
        return Solution(status=status, seconds=self._watch.seconds, seed=self._limits.seed)

    def _solution(self, chosen: Indices, bound: Bound) -> Solution:
        objective = score(self._problem, chosen)
        return Solution(
            status=Status.OPTIMAL if objective == bound else Status.FEASIBLE,
            seconds=self._watch.seconds,
            seed=self._limits.seed,
            objective=objective,
            bound=bound,
            panels=panels(self._problem, chosen),
        )
