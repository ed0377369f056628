"""A first choice of posts without a solver: demand after demand, those with the fewest partners first, fills a post."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from network.matching.hires.pool import Choice, choice_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from network.matching.hires.ground import Ground, Truth
    from network.matching.hires.pool import Posts
    from network.matching.hires.timetable import Timetables
    from network.matching.solver import Watch


def first_choice(ground: Ground, timetables: Timetables, watch: Watch, start: Posts = ()) -> Choice:
    """Some posts, and more of the demands that these leave; as many as there is time for."""
    posts = list(start)
    free = ground.possible.copy()
    free[[i for _, members in posts for i in members]] = False
    for seed in np.argsort(ground.together.sum(1), kind="stable").tolist():
        if watch.over:
            break
        members = _filled(ground, timetables, seed, free) if free[seed] else []
        host = best_host(ground, members)
        if host is not None and ground.half_days[members].sum() >= ground.least:
            free[members] = False
            posts.append((host, tuple(sorted(members))))
    return choice_of(ground, posts)


def _filled(ground: Ground, timetables: Timetables, seed: int, free: Truth) -> list[int]:
    """A demand with the nearest others that still fit in its post."""
    members, left = [seed], ground.most - int(ground.half_days[seed])
    partners = np.flatnonzero(free & ground.together[seed])
    for other in partners[np.argsort(ground.metres[seed, partners], kind="stable")].tolist():
        if left == 0 or len(members) == ground.sites:
            break
        more = [*members, other]
        fits = ground.half_days[other] <= left and ground.together[other, members].all()
        if fits and best_host(ground, more) is not None and timetables.exist(more):
            members, left = more, left - int(ground.half_days[other])
    return members


def best_host(ground: Ground, members: Sequence[int]) -> int | None:
    """The demand of a post that is its host with the fewest metres; None: none of them can be."""
    hosts = [i for i in members if ground.reach[i, list(members)].all()]
    return min(hosts, key=lambda i: int(ground.metres[i, list(members)].sum()), default=None)
