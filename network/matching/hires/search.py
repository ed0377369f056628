"""The search for the best posts of one ground."""

from __future__ import annotations

from typing import TYPE_CHECKING

from network.matching.hires.neighbourhoods import Neighbourhoods
from network.matching.hires.pool import Choice, all_posts
from network.matching.hires.timetable import Timetables
from network.matching.hires.tree import Tree
from network.matching.solver import OutOfTimeError

if TYPE_CHECKING:
    from collections.abc import Callable

    from network.matching.hires.ground import Ground
    from network.matching.solver import Watch


class Search:
    def __init__(self, ground: Ground, watch: Watch, better: Callable[[Choice], None] = lambda _: None) -> None:
        self.ground, self._watch, self._better = ground, watch, better
        self.best = Choice((int(ground.worth.sum()), 0, 0), ())
        self.bound = (0, 0, 0)
        self.log = lambda *a: None

    def run(self) -> None:
        pool = all_posts(self.ground, 1_500_000)
        self.log("pool", len(pool))
        self.timetables = Timetables(self.ground)
        tree = self.tree = Tree(self.ground, pool, self.timetables, self._watch, self.best, lambda c: self.log("    best", c.key))
        tree.log = self.log
        try:
            root = tree.root()
            self.log("root", tree.bound)
            tree.dive(root)
            self.log("dive", tree.best.key)
            self.ground.n>120 and self.neigh(tree, 30)
            self.log("lns", tree.best.key)
            root = tree.tighten(root)
            self.log("cut", tree.bound, root and (len(root.master.cuts), len(root.master._rows), int(root.allowed.sum())))
            tree.dive(root)
            self.log("dive", tree.best.key)
            if root and tree.best.key[:2] != root.key[:2]:
                self.neigh(tree, 30)
                self.log("lns", tree.best.key)
            tree.grow(root)
        except OutOfTimeError:
            pass
        self.best, self.bound = tree.best, tree.bound
        self.log("end", self.best.key, self.bound)

    def neigh(self, tree, size):
        n = Neighbourhoods(self.ground, tree.pool, self.timetables, self._watch)
        tree.best = n.improved(tree.best, size, lambda c: self.log("    lns best", c.key))
        self.log("tried", len(n._tried))
