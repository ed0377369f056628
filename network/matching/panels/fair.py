"""Fair panels: the smallest sum as high as can be, then the total.

Importing this module imports OR-Tools, which takes seconds: engines import it inside `solve`, before the clock starts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from network.matching.panels.flow import Flow, best_sums
from network.matching.panels.level import Level
from network.matching.panels.solution import sums

if TYPE_CHECKING:
    from collections.abc import Callable

    from network.matching.panels.problem import Indices, Problem
    from network.matching.solver import Watch

ROUNDS, PATIENCE = 30, 5
"""Rounds of `_balance`, and how many of them may pass without news."""
PARTS, STRIDE = 1000, 4.0
"""Weights of the audited are whole numbers of so many parts; how fast they follow what was missed."""


class Fair:
    """The search for fair panels of a problem in which somebody needs auditors.

    Attributes
    ----------
    chosen: the pairs of the best panels so far, by number.
    lowest, total: their smallest sum and their total; `lowest` is -1 before there are any.
    highest: a bound on the smallest sum.
    """

    def __init__(self, problem: Problem, watch: Watch, tell: Callable[[], None]) -> None:
        self._problem, self._watch, self._tell = problem, watch, tell
        self._counted = problem.auditors_needed > 0
        self._level: Level | None = None
        self.chosen: Indices = np.zeros(0, dtype=np.int64)
        self.lowest, self.total = -1, 0
        self.highest = int(best_sums(problem, problem.scores)[self._counted].min())

    @property
    def found(self) -> bool:
        """Whether there are any panels yet."""
        return self.lowest >= 0

    @property
    def bound(self) -> list[int | None]:
        """Of the smallest sum and, where that is proved to be best, of the total."""
        if self.lowest < self.highest:
            return [self.highest, None]
        if self._level is None or self._level.floor != self.highest:
            return [self.highest, int(best_sums(self._problem, self._problem.scores).sum())]
        return [self.highest, self._level.bound]

    def run(self) -> bool:
        """Search to the end; False: there are too few auditors.

        Raises
        ------
        OutOfTimeError
        """
        if not self._balance():
            return False
        floor = self.highest
        while self._level is None or self._level.floor != self.highest:
            if not self._reaches(floor):
                self.highest = floor - 1
            floor = (self.lowest + self.highest + 1) // 2
        self._level.settle()
        return True

    def _reaches(self, floor: int) -> bool:
        """Whether there are panels of which every one reaches a floor."""
        self._level = Level(self._problem, floor, self._watch, self._offer)
        return self._level.climb() and self._level.exists()

    def _balance(self) -> bool:
        """Lower `highest`, for no smallest sum is above a weighted mean of the sums; False: there are no panels.

        Each round is a flow with weights that have grown where sums were small; all are 1 in the first.
        """
        flow, news = Flow(self._problem, self._watch), 0
        missed = np.zeros(len(self._problem.audited))
        for k in range(ROUNDS):
            if self.lowest >= self.highest or k - news > PATIENCE:
                break
            weights = np.maximum(1, np.rint(PARTS * np.exp(missed - missed.max()))).astype(np.int64) * self._counted
            worth = self._problem.scores * weights[self._problem.columns]
            best = flow.best(worth)
            if best is None:
                return False
            before = self.lowest, self.highest
            self.highest = min(self.highest, int(worth[best.chosen].sum()) // int(weights.sum()))
            self._offer(best.chosen)
            news = news if before == (self.lowest, self.highest) else k
            each = sums(self._problem, best.chosen)
            missed += STRIDE / np.sqrt(1 + k) * (1 - each / max(1, self.highest))
        return True

    def _offer(self, chosen: Indices) -> None:
        each = sums(self._problem, chosen)
        lowest, total = int(each[self._counted].min()), int(each.sum())
        if (lowest, total) > (self.lowest, self.total):
            self.chosen, self.lowest, self.total = chosen, lowest, total
            self._tell()
