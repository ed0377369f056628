"""One solve of a portfolio under way: a goal after the other, the first one's result as a rule of the second."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from network.matching.portfolio.greedy import first_choice
from network.matching.portfolio.model import Choice, Model, score_of, spent_on
from network.matching.portfolio.solution import Solution
from network.matching.solver import Progress, Status, Watch

if TYPE_CHECKING:
    from network.matching.portfolio.problem import Problem
    from network.matching.solver import Limits, OnProgress


class Search:
    """A problem, its limits, and who wants to hear of better choices."""

    def __init__(self, problem: Problem, limits: Limits, tell: OnProgress) -> None:
        self._problem, self._limits, self._tell = problem, limits, tell
        self._watch = Watch(replace(limits, workers=1))  # a second one takes the place of what does best

    def solution(self) -> Solution:
        """The best choice found in time."""
        self._tell(Progress(phase="score"))
        start = first_choice(self._problem)
        most = score_of(self._problem.dossiers)
        if start is not None:
            self._report("score", start, [most, None])
        model = Model(self._problem, self._watch)
        first = model.best_score(lambda choice, bound: self._report("score", choice, [bound, None]), start or ())
        choice = start if first.choice is None else first.choice
        if choice is None:
            return self._nothing(Status.UNKNOWN if first.possible else Status.INFEASIBLE)
        score = score_of(choice)
        if first.bound != score:
            return self._solution(choice, [first.bound, None])
        model.reach(score)
        second = model.least_spending(lambda better, bound: self._report("spending", better, [score, bound]), choice)
        return self._solution(choice if second.choice is None else second.choice, [score, second.bound])

    def _nothing(self, status: Status) -> Solution:
        return Solution(status=status, seconds=self._watch.seconds, seed=self._limits.seed)

    def _report(self, phase: str, choice: Choice, bound: list[int | None]) -> None:
        best = self._solution(choice, bound)
        self._tell(Progress(phase=phase, objective=best.objective, bound=best.bound, best=best))

    def _solution(self, choice: Choice, bound: list[int | None]) -> Solution:
        """With the bound as it is due: nothing behind the first entry that is not proven."""
        objective = [score_of(choice), spent_on(choice)]
        proven = bound[0] == objective[0]
        if not proven:
            bound = [bound[0], None]
        return Solution(
            status=Status.OPTIMAL if objective == bound else Status.FEASIBLE,
            seconds=self._watch.seconds,
            seed=self._limits.seed,
            objective=objective,
            bound=bound,
            funded=tuple(dossier.id for dossier in choice),
        )
