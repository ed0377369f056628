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
    from network.matching.consortium.ground import Real

SMALL = 1e-9
PIVOTS_A_ROW = 40
STALLED = 20
"""After so many pivots without progress the first improving column is taken, not the steepest: no cycles (R. G. Bland,
"New finite pivoting rules for the simplex method", Mathematics of Operations Research 2, 1977)."""


def best_prices(rows: Real, asked: Real, costs: Real, fine: float) -> Real:
    """Prices, 0..fine, at which the bound of a program is that of its elastic linear relaxation.

    Parameters
    ----------
    rows: (m, f) coefficients.
    asked: (m) what the rows ask.
    costs: (f).
    fine: of falling short by one.
    """
    return _Simplex(rows, asked, costs, fine).prices()


class _Simplex:
    """Columns: the f variables up to 1, m surpluses and m shortfalls without end."""

    def __init__(self, rows: Real, asked: Real, costs: Real, fine: float) -> None:
        m, f = rows.shape
        self._columns = np.hstack([rows, -np.eye(m), np.eye(m)])
        self._costs = np.concatenate([costs, np.zeros(m), np.full(m, fine)])
        self._ends = np.concatenate([np.ones(f), np.full(2 * m, np.inf)])
        self._at_end = np.zeros(f + 2 * m, dtype=bool)
        short = asked > 0
        self._basis = f + np.arange(m) + m * short
        self._inverse = np.diag(np.where(short, 1.0, -1.0))
        self._values = np.abs(asked)

    def prices(self) -> Real:
        stalled = 0
        for _ in range(PIVOTS_A_ROW * len(self._basis)):
            prices = self._costs[self._basis] @ self._inverse
            gains = (prices @ self._columns - self._costs) * np.where(self._at_end, -1, 1)
            gains[self._basis] = 0
            entering = int(np.argmax(gains > SMALL) if stalled > STALLED else np.argmax(gains))
            if gains[entering] <= SMALL:
                break
            stalled = 0 if self._enter(entering) * gains[entering] > SMALL else stalled + 1
        return np.maximum(0, self._costs[self._basis] @ self._inverse)

    def _enter(self, entering: int) -> float:
        """Move one variable off its bound as far as the others allow; returns how far."""
        away = -1.0 if self._at_end[entering] else 1.0
        change = away * (self._inverse @ self._columns[:, entering])
        with np.errstate(divide="ignore", invalid="ignore"):
            down = np.where(change > SMALL, self._values / change, np.inf)
            up = np.where(change < -SMALL, (self._values - self._ends[self._basis]) / change, np.inf)
        room = np.minimum(down, up)
        row = int(np.argmin(room))
        step = max(0.0, min(float(room[row]), float(self._ends[entering])))
        self._values -= step * change
        if self._ends[entering] <= room[row]:
            self._at_end[entering] = not self._at_end[entering]
            return step
        leaving = self._basis[row]
        self._at_end[leaving] = up[row] < down[row]
        self._values[row] = step if away > 0 else self._ends[entering] - step
        self._at_end[entering] = False
        self._basis[row] = entering
        pivot = self._inverse @ self._columns[:, entering]
        self._inverse[row] /= pivot[row]
        others = np.arange(len(pivot)) != row
        self._inverse[others] -= np.outer(pivot[others], self._inverse[row])
        return step
