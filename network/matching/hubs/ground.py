"""The ground a search stands on: sites and possible hosts as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from network.matching.metres import metres_table

if TYPE_CHECKING:
    from network.matching.hubs.problem import Problem

Whole = NDArray[np.int64]
Truth = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """`cost` (n, m) is the distance of each site to each possible host, `hosts` (m) their sites, `room` (m) what is
    left of their capacity once they serve themselves; `open_to` (n, m) whether a site may be served there."""

    hub_count: int
    demand: Whole
    hosts: Whole
    room: Whole
    cost: Whole
    open_to: Truth

    @property
    def others(self) -> Truth:
        """(n, m) whether a site may be served by a host that is not itself."""
        others = self.open_to.copy()
        others[self.hosts, np.arange(len(self.hosts))] = False
        return others

    def part(self, sites: Whole, hub_count: int) -> tuple[Ground, Whole]:
        """The ground of some sites, in ascending order, alone, and which hosts of this one its hosts are."""
        hosts = np.flatnonzero(np.isin(self.hosts, sites))
        square = np.ix_(sites, hosts)
        places = np.searchsorted(sites, self.hosts[hosts])
        part = Ground(hub_count, self.demand[sites], places, self.room[hosts], self.cost[square], self.open_to[square])
        return part, hosts


def ground_of(problem: Problem) -> Ground:
    """The arrays of a problem; hosts that could not even serve themselves are left out."""
    sites = problem.sites
    demand = np.array([site.demand for site in sites], dtype=np.int64)
    room = np.array([site.capacity for site in sites], dtype=np.int64) - demand
    hosts = np.flatnonzero((room >= 0) & np.array([site.can_host for site in sites], dtype=bool))
    cost = (metres_table(sites) if problem.distances is None else np.array(problem.distances, dtype=np.int64)).reshape(
        len(sites), len(sites)
    )[:, hosts]
    open_to = demand[:, None] <= room[hosts]
    open_to[hosts, np.arange(len(hosts))] = True
    return Ground(problem.hub_count, demand, hosts, room[hosts], cost, open_to)
