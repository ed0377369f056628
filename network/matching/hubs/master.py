"""The best choice of listed clusters: set partitioning by an integer programme."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from network.matching.hubs.choice import Choice, choice_of
from network.matching.linear import Entries, IntegerProgramme, stacked

if TYPE_CHECKING:
    from network.matching.hubs.clusters import Clusters
    from network.matching.hubs.ground import Ground
    from network.matching.solver import Watch


def best_of(ground: Ground, clusters: Clusters, watch: Watch) -> tuple[Choice | None, bool]:
    """The best choice of clusters, and whether it is proved that there is no better one.

    Raises
    ------
    OutOfTimeError
        When the watch is over.
    """
    count, size = clusters.served.shape
    rows, columns = np.nonzero(clusters.served.T)
    index, ones = np.arange(count), np.ones(count)
    entries = [Entries(rows, columns, np.ones(len(rows))), Entries(np.full(count, size), index, ones)]
    wanted = np.append(np.ones(size), ground.hub_count)
    programme = IntegerProgramme(objective=-clusters.cost, entries=stacked(entries), row_lower=wanted, row_upper=wanted)
    found = programme.solve(watch, seed=watch.limits.seed)
    if found.levels is None:
        return None, found.proved
    chosen = np.flatnonzero(found.levels > 0.5)
    return choice_of(ground, clusters.host[chosen][clusters.served[chosen].argmax(axis=0)]), found.proved
