"""The cheapest teams of so many projects together: prices on the organisations, then what the gap leaves.

For whole prices on the organisations, the least sum over the projects of a team's cost with its prices, less the price
of each organisation as often as it may be in a team, bounds every choice (Lagrangian relaxation of the limits). The
prices are those of the linear programme over the teams met so far, to which each exact search under prices adds
(column generation: C. Barnhart and others, "Branch-and-price: column generation for solving huge integer programs",
Operations Research 46, 1998). A team that adds more to the bound than the gap is in no better choice; all others are
listed, and the best choice among them is the best of all (R. Baldacci, N. Christofides, A. Mingozzi, "An exact
algorithm for the vehicle routing problem based on the set partitioning formulation", Mathematical Programming 115,
2008).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from network.matching.consortia.master import Master
from network.matching.consortia.model import Choice
from network.matching.consortia.teams import SCALE
from network.matching.solver import OutOfTimeError, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from network.matching.consortia.teams import Column, Teams
    from network.matching.consortium.ground import Real, Whole
    from network.matching.solver import Watch

CAUTION = 0.5
"""How far prices stay with the best ones so far (P. Wentges, "Weighted Dantzig-Wolfe decomposition for linear
mixed-integer programming", International Transactions in Operational Research 4, 1997)."""
SMALL = 1e-6
TIME_TO_CHOOSE = 0.3
"""So much of the time is left to choose among the teams met."""
MOST_TEAMS = 20_000
"""So many teams of one project are listed at most."""


class Sharing:
    """One search for the cheapest choice.

    Parameters
    ----------
    teams: of each project that can be formed, by its number.
    most: in how many consortia each organisation may be.
    best: a choice of as many projects as there can be.
    better, bounded: hear of each cheaper choice, and of each higher bound on the cost of all.
    """

    def __init__(
        self,
        teams: Mapping[int, Teams],
        most: Sequence[int],
        best: Sequence[Column],
        watch: Watch,
        *,
        better: Callable[[list[Column]], None],
        bounded: Callable[[int], None],
    ) -> None:
        self._teams, self._most, self._watch = teams, np.array(most, dtype=np.int64), watch
        self._formed, self._best = len(best), list(best)
        self._better, self._bounded = better, bounded
        self._master = Master(teams, most, self._formed, watch)
        self._prices = np.zeros(len(most), dtype=np.int64)
        self._values: dict[int, int] = {}
        self._bound: int | None = None

    def run(self, columns: Sequence[Column]) -> None:
        """Until the bound meets the best choice or too many teams are left; some columns to begin with.

        Raises
        ------
        OutOfTimeError
            If the time is over before.
        """
        self._master.add([*self._best, *columns])
        self._generate()
        if not self._is_settled:
            self._choose(self._master.columns)
        left = None if self._is_settled else self._within_gap()
        if left is not None and self._choose([*left, *self._best]):
            self._bounded(self._cost)

    @property
    def _cost(self) -> int:
        return sum(column.cost for column in self._best)

    @property
    def _is_settled(self) -> bool:
        return self._bound is not None and -(-self._bound // SCALE) >= self._cost

    def _generate(self) -> None:
        """Ask for teams under prices until none is worth taking in, or it is time to choose."""
        caution = CAUTION
        while not self._is_settled and self._watch.left > TIME_TO_CHOOSE * self._watch.limits.seconds:
            prices, worth = self._master.prices()
            tried = np.rint(caution * self._prices + (1 - caution) * SCALE * prices).astype(np.int64)
            met = self._ask(tried)
            fresh = self._master.add(column for column in met if self._undercuts(column, prices, worth))
            if not fresh and caution == 0:
                return
            caution = CAUTION if fresh else 0

    def _ask(self, prices: Whole) -> list[Column]:
        """The teams met in the search for the best one of each project; the bound that the best ones give."""
        met, values = [], {}
        for k, teams in self._teams.items():
            found, columns = teams.best(prices, self._start(k, prices))
            if found.status is not Status.OPTIMAL or found.value is None:
                raise OutOfTimeError
            values[k] = found.value
            met += columns
        bound = sum(sorted(values.values())[: self._formed]) - int(prices @ self._most)
        if self._bound is None or bound > self._bound:
            self._bound, self._prices, self._values = bound, prices, values
            self._bounded(-(-bound // SCALE))
        return met

    def _start(self, k: int, prices: Whole) -> tuple[int, ...]:
        """The best known team of a project under prices."""
        own = prices[self._teams[k].places]
        known = (column for column in self._master.columns if column.project == k)
        return min(known, key=lambda column: SCALE * column.cost + int(own[list(column.team)].sum())).team

    def _undercuts(self, column: Column, prices: Real, worth: Mapping[int, float]) -> bool:
        own = prices[self._teams[column.project].places]
        return column.cost + float(own[list(column.team)].sum()) < worth[column.project] - SMALL

    def _within_gap(self) -> list[Column] | None:
        """All teams that can be in a cheaper choice; None if there are too many."""
        target = SCALE * (self._cost - 1) + int(self._prices @ self._most)
        left = []
        for k, teams in self._teams.items():
            others = sorted(value for other, value in self._values.items() if other != k)[: self._formed - 1]
            found = teams.within(self._prices, target - sum(others) + 1, MOST_TEAMS)
            self._watch.check()
            if found is None:
                return None
            left += found
        return left

    def _choose(self, columns: Sequence[Column]) -> bool:
        """Take the best choice among columns; whether it is proved to be the best of them."""

        def hear(choice: list[Column]) -> None:
            if sum(column.cost for column in choice) < self._cost:
                self._best = choice
                self._better(choice)

        unique = list({(column.project, column.team): column for column in columns}.values())
        chosen = Choice(unique, self._teams, self._most.tolist(), self._formed).best(self._best, self._watch, hear)
        if chosen.columns is not None:
            hear(chosen.columns)
        return chosen.proved
