"""The integer programme with a column for each site and host: any start, and the proof where capacities are tight.

Where sites hardly fit, the bound by prices is far from the best, and so many clusters lie between them that the cuts of
a general solver get there sooner.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from network.matching.hubs.choice import Choice, choice_of
from network.matching.linear import INFINITY, Entries, IntegerProgramme, stacked

if TYPE_CHECKING:
    from network.matching.hubs.ground import Ground, Truth
    from network.matching.solver import Watch


def best_served(ground: Ground, allowed: Truth, known: Choice | None, watch: Watch) -> tuple[Choice | None, bool]:
    """The best choice in which a site is served only where it is allowed, and whether it is proved to be best.

    Parameters
    ----------
    allowed: (n, m) among `ground.open_to`.
    known: a choice to start from.

    Raises
    ------
    OutOfTimeError
        When the watch is over.
    """
    own = allowed[ground.hosts, np.arange(len(ground.hosts))]
    sites, hosts = np.nonzero(allowed & own)
    column = np.full(allowed.shape, -1)
    column[sites, hosts] = np.arange(len(sites))
    hub = column[ground.hosts[hosts], hosts]
    size, count = len(ground.demand), len(ground.hosts)
    others = np.flatnonzero(hub != np.arange(len(sites)))
    hubs = np.flatnonzero(hub == np.arange(len(sites)))
    ones, rows = np.ones(len(others)), size + count + 1 + np.arange(len(others))
    entries = [
        Entries(sites, np.arange(len(sites)), np.ones(len(sites))),
        Entries(size + hosts[others], others, ground.demand[sites[others]]),
        Entries(size + hosts[hubs], hubs, -ground.room[hosts[hubs]]),
        Entries(np.full(len(hubs), size + count), hubs, np.ones(len(hubs))),
        Entries(rows, others, ones),
        Entries(rows, hub[others], -ones),
    ]
    programme = IntegerProgramme(
        objective=-ground.cost[sites, hosts],
        entries=stacked(entries),
        row_lower=np.concatenate([np.ones(size), np.full(count, -INFINITY), [ground.hub_count], -INFINITY * ones]),
        row_upper=np.concatenate([np.ones(size), np.zeros(count), [ground.hub_count], 0 * ones]),
        hint=None if known is None else known.hub_of[sites] == hosts,
    )
    found = programme.solve(watch, seed=watch.limits.seed)
    if found.levels is None:
        return None, found.proved
    chosen = np.flatnonzero(found.levels > 0.5)
    hub_of = np.zeros(size, dtype=np.int64)
    hub_of[sites[chosen]] = hosts[chosen]
    return choice_of(ground, hub_of), found.proved
