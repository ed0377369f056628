"""Which posts a demand could be in, its nearest partners first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from network.matching.hires.greedy import best_host

if TYPE_CHECKING:
    from collections.abc import Iterator

    from network.matching.hires.ground import Ground
    from network.matching.hires.timetable import Timetables

MOST_TRIED = 20_000
"""Sets of demands tried before a search of the posts of one demand is given up."""


def posts_with(ground: Ground, timetables: Timetables, demand: int, least: int) -> Iterator[tuple[int, list[int]]]:
    """Hosts and demands of the posts of at least so many half-days that hold a demand."""
    partners = np.flatnonzero(ground.together[demand])
    partners = partners[np.argsort(ground.metres[demand, partners], kind="stable")]
    waiting = [([demand], 0)] if ground.possible[demand] else []
    for _ in range(MOST_TRIED):
        if not waiting:
            return
        members, start = waiting.pop()
        if not timetables.exist(members):
            continue
        host = best_host(ground, members)
        if host is not None and ground.half_days[members].sum() >= least:
            yield host, members
        more = [([*members, int(other)], start + k + 1) for k, other in enumerate(partners[start:])]
        waiting += [(grown, k) for grown, k in reversed(more) if _fits(ground, grown)]


def _fits(ground: Ground, members: list[int]) -> bool:
    """Whether a set keeps to the sizes of a post, its last demand to all others, and some host reaches all."""
    small = len(members) <= ground.sites and ground.half_days[members].sum() <= ground.most
    together = small and ground.together[members[-1], members[:-1]].all()
    return bool(together and ground.reach[:, members].all(1).any())
