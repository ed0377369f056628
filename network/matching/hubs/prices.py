"""A bound by prices: each site pays to be served, each host takes what pays best within its room.

Lagrangean relaxation of "every site has one hub" in the capacitated p-median problem: what is left falls apart into one
knapsack a host, of which the `hub_count` best are opened. Prices climb by subgradients (M. Held, P. Wolfe and H. P.
Crowder, "Validation of subgradient optimization", Mathematical Programming 6, 1974). They are whole numbers of 1/SCALE
of a unit of distance, so that bounds are exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Generator

    from network.matching.hubs.ground import Ground, Whole
    from network.matching.hubs.knapsacks import Knapsacks

SCALE = 1 << 10
ITERATIONS = 300
PATIENCE = 10
LONGEST, SHORTEST, SHORTER = 1.5, 0.002, 1.5
MEMORY = 0.6
"""How much of the direction before stays in the next."""
HOPE = 1.05
"""How far above the bound the best is thought to be while none is known."""


@dataclass(frozen=True, slots=True, eq=False)
class Relaxed:
    """At some prices (n): the bound in units of 1/SCALE, what each host (m) adds to it when open, the hosts that are
    opened, and how often each site is served."""

    prices: Whole
    total: int
    worth: Whole
    opened: Whole
    served: Whole

    @property
    def bound(self) -> int:
        """No choice has a smaller sum of distances."""
        return -(-self.total // SCALE)

    @property
    def extra(self) -> Whole:
        """(m) how much the bound rises if a host has to be open."""
        return np.maximum(0, self.worth - self.worth[self.opened].max())


def gains_at(ground: Ground, prices: Whole) -> Whole:
    """(n, m) what a host gains by serving a site, below 0 where it costs more than the site pays."""
    return prices[:, None] - SCALE * ground.cost


def relaxed(ground: Ground, knapsacks: Knapsacks, prices: Whole) -> Relaxed:
    """The relaxation at whole prices."""
    gains = gains_at(ground, prices)
    own = gains[ground.hosts, np.arange(len(ground.hosts))]
    best, steps = knapsacks.best(np.where(ground.others, gains, 0))
    worth = -own - best
    opened = np.sort(np.argsort(worth, kind="stable")[: ground.hub_count])
    served = knapsacks.chosen(steps, opened).sum(axis=1)
    served[ground.hosts[opened]] += 1
    return Relaxed(prices, int(prices.sum() + worth[opened].sum()), worth, opened, served)


class Ascent:
    """Prices that climb; `best` is where they were highest."""

    def __init__(self, ground: Ground, knapsacks: Knapsacks, iterations: int) -> None:
        self._ground, self._knapsacks, self._iterations = ground, knapsacks, iterations
        second = min(ground.hub_count // 2 + 1, len(ground.hosts) - 1)
        self._prices = SCALE * np.sort(ground.cost, axis=1)[:, second].astype(float)
        self.best = self._here()

    def _here(self) -> Relaxed:
        return relaxed(self._ground, self._knapsacks, np.rint(self._prices).astype(np.int64))

    def climb(self) -> Generator[Relaxed, int | None]:
        """One relaxation after the other; send what is known to be possible, in units of distance, or None."""
        length, since = LONGEST, 0
        direction = np.zeros(len(self._prices))
        here = self.best
        for _ in range(self._iterations):
            known = yield here
            direction = 1 - here.served + MEMORY * direction
            norm = float(direction @ direction)
            if norm == 0 or length < SHORTEST:
                return
            goal = HOPE * self.best.total if known is None else SCALE * known
            self._prices += length * max(goal - here.total, SCALE) / norm * direction
            here = self._here()
            since += 1
            if here.total > self.best.total:
                self.best, since = here, 0
            elif since == PATIENCE:
                length, since = length / SHORTER, 0
                self._prices = self.best.prices.astype(float)
