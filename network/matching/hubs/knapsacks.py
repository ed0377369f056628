"""What each host would serve at given gains: a knapsack a host, all of them at once.

Dynamic programming over the room a host has (R. Bellman, "Dynamic Programming", 1957), in whole numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from network.matching.hubs.ground import Ground, Truth, Whole

STEPS = 400
"""Into how many steps of equal size the room of a host is divided at most; what it serves is then rounded down."""


class Knapsacks:
    """The rooms of a ground in steps. Where steps are larger than a unit, the gains are bounds from above."""

    def __init__(self, ground: Ground) -> None:
        unit = max(1, int(np.gcd.reduce(ground.demand, initial=0)))
        room = np.minimum(ground.room // unit, ground.demand.sum() // unit)
        self.step = unit * max(1, -(-int(room.max(initial=0)) // STEPS))
        self.weights, self.rooms = ground.demand // self.step, room * unit // self.step
        self.width = int(self.rooms.max(initial=0)) + 1

    def best(self, gains: Whole) -> tuple[Whole, list[tuple[int, Whole, Truth]]]:
        """What each host gains at best from other sites, and for each site who would take it at which room.

        Parameters
        ----------
        gains: (n, m) what a host gains by serving a site; only what is above 0 is taken.
        """
        best = np.zeros((gains.shape[1], self.width), dtype=np.int64)
        steps = []
        for site in np.flatnonzero((gains > 0).any(axis=1)):
            weight, rows = int(self.weights[site]), np.flatnonzero(gains[site] > 0)
            part = best[rows]
            taken = part[:, : self.width - weight] + gains[site, rows, None]
            better = taken > part[:, weight:]
            np.maximum(part[:, weight:], taken, out=part[:, weight:])
            best[rows] = part
            steps.append((int(site), rows, better))
        return best[np.arange(len(best)), self.rooms], steps

    def chosen(self, steps: list[tuple[int, Whole, Truth]], hosts: Whole) -> Truth:
        """(n, hosts) which sites some hosts take."""
        room, taken = self.rooms[hosts].copy(), np.zeros((len(self.weights), len(hosts)), dtype=bool)
        for site, rows, better in reversed(steps):
            weight = self.weights[site]
            place = np.searchsorted(rows, hosts)
            place[place == len(rows)] = 0
            fits = (rows[place] == hosts) & (room >= weight)
            takes = fits & better[place, np.maximum(room - weight, 0)]
            taken[site] = takes
            room[takes] -= weight
        return taken

    def rest(self, sites: Whole, gains: Whole, room: int) -> Whole:
        """(sites + 1, room + 1) what the sites from some place on gain at best in so much room, for one host."""
        table = np.zeros((len(sites) + 1, room + 1), dtype=np.int64)
        for k in range(len(sites) - 1, -1, -1):
            weight, table[k] = int(self.weights[sites[k]]), table[k + 1]
            if gains[k] > 0 and weight <= room:
                np.maximum(table[k, weight:], table[k + 1, : room + 1 - weight] + gains[k], out=table[k, weight:])
        return table
