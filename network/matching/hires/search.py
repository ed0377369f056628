"""The search for the best posts of one ground."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from network.matching.hires.neighbourhoods import Neighbourhoods
from network.matching.hires.pool import all_posts
from network.matching.hires.timetable import Timetables
from network.matching.hires.tree import Tree
from network.matching.linear import NumericalTroubleError
from network.matching.solver import OutOfTimeError

if TYPE_CHECKING:
    from network.matching.hires.ground import Ground
    from network.matching.hires.pool import Choice, Key, Pool
    from network.matching.hires.tree import Node, Tell
    from network.matching.solver import Watch

MOST_POSTS, A_MEGABYTE = 1_000_000, 1000
"""Posts that are all listed; with a memory limit so many a megabyte."""
SIZES = 15, 30, 60
"""Demands in a neighbourhood."""
FEW_POSTS, TRIES = 1500, ((5, 0.3), (55, 3.0))
"""Nodes of the tree before neighbourhoods are tried; where they do not tell how many places or posts there are, so few
posts go to CP-SAT, for so long by its own clock: with many demands at one place a tree goes through all that are alike.
"""
MANY = 120
"""With more demands neighbourhoods are tried before the cuts, and the tree is not eager to dive."""


class Search:
    """A search that starts from a choice and a bound.

    Attributes
    ----------
    best: the best choice so far.
    bound: no choice is below.
    """

    def __init__(self, ground: Ground, best: Choice, bound: Key, watch: Watch, tell: Tell) -> None:
        self.best, self.bound = best, bound
        self._ground, self._watch, self._tell = ground, watch, tell
        self._neighbourhoods = Neighbourhoods(ground, watch)

    def run(self) -> None:
        """To the proof, or as long as there is time."""
        try:
            if self._ground.n > MANY:
                self._place_lone()
            pool = all_posts(self._ground, self._most_posts(), self._watch)
            if pool is None:
                self._try_neighbourhoods()
            else:
                self._explore(pool)
        except OutOfTimeError:
            pass

    def _most_posts(self) -> int:
        memory = self._watch.limits.memory_mb
        return MOST_POSTS if memory is None else min(MOST_POSTS, A_MEGABYTE * memory)

    def _explore(self, pool: Pool) -> None:
        few, timetables = self._ground.n <= MANY, Timetables(self._ground)
        tree = Tree(self._ground, pool, timetables, self._watch, self.best, self._hear, eager=few)
        try:
            root = tree.root()
            tree.dive(root)
            if not few:
                tree.best = self._try_neighbourhoods()
            root = tree.tighten(root)
            tree.dive(root)
            self._grow(tree, root)
        except NumericalTroubleError:
            self._settle(tree)
        finally:
            self._hear(tree.best, tree.bound)

    def _grow(self, tree: Tree, root: Node | None) -> None:
        for nodes, effort in TRIES:
            tree.grow(root, nodes)
            root = None
            if tree.best.key[:2] != tree.bound[:2] and len(tree.pool) <= FEW_POSTS:
                self._settle(tree, effort)
            if tree.best.key == tree.bound:
                return
        tree.best = self._try_neighbourhoods()
        tree.grow(None)

    def _settle(self, tree: Tree, effort: float = math.inf) -> None:
        with self._watch.paused():
            from network.matching.hires.settle import settled
        choice = settled(self._ground, tree.pool, Timetables(self._ground), self._watch, effort)
        if choice is not None:
            tree.best, tree.bound = choice, choice.key

    def _place_lone(self) -> None:
        """First of all: one demand more than before soon has its place."""
        for size in SIZES:
            self._neighbourhoods.improve(self.best, size, self._found, lone=True)

    def _try_neighbourhoods(self) -> Choice:
        if self.best.key[0] == self.bound[0]:
            self._neighbourhoods.lessen(self.best, self.bound[1], self._found)
        for size in SIZES:
            self._neighbourhoods.improve(self.best, size, self._found)
        return self.best

    def _found(self, best: Choice) -> None:
        self._hear(best, self.bound)

    def _hear(self, best: Choice, bound: Key) -> None:
        self.best = min(self.best, best, key=lambda choice: choice.key)
        self.bound = min(max(self.bound, bound), self.best.key)
        self._tell(self.best, self.bound)
