"""A bound by prices: every slot of an offer has one, and each need takes the link that is worth most to it.

Lagrangean relaxation of the room in the slots; the prices fall and rise by subgradients (M. Held, P. Wolfe and H. P.
Crowder, "Validation of subgradient optimization", Mathematical Programming 6, 1974). They are whole numbers of 1/SCALE
of a unit, so that bounds are exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from network.matching.exchange.ground import dot

if TYPE_CHECKING:
    from network.matching.exchange.ground import Ground, Whole
    from network.matching.solver import Watch

SCALE = 1 << 8
ITERATIONS = 120
PATIENCE = 5
LONGEST, SHORTEST, SHORTER = 1.0, 0.005, 1.5


@dataclass(frozen=True, slots=True, eq=False)
class Bound:
    """No amounts are worth more than `most`; `toll` is the price of a unit of each link, in 1/SCALE."""

    most: int
    toll: Whole


class Prices:
    """Prices of the slots that some links share, for a value a unit of each of them."""

    def __init__(self, ground: Ground, links: Whole, asked: Whole, room: Whole, value: Whole) -> None:
        self._ground, self._links, self._room, self._value = ground, links, room, SCALE * value
        self._needs, self._starts = np.unique(ground.need[links], return_index=True)
        self._need_of = np.repeat(np.arange(len(self._needs)), np.diff(np.append(self._starts, len(links))))
        self._asked = asked[self._needs]
        at_least = np.maximum.reduceat(self._value, self._starts) if len(links) else self._value
        self._at_least = np.where(ground.cut[self._needs], np.maximum(0, at_least), 0)
        self.prices = np.zeros(len(ground.room))
        self.best = self._relax()[0]

    def _relax(self) -> tuple[Bound, Whole]:
        """The bound at the prices of the moment, and what would be used of each slot."""
        ground, links = self._ground, self._links
        prices = np.rint(self.prices).astype(np.int64)
        sums = np.concatenate([[0], np.cumsum(prices)])
        toll = sums[ground.last[links] + 1] - sums[ground.first[links]]
        surplus = self._value - toll
        most = np.maximum.reduceat(surplus, self._starts) if len(links) else surplus
        taken = np.flatnonzero((surplus == most[self._need_of]) & (surplus > 0))
        taken = taken[np.unique(self._need_of[taken], return_index=True)[1]]
        amounts = np.zeros(len(ground.need), dtype=np.int64)
        amounts[links[taken]] = self._asked[self._need_of[taken]]
        total = dot(self._asked, np.maximum(self._at_least, most)) + dot(prices, self._room)
        tolls = np.zeros(len(ground.need), dtype=np.int64)
        tolls[links] = toll
        return Bound(total // SCALE, tolls), ground.used(amounts)

    def climb(self, known: int, watch: Watch) -> Bound:
        """The best bound found; `known` is what is possible.

        Raises
        ------
        OutOfTimeError
            When the watch is over.
        """
        length, since, best_prices = LONGEST, 0, self.prices
        bound, used = self._relax()
        for _ in range(ITERATIONS):
            watch.check()
            if self.best.most <= known or length < SHORTEST:
                break
            over = used - self._room
            over[(over < 0) & (self.prices <= 0)] = 0
            norm = float(over @ over)
            if norm == 0:
                break
            step = length * SCALE * max(1, bound.most - known) / norm
            self.prices = np.maximum(0.0, self.prices + step * over)
            bound, used = self._relax()
            since += 1
            if bound.most < self.best.most:
                self.best, best_prices, since = bound, self.prices, 0
            elif since == PATIENCE:
                length, since, self.prices = length / SHORTER, 0, best_prices
        return self.best
