"""Large neighbourhood search: the posts of one neighbourhood after the other are found anew, the rest stays.

P. Shaw, "Using constraint programming and local search methods to solve vehicle routing problems", CP 1998. Each
neighbourhood is a small problem of its own, solved by the same tree, so a better part is a better whole.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np

from network.matching.hires.pool import Choice, all_posts, choice_of
from network.matching.hires.timetable import Timetables
from network.matching.hires.tree import Tree
from network.matching.linear import NumericalTroubleError

if TYPE_CHECKING:
    from collections.abc import Callable

    from network.matching.hires.ground import Ground
    from network.matching.solver import Watch

    Group = tuple[int, ...]

NODES = 10
"""of the tree of one neighbourhood."""
MOST_POSTS = 50_000
"""of one neighbourhood; where there are more it is left as it is."""


class Neighbourhoods:
    """The neighbourhoods of one ground; none is tried twice with the same posts in it."""

    def __init__(self, ground: Ground, watch: Watch) -> None:
        self._ground, self._watch = ground, watch
        self._tried: set[tuple[Group, ...]] = set()

    def improve(self, best: Choice, size: int, better: Callable[[Choice], None]) -> None:
        """Tell of better choices until no neighbourhood of about so many demands has one, from the emptiest posts on.

        Raises
        ------
        OutOfTimeError
            When the watch is over.
        """
        found: Choice | None = best
        while found is not None:
            best, found = found, self._improved(found, size)
            if found is not None:
                better(found)

    def _improved(self, best: Choice, size: int) -> Choice | None:
        placed = [members for _, members in best.posts]
        lone = sorted(set(range(self._ground.n)).difference(*placed))
        groups = [*placed, *((i,) for i in lone)]
        full = [int(self._ground.half_days[list(members)].sum()) for members in placed] + [0] * len(lone)
        for centre in sorted(range(len(groups)), key=lambda k: (full[k], k)):
            near = self._around(groups, centre, size)
            key = tuple(sorted(near))
            if key not in self._tried:
                self._tried.add(key)
                self._watch.check()
                found = self._solved(best, near)
                if found is not None:
                    return found
        return None

    def _around(self, groups: list[Group], centre: int, size: int) -> list[Group]:
        """The posts and lone demands nearest to one of them, of about so many demands together."""
        starts = np.cumsum([0] + [len(group) for group in groups[:-1]])
        members = np.array([i for group in groups for i in group])
        far = np.minimum.reduceat(self._ground.metres[np.ix_(np.array(groups[centre]), members)].min(0), starts)
        near: list[Group] = []
        count = 0
        for k in np.argsort(far, kind="stable").tolist():
            count += len(groups[k])
            if count > size and near:
                break
            near.append(groups[k])
        return near

    def _solved(self, best: Choice, near: list[Group]) -> Choice | None:
        """The choice with the posts of some demands found anew, if that is better."""
        members = np.array(sorted(i for group in near for i in group))
        place = {i: k for k, i in enumerate(members.tolist())}
        groups = set(near)
        inside = [(place[host], tuple(place[i] for i in post)) for host, post in best.posts if post in groups]
        part = self._ground.part(members)
        start = choice_of(part, inside)
        found = self._best(part, start)
        if found.key >= start.key:
            return None
        kept = [post for post in best.posts if post[1] not in groups]
        new = [(int(members[host]), tuple(members[list(post)].tolist())) for host, post in found.posts]
        return choice_of(self._ground, kept + new)

    def _best(self, part: Ground, start: Choice) -> Choice:
        """The best choice of a small ground, or the one it starts from where there are too many posts."""
        pool = all_posts(part, MOST_POSTS, self._watch)
        if pool is None:
            return start
        tree = Tree(part, pool, Timetables(part), self._watch, start)
        with suppress(NumericalTroubleError):
            root = tree.root()
            tree.dive(root)
            root = tree.tighten(root)
            tree.dive(root)
            tree.grow(root, NODES)
        return tree.best
