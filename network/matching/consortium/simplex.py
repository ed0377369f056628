"""The best prices there are, by the simplex method with bounds on the variables.

A program min c x, A x >= b, 0 <= x <= 1 of few rows is made elastic: a row may fall short at a fine a unit, so that it
always has a solution, and no price exceeds the fine. The basis is inverted explicitly, m by m, and mended by each pivot
(G. B. Dantzig, "Upper bounds, secondary constraints, and block triangularity in linear programming", Econometrica 23,
1955). Whatever rounding does to the prices, any prices >= 0 give a valid bound (see `prices`), so nothing here can make
a proof wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from network.matching.consortium.ground import Real, Truth

SMALL = 1e-9
PIVOTS_A_ROW = 40
STALLED = 20
"""After so many pivots without progress the first improving column is taken, not the steepest: no cycles (R. G. Bland,
"New finite pivoting rules for the simplex method", Mathematics of Operations Research 2, 1977)."""


class Programme:
    """A program of f variables up to 1, with m surpluses and m shortfalls without end after them.

    Parameters
    ----------
    rows: (m, f) coefficients.
    asked: (m) what the rows ask.
    fine: of falling short by one.
    """

    def __init__(self, rows: Real, asked: Real, fine: float) -> None:
        self._asked, self._fine = asked, fine
        self._take(rows)
        self._start()

    def _take(self, rows: Real) -> None:
        m, f = rows.shape
        self.rows = rows
        self._columns = np.hstack([rows, -np.eye(m), np.eye(m)])
        self._ends = np.concatenate([np.ones(f), np.full(2 * m, np.inf)])

    def _start(self) -> None:
        """With no variable, each row is met or short by its own."""
        m, f = self.rows.shape
        short = self._asked > 0
        self._ways = np.ones(f + 2 * m)
        self._basis = f + np.arange(m) + m * short
        self._inverse = np.diag(np.where(short, 1.0, -1.0))
        self._values = np.abs(self._asked)

    def keep(self, kept: Truth) -> None:
        """Go on with only some of the first variables; those that are not 0 are likely among them."""
        every = np.ones(len(self._ways), dtype=bool)
        every[: len(kept)] = kept
        used = self._ways < 0
        used[self._basis] = True
        self._take(self.rows[:, every[: self.rows.shape[1]]])
        if every[used].all():
            self._ways = self._ways[every]
            self._basis = (np.cumsum(every) - 1)[self._basis]
        else:
            self._start()

    def prices(self, costs: Real) -> Real:
        """Prices, 0..fine, at which the bound is that of the elastic linear relaxation under some costs (f).

        They are sought from where those of the costs before were found.
        """
        m = len(self._basis)
        costs = np.concatenate([costs, np.zeros(m), np.full(m, self._fine)])
        stalled = 0
        for _ in range(PIVOTS_A_ROW * m):
            gains = ((costs[self._basis] @ self._inverse) @ self._columns - costs) * self._ways
            gains[self._basis] = 0
            entering = int((gains > SMALL).argmax() if stalled > STALLED else gains.argmax())
            if gains[entering] <= SMALL:
                break
            stalled = 0 if self._enter(entering) * gains[entering] > SMALL else stalled + 1
        return np.maximum(0, costs[self._basis] @ self._inverse)

    def _enter(self, entering: int) -> float:
        """Move one variable off its bound as far as the others allow; returns how far."""
        pivot = self._inverse @ self._columns[:, entering]
        away = self._ways[entering]
        change = away * pivot
        room = np.where(change > 0, self._values, self._values - self._ends[self._basis])
        room = np.divide(room, change, out=np.full(len(room), np.inf), where=np.abs(change) > SMALL)
        row = int(room.argmin())
        step = max(0.0, min(float(room[row]), float(self._ends[entering])))
        self._values -= step * change
        if self._ends[entering] <= room[row]:
            self._ways[entering] = -away
            return step
        self._ways[self._basis[row]] = 1.0 if change[row] > 0 else -1.0
        self._values[row] = step if away > 0 else self._ends[entering] - step
        self._ways[entering] = 1.0
        self._basis[row] = entering
        pivoted = self._inverse[row] / pivot[row]
        self._inverse -= pivot[:, None] * pivoted
        self._inverse[row] = pivoted
        return step
