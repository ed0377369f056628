"""Large neighbourhood search: the posts of one neighbourhood after the other are found anew, the rest stays.

P. Shaw, "Using constraint programming and local search methods to solve vehicle routing problems", CP 1998. Each
neighbourhood is a small problem of its own, solved by the same tree, so a better part is a better whole.

There are fewer posts where the emptiest is given up and its demands find room around them, one neighbourhood after the
other, none of which may have more posts than before; those that are driven out look for room in turn (as in Y. Nagata
and O. Bräysy, "A powerful route minimization heuristic for the vehicle routing problem with time windows", Operations
Research Letters 37, 2009).
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
MOST_POSTS = 100_000
"""of one neighbourhood; where there are more it is left as it is."""
PLACES = 40, 80
"""Demands in a neighbourhood in which one looks for room; each post has its demands from among the"""
NEAREST = 20
"""that are nearest to its host."""
PATIENCE = 8
"""Posts in a row that are given up in vain before there are no fewer."""


class Neighbourhoods:
    """The neighbourhoods of one ground; none is tried twice with the same posts in it."""

    def __init__(self, ground: Ground, watch: Watch) -> None:
        self._ground, self._watch = ground, watch
        self._tried: set[tuple[bool, tuple[Group, ...]]] = set()

    def improve(self, best: Choice, size: int, better: Callable[[Choice], None], *, lone: bool = False) -> Choice:
        """Tell of better choices until no neighbourhood of about so many demands has one, from the emptiest posts on.

        With `lone` only those around demands that are unplaced are tried.

        Raises
        ------
        OutOfTimeError
            Here and below, when the watch is over.
        """
        while (found := self._improved(best, size, lone=lone)) is not None:
            best = found
            better(best)
        return best

    def lessen(self, best: Choice, fewest: int, better: Callable[[Choice], None]) -> Choice:
        """Tell of choices with fewer posts that leave no more unplaced."""
        given_up: set[Group] = set()
        patience = PATIENCE
        while patience and best.key[1] > fewest:
            left = [post for post in best.posts if post[1] not in given_up]
            emptiest = min(left, key=lambda post: (self._half_days(post[1]), post), default=None)
            if emptiest is None:
                break
            given_up.add(emptiest[1])
            others = choice_of(self._ground, [post for post in best.posts if post != emptiest])
            found = self._with_room(others, best.key[0])
            patience = PATIENCE if found.key < best.key else patience - 1
            if found.key < best.key:
                best = found
                better(best)
        return best

    def _with_room(self, choice: Choice, loss: int) -> Choice:
        """A choice after its lone demands have looked for room, until no more than `loss` is unplaced or none is."""
        found: Choice | None = choice
        while found is not None and choice.key[0] > loss:
            found = self._roomier(choice)
            choice = found or choice
        return choice

    def _roomier(self, choice: Choice) -> Choice | None:
        groups = self._groups(choice)
        for size in PLACES:
            for centre in range(len(choice.posts), len(groups)):
                near = self._around(groups, centre, size)
                found = self._untried(choice, near, capped=True)
                if found is not None:
                    return found
        return None

    def _improved(self, best: Choice, size: int, *, lone: bool) -> Choice | None:
        groups = self._groups(best)
        full = [self._half_days(members) for members in groups[: len(best.posts)]] + [0] * len(groups)
        for centre in sorted(range(len(groups)), key=lambda k: (full[k], k)):
            if lone and centre < len(best.posts):
                break
            found = self._untried(best, self._around(groups, centre, size))
            if found is not None:
                return found
        return None

    def _groups(self, choice: Choice) -> list[Group]:
        """The demands of each post, then each lone one by itself."""
        placed = [members for _, members in choice.posts]
        return [*placed, *((i,) for i in sorted(set(range(self._ground.n)).difference(*placed)))]

    def _half_days(self, members: Group) -> int:
        return int(self._ground.half_days[list(members)].sum())

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

    def _untried(self, best: Choice, near: list[Group], *, capped: bool = False) -> Choice | None:
        """The choice with the posts of some demands found anew, if that is better and was not tried before."""
        key = capped, tuple(sorted(near))
        if key in self._tried:
            return None
        self._tried.add(key)
        self._watch.check()
        return self._solved(best, near, capped=capped)

    def _solved(self, best: Choice, near: list[Group], *, capped: bool) -> Choice | None:
        members = np.array(sorted(i for group in near for i in group))
        place = {i: k for k, i in enumerate(members.tolist())}
        groups = set(near)
        inside = [(place[host], tuple(place[i] for i in post)) for host, post in best.posts if post in groups]
        part = self._ground.part(members)
        start = choice_of(part, inside)
        found = self._roomiest(part, start) if capped else self._best(part, start)
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

    def _roomiest(self, part: Ground, start: Choice) -> Choice:
        """A choice with no more posts, by one dive."""
        pool = all_posts(part, MOST_POSTS, self._watch, partners=NEAREST)
        if pool is None:
            return start
        tree = Tree(part, pool, Timetables(part), self._watch, start, most_posts=start.key[1])
        with suppress(NumericalTroubleError):
            tree.dive(tree.root())
        return tree.best
