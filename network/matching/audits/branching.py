"""Branch and bound on the exchanges, over a programme that holds every cycle still of interest.

An exchange that is partly chosen is either taken, so that its two organisations are left nothing else, or ruled out (D.
M. Ryan and B. A. Foster, "An integer programming approach to scheduling", 1981). The search plunges to a solution, then
goes on where the bound is highest.
"""

from __future__ import annotations

import heapq
from itertools import count
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Callable

    from network.matching.audits.graph import Indices
    from network.matching.audits.master import Master
    from network.matching.linear import Reals

WHOLE = 1e-6


class Branching:
    """The search for more than what is known of the goal of a programme, None if nothing is.

    Parameters
    ----------
    offer: takes the chosen cycles of the programme; gives the value known from then on.
    """

    def __init__(self, master: Master, known: int | None, offer: Callable[[Indices], int]) -> None:
        self._master, self._offer = master, offer
        self._needed = -np.inf if known is None else master.scaled(known + 1) - WHOLE
        self._exchanges = _exchanges(master.cycles.nodes, master.source.graph.size)
        self._shut = np.zeros(len(master.cycles), dtype=bool)
        self._order = count()
        self._open: list[tuple[float, int, Indices]] = [(-np.inf, next(self._order), np.empty(0, dtype=np.int64))]
        self._left = 0

    def exhausted(self, most: int) -> bool:
        """Look at so many nodes at most; whether nothing was left out. The programme is left as it was."""
        self._left = most
        try:
            while self._open and self.bound >= self._needed:
                if not self._left:
                    return False
                self._plunge(*heapq.heappop(self._open))
            return True
        finally:
            self._set(np.empty(0, dtype=np.int64))

    @property
    def bound(self) -> float:
        """What none of the open nodes surpasses, as the programme counts it."""
        return -self._open[0][0] if self._open else -np.inf

    def _plunge(self, above: float, _: int, shut: Indices) -> None:
        """Take one exchange after the other; the nodes beside the way stay open."""
        while True:
            if not self._left:
                heapq.heappush(self._open, (above, next(self._order), shut))
                return
            self._left -= 1
            self._set(shut)
            optimum = self._master.simplex.solve(dual=True)
            if optimum is None or optimum.value < self._needed:
                return
            divided = np.flatnonzero((optimum.levels > WHOLE) & (optimum.levels < 1 - WHOLE))
            if not len(divided):
                known = self._offer(np.flatnonzero(optimum.levels > 0.5))
                self._needed = self._master.scaled(known + 1) - WHOLE
                return
            taken, ruled_out = self._branches(optimum.levels, divided)
            above = -optimum.value
            heapq.heappush(self._open, (above, next(self._order), np.union1d(shut, ruled_out)))
            shut = np.union1d(shut, taken)

    def _branches(self, levels: Reals, divided: Indices) -> tuple[Indices, Indices]:
        """The cycles to shut where the exchange nearest to half a level is taken, and where it is ruled out."""
        used, place = np.unique(self._exchanges[divided], return_inverse=True)
        shares = np.bincount(place.ravel(), np.repeat(levels[divided], self._exchanges.shape[1]))
        shares[used < 0] = 0
        exchange = used[np.argmin(np.abs(shares - 0.5))]
        size = self._master.source.graph.size
        inside = (self._exchanges == exchange).any(axis=1)
        touched = np.isin(self._master.cycles.nodes, divmod(exchange, size)).any(axis=1)
        return np.flatnonzero(touched & ~inside), np.flatnonzero(inside)

    def _set(self, shut: Indices) -> None:
        """Shut these cycles, and no others."""
        wanted = np.zeros(len(self._shut), dtype=bool)
        wanted[shut] = True
        for column in np.flatnonzero(wanted != self._shut).tolist():
            self._master.simplex.bound_column(column, 0.0, 0.0 if wanted[column] else np.inf)
        self._shut = wanted


def _exchanges(nodes: npt.NDArray[np.int32], size: int) -> Indices:
    """(m, longest) a number for each (auditor, audited) of each cycle, -1 where there is none."""
    following = np.roll(nodes, -1, axis=1).astype(np.int64)
    last = (nodes < size).sum(axis=1) - 1
    following[np.arange(len(nodes)), last] = nodes[:, 0]
    return np.where(nodes < size, nodes * np.int64(size) + following, -1)
