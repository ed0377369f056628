"""Lower bounds from prices on the rules (Lagrangian relaxation).

For prices t >= 0 on the rows A x >= b, the least of ``c x`` over 0/1 vectors x is at least
``t b + sum of min(0, c - t A)``: every rule is bought at its price, then each candidate decides alone. The prices are
raised along the rules that are broken, the step being the distance to a target over the squared shortfall (B. T.
Polyak, "Minimization of unsmooth functionals", 1969; M. L. Fisher, "The Lagrangian relaxation method for solving
integer programming problems", Management Science 27, 1981). Many problems over the same rows are priced at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from network.matching.consortium.ground import Real

PATIENCE = 3
SHRINK = 0.6


def raise_prices(
    rows: Real, asked: Real, costs: Real, prices: Real, *, target: float, rounds: int, step: float = 1.0
) -> tuple[Real, Real]:
    """The best bounds found, and their prices, for p problems of the same m rows.

    Parameters
    ----------
    rows: (m, f) coefficients.
    asked: (p, m) what each problem asks of the rows.
    costs: (p, f).
    prices: (p, m) to start from.
    target: about what the bounds could reach; steps are in proportion to what is missing.

    Returns
    -------
    (p) bounds and (p, m) prices at which they hold.
    """
    best, best_prices = np.full(len(costs), -np.inf), prices.copy()
    steps, stalled = np.full(len(costs), step), np.zeros(len(costs), dtype=int)
    columns = np.ascontiguousarray(rows.T)
    reduced, below = np.empty(costs.shape), np.empty(costs.shape)  # as large as all else together: written in place
    for _ in range(rounds):
        np.subtract(costs, np.matmul(prices, rows, out=reduced), out=reduced)
        np.less(reduced, 0, out=below)
        short = asked - below @ columns
        bounds = np.vecdot(prices, asked) + np.vecdot(reduced, below)
        better = bounds > best
        best = np.maximum(best, bounds)
        np.copyto(best_prices, prices, where=better[:, None])
        stalled = np.where(better, 0, stalled + 1)
        tired = stalled >= PATIENCE
        steps[tired] *= SHRINK
        stalled[tired] = 0
        short[(prices <= 0) & (short < 0)] = 0
        length = steps * np.maximum(1, target - bounds) / (np.vecdot(short, short) + 1e-9)
        prices = np.maximum(0, prices + length[:, None] * short)
    return best, best_prices
