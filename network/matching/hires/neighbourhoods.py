"""Large neighbourhood search: the posts of one neighbourhood after the other are found anew, the rest stays.

P. Shaw, "Using constraint programming and local search methods to solve vehicle routing problems", CP 1998. Each
neighbourhood is a small problem of its own, solved by the same tree, so a better part is a better whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from network.matching.hires.pool import Choice, Pool
from network.matching.hires.timetable import Timetables
from network.matching.hires.tree import Tree
from network.matching.solver import OutOfTimeError

if TYPE_CHECKING:
    from collections.abc import Callable

    from network.matching.hires.ground import Ground, Whole
    from network.matching.solver import Watch

NODES = 10
"""of the tree of one neighbourhood."""


class Neighbourhoods:
    """The neighbourhoods of one ground; none is tried twice with the same posts in it."""

    def __init__(self, ground: Ground, pool: Pool, timetables: Timetables, watch: Watch) -> None:
        self._ground, self._pool, self._timetables, self._watch = ground, pool, timetables, watch
        self._tried: set[tuple[tuple[int, ...], ...]] = set()

    def improved(self, best: Choice, size: int, better: Callable[[Choice], None]) -> Choice:
        """The choice that no neighbourhood of so many demands improves, tried from the emptiest posts on."""
        while (found := self._better(best, size)) is not None:
            best = found
            better(best)
        return best

    def _better(self, best: Choice, size: int) -> Choice | None:
        placed = [members for _, members in best.posts]
        lone = sorted(set(range(self._ground.n)).difference(*placed))
        groups = placed + [(i,) for i in lone]
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

    def _around(self, groups: list[tuple[int, ...]], centre: int, size: int) -> list[tuple[int, ...]]:
        starts = np.cumsum([0] + [len(group) for group in groups[:-1]])
        members = np.concatenate([np.array(group) for group in groups])
        far = np.minimum.reduceat(self._ground.metres[np.ix_(list(groups[centre]), members)].min(0), starts)
        near, count = [], 0
        for k in np.argsort(far, kind="stable").tolist():
            count += len(groups[k])
            if count > size and near:
                break
            near.append(groups[k])
        return near

    def _solved(self, best: Choice, near: list[tuple[int, ...]]) -> Choice | None:
        """The choice with the posts of some demands found anew, if that is better."""
        members = np.array(sorted(i for group in near for i in group))
        part, pool, rows = self._part(members)
        chosen = {tuple(post) for post in near}
        inside = [post for post in best.posts if post[1] in chosen]
        start = self._choice(part, members, inside)
        tree = Tree(part, pool, Timetables(part), self._watch, start)
        try:
            root = tree.root()
            tree.dive(root)
            root = tree.tighten(root)
            tree.dive(root)
            tree.grow(root, NODES)
        finally:
            self._pool.sound[rows] = np.maximum(self._pool.sound[rows], pool.sound)
        if tree.best.key >= start.key:
            return None
        kept = [post for post in best.posts if post[1] not in chosen]
        new = [(int(members[host]), tuple(members[list(post)].tolist())) for host, post in tree.best.posts]
        key = tuple(a - b + c for a, b, c in zip(best.key, start.key, tree.best.key, strict=True))
        return Choice(key, tuple(sorted(kept + new)))

    def _choice(self, part: Ground, members: Whole, posts) -> Choice:
        at = {int(i): k for k, i in enumerate(members)}
        inside = [(at[host], tuple(at[i] for i in post)) for host, post in posts]
        taken = {i for _, post in inside for i in post}
        loss = sum(int(part.worth[i]) for i in range(part.n) if i not in taken)
        metres = sum(int(part.metres[host, list(post)].sum()) for host, post in inside)
        return Choice((loss, len(inside), metres), tuple(inside))

    def _part(self, members: Whole) -> tuple[Ground, Pool, Whole]:
        """The ground of some demands, the posts among them, and their rows in the whole pool."""
        place = np.full(self._ground.n + 1, -1, dtype=np.int32)
        place[members] = np.arange(len(members))
        place[-1] = len(members)
        rows = np.flatnonzero((place[self._pool.sets] >= 0).all(1))
        pool = self._pool.only(rows)
        return self._ground.part(members), Pool(place[pool.sets], pool.metres, place[pool.host], pool.sound), rows
