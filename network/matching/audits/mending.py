"""Where disjoint cycles lose most on a bound, and what lies around.

At prices that prove a bound, the gap is the sum of what the chosen cycles are worth less than their nodes cost, of the
prices of the nodes that are in none, and of the odd sets that are not full. So it is known where to look for better
cycles, and a small integer programme over the surroundings is enough to look (E. Danna, E. Rothberg and C. Le Pape,
"Exploring relaxation induced neighborhoods to improve MIP solutions", Mathematical Programming 102, 2005).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from network.matching.audits.cycles import Cycles
    from network.matching.audits.prices import Prices

    Reals = npt.NDArray[np.float64]
    Truth = npt.NDArray[np.bool_]

SURROUNDINGS = 300


def losses(prices: Prices, chosen: Cycles, must: Truth) -> Reals:
    """(n + 1) what is lost at each node: of its cycle, or its price where it is in none."""
    lost = prices.nodes.astype(float)
    lost[chosen.nodes] = np.maximum(0, -prices.surplus(chosen, must))[:, None]
    lost[-1] = 0
    return lost


def surroundings(cycles: Cycles, lost: Reals) -> Iterator[Truth]:
    """(n + 1) masks of some hundred nodes, from those where most is lost on; none where all nodes are near one another.

    The last place, which is nobody, is in none.
    """
    size, done = len(lost) - 1, lost <= 0
    rows, places = np.nonzero(cycles.nodes < size)
    ones = np.ones(len(rows), dtype=bool)
    near = sparse.csr_array((ones, (rows, cycles.nodes[rows, places])), shape=(len(cycles), size + 1))
    for node in np.argsort(-lost, kind="stable").tolist():
        if done[node]:
            continue
        inside = np.zeros(size + 1, dtype=bool)
        inside[node], count = True, 0
        while count < inside.sum() <= SURROUNDINGS:
            count = int(inside.sum())
            inside |= near.T @ (near @ inside)
        if 2 * inside.sum() > size:
            return
        done |= inside
        yield inside
