"""The panels whose sums all reach a floor, and of those the highest total.

Importing this module imports OR-Tools, which takes seconds: engines import it inside `solve`, before the clock starts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from network.matching.linear import INFINITY, Entries, IntegerProgramme, stacked
from network.matching.panels.flow import Flow, best_sums, first_of
from network.matching.panels.solution import sums
from network.matching.panels.swaps import bettered
from network.matching.problem import MOST
from network.matching.solver import OutOfTimeError

if TYPE_CHECKING:
    from collections.abc import Callable

    from network.matching.panels.problem import Indices, Problem
    from network.matching.solver import Watch

UNIT, MOST_UNITS = 256, 16
"""Multipliers are whole numbers of so many parts, up to so many units."""
ROUNDS = 24
NEAR, WIDER = 4, 4
"""An integer programme begins with so many pairs for each place on a panel, and goes so many times as far each time."""


class Level:
    """One floor of one problem.

    Parameters
    ----------
    offer: hears of the pairs, by number, of all panels found, whether they reach the floor or not.
    """

    def __init__(self, problem: Problem, floor: int, watch: Watch, offer: Callable[[Indices], None]) -> None:
        self.floor, self._watch, self._offer = floor, watch, offer
        self._numbers = _hopeful(problem, floor)
        self._problem = problem.only(self._numbers)
        self._total: int | None = None
        self._chosen: Indices = np.zeros(0, dtype=np.int64)
        self._most = int(best_sums(problem, problem.scores).sum()) * UNIT
        self._loss: Indices = np.zeros(len(self._numbers), dtype=np.int64)

    @property
    def bound(self) -> int:
        """What no total of panels that reach the floor can surpass."""
        return self._most // UNIT

    @property
    def _proved(self) -> bool:
        return self._total == self.bound

    def climb(self) -> bool:
        """Lower the bound by Lagrange's multipliers of the floor; False: there are no panels that reach it.

        Each round is a flow in which a score counts more where the floor was missed; steps are Polyak's.
        """
        flow = Flow(self._problem, self._watch)
        multipliers = np.zeros(len(self._problem.audited), dtype=np.int64)
        for _ in range(ROUNDS):
            worth = self._problem.scores * (UNIT + multipliers[self._problem.columns])
            best = flow.best(worth)
            if best is None:
                return False
            value = int(worth[best.chosen].sum()) - self.floor * int(multipliers.sum())
            if value <= self._most:
                self._most, self._loss = value, best.loss(self._problem, worth)
            self._hear(best.chosen)
            missed = np.where(self._problem.auditors_needed > 0, self.floor - sums(self._problem, best.chosen), 0)
            step = np.where((missed > 0) | (multipliers > 0), missed, 0).astype(float)
            if self._proved or not step.any():
                break
            hoped = self._total if self._total is not None else self.bound - self.bound // 1000
            length = max(value - UNIT * hoped, UNIT) / (step @ step)
            multipliers = np.clip(multipliers + np.rint(length * step).astype(np.int64), 0, MOST_UNITS * UNIT)
        return True

    def _hear(self, chosen: Indices) -> None:
        self._offer(self._numbers[chosen])
        reached = sums(self._problem, chosen) >= self.floor
        if not (reached | (self._problem.auditors_needed == 0)).all():
            return
        better = bettered(self._problem, chosen, self.floor, self._watch)
        total = int(self._problem.scores[better].sum())
        if self._total is None or total > self._total:
            self._total, self._chosen = total, better
            self._offer(self._numbers[better])

    def exists(self) -> bool:
        """After `climb`, whether there are panels that reach the floor; they are offered.

        Raises
        ------
        OutOfTimeError
        """
        within = self._near
        while self._total is None:
            pairs = np.flatnonzero(self._loss <= within)
            self._solve(pairs, np.zeros_like(pairs))
            if self._total is None and len(pairs) == len(self._loss):
                return False
            within = WIDER * within + UNIT
        return True

    def settle(self) -> None:
        """Where panels reach the floor, find the best of them and lower the bound to it.

        An integer programme holds the pairs whose loss is small. Its result is best of all if the others lose more
        than it falls short of the bound; else it is solved again with those that do not.

        Raises
        ------
        OutOfTimeError
        """
        assert self._total is not None
        within = min(self._near, self._most - UNIT * (self._total + 1))
        while not self._proved:
            pairs = np.flatnonzero(self._loss <= within)
            self._solve(pairs, self._problem.scores[pairs])
            gap = self._most - UNIT * (self._total + 1)
            if gap <= within:
                self._most = UNIT * self._total
            within = gap

    @property
    def _near(self) -> int:
        """The loss up to which an integer programme takes pairs at first."""
        few = NEAR * int(self._problem.auditors_needed.sum())
        return int(np.sort(self._loss)[:few].max(initial=0))

    def _solve(self, pairs: Indices, objective: Indices) -> None:
        found = self._programme(pairs, objective).solve(self._watch, seed=self._watch.limits.seed)
        if found.levels is not None:
            self._hear(pairs[found.levels > 0])
        if not found.proved:
            raise OutOfTimeError

    def _programme(self, pairs: Indices, objective: Indices) -> IntegerProgramme:
        """A row an auditor for its load, two an audited: for the size of its panel and for its sum."""
        problem = self._problem.only(pairs)
        auditors, audited, columns = len(problem.auditors), len(problem.audited), np.arange(len(pairs))
        ones = np.ones(len(pairs))
        needed = problem.auditors_needed
        floors = np.where(needed > 0, self.floor, 0)
        return IntegerProgramme(
            objective=objective,
            entries=stacked([
                Entries(problem.rows, columns, ones),
                Entries(auditors + problem.columns, columns, ones),
                Entries(auditors + audited + problem.columns, columns, problem.scores),
            ]),
            row_lower=np.concatenate([np.full(auditors, -INFINITY), needed, floors]),
            row_upper=np.concatenate([problem.max_audits, needed, np.full(audited, INFINITY)]),
            hint=np.isin(pairs, self._chosen).astype(np.int64) if self._total is not None else None,
        )  # fmt: skip


def _hopeful(problem: Problem, floor: int) -> Indices:
    """The pairs with which a panel can reach the floor, whoever else wants the same auditors."""
    first, best = first_of(problem.columns, problem.scores, problem.auditors_needed), best_sums(problem, problem.scores)
    last = np.full(len(problem.audited), MOST)
    np.minimum.at(last, problem.columns[first], problem.scores[first])
    lasts = last[problem.columns]
    return np.flatnonzero(best[problem.columns] - lasts + np.minimum(problem.scores, lasts) >= floor)
