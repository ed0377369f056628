"""All clusters, a hub with the sites it serves, that a choice of at most some sum of distances can hold.

At the prices of a relaxation a cluster that falls short of the best of its host by more than the sum is above the bound
is in no such choice. They are listed host by host, leaving out what no further site can mend.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from network.matching.hubs.prices import SCALE, gains_at

if TYPE_CHECKING:
    from network.matching.hubs.ground import Ground, Truth, Whole
    from network.matching.hubs.knapsacks import Knapsacks
    from network.matching.hubs.prices import Relaxed
    from network.matching.solver import Watch


@dataclass(frozen=True, slots=True, eq=False)
class Clusters:
    """`served` (clusters, n) the sites of each, its hub's too; `host` (clusters) the index of its host; `cost`."""

    served: Truth
    host: Whole
    cost: Whole


def clusters_within(
    ground: Ground, knapsacks: Knapsacks, at: Relaxed, target: int, most: int, watch: Watch
) -> Clusters | None:
    """The clusters of all choices whose sum is at most `target`; None if there are more than `most`.

    Raises
    ------
    OutOfTimeError
        When the watch is over.
    """
    gains = gains_at(ground, at.prices)
    slack = SCALE * target - at.total - at.extra
    blocks: list[Truth] = []
    hosts: list[int] = []
    for host in np.flatnonzero(slack >= 0).tolist():
        watch.check()
        served = _of_host(ground, knapsacks, gains[:, host], host, int(slack[host]), most - len(hosts))
        if served is None:
            return None
        blocks.append(served)
        hosts += [host] * len(served)
    everything = np.concatenate([np.zeros((0, len(ground.demand)), dtype=bool), *blocks])
    host_of = np.array(hosts, dtype=np.int64)
    cost = np.zeros(len(host_of), dtype=np.int64)
    for host in np.unique(host_of):
        rows = host_of == host
        cost[rows] = everything[rows] @ ground.cost[:, host]
    return Clusters(everything, host_of, cost)


def _of_host(ground: Ground, knapsacks: Knapsacks, gains: Whole, host: int, slack: int, most: int) -> Truth | None:
    """(clusters, n) those of one host that fall short by at most `slack`."""
    site, room = int(ground.hosts[host]), int(knapsacks.rooms[host])
    able = ground.open_to[:, host] & (gains >= -slack)
    able[site] = False
    sites = np.flatnonzero(able)
    sites = sites[np.argsort(-np.abs(gains[sites]), kind="stable")]
    rest = knapsacks.rest(sites, gains[sites], room)
    least = rest[0, room] - slack
    gain, left = np.zeros(1, dtype=np.int64), ground.room[[host]]
    served = np.zeros((1, len(ground.demand)), dtype=bool)
    served[0, site] = True
    for k, other in enumerate(sites.tolist()):
        with_it, after = gain + gains[other], left - ground.demand[other]
        step = np.minimum(np.maximum(after, 0) // knapsacks.step, room)
        take = (after >= 0) & (with_it + rest[k + 1, step] >= least)
        skip = gain + rest[k + 1, np.minimum(left // knapsacks.step, room)] >= least
        if int(take.sum() + skip.sum()) > most:
            return None
        more = served[take]
        more[:, other] = True
        served = np.concatenate([served[skip], more])
        gain, left = np.concatenate([gain[skip], with_it[take]]), np.concatenate([left[skip], after[take]])
    return served
