"""Branch, price and cut over one pool of posts, with one lexicographic bound a node.

A node's bound is found stage by stage: where no levels reach the loss and the posts of its parent, the earlier stages
say how much more there must be. Nodes with the least bound go first.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from network.matching.hires.cuts import violated
from network.matching.hires.master import METRE, NEARLY, Master, Stage
from network.matching.linear import NumericalTroubleError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from network.matching.hires.ground import Ground, Truth, Whole
    from network.matching.hires.master import Relaxed
    from network.matching.hires.pool import Choice, Key, Pool, Sets
    from network.matching.hires.timetable import Timetables
    from network.matching.solver import Watch

    Tell = Callable[[Choice, Key], None]
    Part = tuple[Truth, Truth]
    """The posts that are allowed and the demands that must be placed."""
    Branch = tuple[Part, Part]

ROOT_ROUNDS = 40
STALLED = 2
"""Rounds of cuts in a row that change little, before the next thing is tried."""
LITTLE = 2e-4
SURE = 0.85
HALF = 0.5
TRIED = 3
"""Branches tried before one is taken, the most fractional first."""
FRACTIONAL = 0.01
LIGHT = 0.6
"""Part of the posts that are still allowed below which a node gets a programme of its own."""
DIVE_EVERY = 8
"""Nodes; an eager tree dives at each that may have fewer posts than the best, or leave less unplaced."""
ALL = 1 << 60, 0, 0
ATTEMPTS = 10
"""at one node before its numbers are given up."""
LOOSE, LOOSER = 1e-6, 4
"""Rows that carry an earlier stage's result are so much wider, that its optimum stays feasible; more each attempt."""


@dataclass(frozen=True, slots=True)
class Node:
    """A part of the choices: which posts of a programme are allowed, which demands must be placed; its optimum."""

    master: Master
    allowed: Truth
    placed: Truth
    key: Key
    relaxed: Relaxed


class Tree:
    """A search for a choice that is better than `best`.

    Attributes
    ----------
    best: the best choice so far.
    bound: no choice is below, and it is never above `best`.
    """

    def __init__(
        self,
        ground: Ground,
        pool: Pool,
        timetables: Timetables,
        watch: Watch,
        best: Choice,
        tell: Tell = lambda *_: None,
        most_posts: int | None = None,
        *,
        eager: bool = False,
    ) -> None:
        self.ground, self.pool, self.best, self.bound = ground, pool, best, (0, 0, 0)
        self._timetables, self._watch, self._tell = timetables, watch, tell
        self._waiting: list[tuple[Key, int, Node]] = []
        self._made, self._most_posts, self._eager = 0, most_posts, eager

    def root(self) -> Node | None:
        """The node of all choices; None: none is better than the best.

        Raises
        ------
        OutOfTimeError
            Here and below, when the watch is over; `best` and `bound` stand.
        """
        master = Master(self.ground, self.pool, self._timetables, self._watch, most_posts=self._most_posts)
        return self._rooted(self._node(master, master.allowed, np.zeros(self.ground.n, dtype=bool), self.bound))

    def tighten(self, node: Node | None) -> Node | None:
        """Cuts at the root until they change little."""
        stalled = 0
        for k in range(ROOT_ROUNDS):
            after = self._rooted(self._cut(node, k)) if node else None
            if node is None or after is None or after is node:
                return after
            stalled = stalled + 1 if _little(node, after) else 0
            node = after
            if stalled == STALLED:
                break
        return node

    def dive(self, node: Node | None) -> None:
        """Choose the posts that are nearly whole, solve again, and so on to a choice."""
        while node and not self._record(node):
            allowed, placed = self._with_surest(node)
            node = self._node(node.master, allowed, placed, node.key)

    def grow(self, root: Node | None, most: int | None = None) -> None:
        """Branch from the root, or where it is None from where it stopped, through at most so many nodes."""
        self._wait(root)
        done = 0
        while self._waiting and self._promising(self._waiting[0][0]) and done != most:
            self.bound, _, node = heapq.heappop(self._waiting)
            done += 1
            dive = done % DIVE_EVERY == 0 or (self._eager and node.key[:2] < self.best.key[:2])
            self._branch(self._lightened(node), dive=dive)
        self.bound = min([self.best.key] + [key for key, _, _ in self._waiting[:1]])

    def _branch(self, node: Node | None, *, dive: bool) -> None:
        if node is None or (self._record(node) and not self._promising(node.key)):
            return
        if dive:
            self.dive(node)
        for child in self._best_children(node):
            self._wait(self._cut(child))

    def _wait(self, node: Node | None) -> None:
        if node:
            self._made += 1
            heapq.heappush(self._waiting, (node.key, self._made, node))

    def _rooted(self, node: Node | None) -> Node | None:
        self.bound = node.key if node else self.best.key
        self._tell(self.best, self.bound)
        return node

    def _promising(self, key: Key) -> bool:
        return key < self.best.key

    def _node(self, master: Master, allowed: Truth, placed: Truth, key: Key) -> Node | None:
        """A node with its bound, which is at least `key`; None if it holds nothing better than the best."""
        master.allow(allowed, placed)
        loss, posts, _ = at_least = key
        dual = True
        for attempt in range(ATTEMPTS):
            if not self._promising(at_least):
                return None
            relaxed = master.solve(Stage.METRES, loss, posts, dual=dual, slack=LOOSE * LOOSER**attempt)
            if relaxed:
                key = max(at_least, (loss, posts, relaxed.bound))
                if not self._promising(key):
                    return None
                return Node(master, self._useful(master, relaxed, key), placed, key, relaxed)
            fewest = master.solve(Stage.POSTS, loss, posts)
            dual = fewest is None
            if fewest:
                posts = max(posts, fewest.bound)
            else:
                least = master.solve(Stage.LOSS, loss, posts)
                if least and least.bound > loss:
                    loss, posts = least.bound, 0
            at_least = max(at_least, (loss, posts, 0))
        raise NumericalTroubleError

    def _useful(self, master: Master, relaxed: Relaxed, key: Key) -> Truth:
        """The allowed posts that can be in a choice better than the best."""
        if key[:2] != self.best.key[:2]:
            return master.allowed
        room = (self.best.key[2] - 1) * METRE - relaxed.value
        return master.allowed & (relaxed.reduced <= room)

    def _cut(self, node: Node, salt: int = 0) -> Node | None:
        """The node after a round of cuts; itself if there are none."""
        if node.relaxed.whole:
            return node
        cuts = violated(self.ground, node.master.pool.only(node.relaxed.rows), node.relaxed.levels, salt=salt)
        if not cuts:
            return node
        node.master.cut(cuts)
        return self._node(node.master, node.allowed, node.placed, node.key)

    def _lightened(self, node: Node) -> Node | None:
        """The node on a programme of its own, with its posts and the cuts that bind there, if that is far smaller."""
        if node.allowed.sum() > LIGHT * len(node.allowed):
            return node
        cuts = [node.master.cuts[k] for k in node.relaxed.binding]
        master = node.master.within(node.allowed)
        if cuts:
            master.cut(cuts)
        return self._node(master, master.allowed, node.placed, node.key)

    def _record(self, node: Node) -> bool:
        """Whether the optimum of a node is a choice; the best one is kept."""
        if not node.relaxed.whole:
            return False
        choice = node.master.pool.choice(node.relaxed.rows, self.ground)
        if self._promising(choice.key):
            self.best = choice
            self._tell(self.best, self.bound)
        return True

    def _with_surest(self, node: Node) -> Part:
        """What remains with the posts that are nearly whole, and with one more if all those are whole already."""
        rows, levels = node.relaxed.rows, node.relaxed.levels
        sure = levels > SURE
        if (levels[sure] > 1 - NEARLY).all():
            sure[np.argmax(np.where(sure, 0, levels))] = True
        return self._with(node, rows[sure])

    def _with(self, node: Node, rows: Whole) -> Part:
        """What remains when some posts are chosen."""
        sets = node.master.pool.sets
        taken = np.zeros(self.ground.n + 1, dtype=bool)
        taken[sets[rows]] = True
        taken[-1] = False
        allowed = node.allowed & ~taken[sets].any(1)
        allowed[rows] = True
        return allowed, node.placed | taken[:-1]

    def _best_children(self, node: Node) -> list[Node]:
        """The children of the branch that raises the bound most: of its child that rises less, then of the other."""
        best: list[Node | None] = []
        for k, pair in enumerate(self._branches(node)):
            children = [self._node(node.master, allowed, placed, node.key) for allowed, placed in pair]
            if k == 0 or _rises(node, children) > _rises(node, best):
                best = children
            if None in children:
                break
        return [child for child in best if child]

    def _branches(self, node: Node) -> Iterator[Branch]:
        """A demand is placed or not; where that is settled, two demands are in one post or in none together.

        D. M. Ryan and B. A. Foster, "An integer programming approach to scheduling", 1981. A whole optimum that is no
        better than its bound, for want of precision, is settled post by post.
        """
        doubt = np.abs(node.relaxed.unplaced - HALF)
        if node.relaxed.whole:
            yield from self._by_post(node)
        elif doubt.min() < HALF - NEARLY:
            yield self._by_demand(node, int(doubt.argmin()))
        else:
            yield from self._by_pair(node)

    def _by_demand(self, node: Node, demand: int) -> Branch:
        placed = node.placed.copy()
        placed[demand] = True
        return (node.allowed, placed), (node.allowed & ~_holding(node.master.pool.sets, demand), node.placed)

    def _by_pair(self, node: Node) -> Iterator[Branch]:
        sets = node.master.pool.sets
        table = node.master.pool.only(node.relaxed.rows).table(self.ground.n)
        pairs = table.T @ (node.relaxed.levels[:, None] * table)
        whole = np.abs(np.triu(pairs, 1) - HALF)
        for rank, place in enumerate(np.argsort(whole, axis=None, kind="stable")[:TRIED].tolist()):
            one, other = divmod(place, len(pairs))
            if rank and whole[one, other] > HALF - FRACTIONAL:
                break
            with_one, with_other = _holding(sets, one), _holding(sets, other)
            together, apart = node.allowed & (with_one == with_other), node.allowed & ~(with_one & with_other)
            yield (together, node.placed), (apart, node.placed)

    def _by_post(self, node: Node) -> Iterator[Branch]:
        """The first post that is not settled yet is chosen or not; none: the node holds nothing else."""
        for row in node.relaxed.rows.tolist():
            allowed, placed = self._with(node, np.array([row]))
            if (allowed != node.allowed).any() or (placed != node.placed).any():
                without = node.allowed.copy()
                without[row] = False
                yield (allowed, placed), (without, node.placed)
                return


def _rises(node: Node, children: Sequence[Node | None]) -> list[tuple[int, int, int]]:
    """How much the bounds of children are above that of their node, the least first; nothing left is most."""
    return sorted(_rise(node, child) for child in children)


def _rise(node: Node, child: Node | None) -> Key:
    if child is None:
        return ALL
    loss, posts, _ = (after - before for before, after in zip(node.key, child.key, strict=True))
    return loss, posts, child.relaxed.value - node.relaxed.value if (loss, posts) == (0, 0) else 0


def _holding(sets: Sets, demand: int) -> Truth:
    """Which rows hold a demand."""
    holding: Truth = (sets == demand).any(1)
    return holding


def _little(before: Node, after: Node) -> bool:
    """Whether a round of cuts raised the bound so little that another is hardly worth it."""
    raised = after.relaxed.value - before.relaxed.value
    return before.key[:2] == after.key[:2] and raised < LITTLE * abs(before.relaxed.value)
