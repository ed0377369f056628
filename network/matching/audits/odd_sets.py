"""Odd sets that the levels of a linear programme break.

Of the cycles that have at least two of 2k + 1 nodes, k can be chosen at most. These are the blossom inequalities of
matching (J. Edmonds, "Maximum matching and a polyhedron with 0,1-vertices", 1965) for longer cycles: half the sum of
the rows of the set, rounded down (V. Chvatal, "Edmonds polytopes and a hierarchy of combinatorial problems", 1973; sets
of three are the subset-row inequalities of M. Jepsen, B. Petersen, S. Spoorendonk and D. Pisinger, 2008).

A set S is broken if what is left free of its nodes and the levels of the cycles with an odd number of nodes in S add
to less than 1. First come the nodes that hang together by levels above some height (M. Grötschel and O. Holland,
"Solving matching problems with linear programming", Mathematical Programming 33, 1985); where none of those are broken,
sets of three neighbours are tried, the promising ones grown by two nodes at a time.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from network.matching.audits.graph import Nodes
    from network.matching.audits.prices import OddSet
    from network.matching.linear import Reals
    from network.matching.solver import Watch

BROKEN = 1 - 1e-3
EFFORTS = ((9, 1.35), (21, 2.1))
"""The largest set tried, and the excess up to which a set is grown: a second effort where the first finds nothing."""
FEW_TRIPLES = 1500
"""Where there are more to begin with, there is no second effort."""
CANDIDATES = 8
HEIGHTS = (0.0, 0.1, 0.2, 0.3, 0.4)
PAIR = 2
OVERLAP = 3
"""An odd set is taken unless one of its nodes is in so many already."""


def broken_odd_sets(nodes: Nodes, levels: Reals, size: int, watch: Watch) -> list[OddSet]:
    """Odd sets that m cycles at these levels break, the worst first, no node in more than `OVERLAP` of them."""
    search = _Search(nodes, levels, size)
    search.hang_together()
    few = search.triples <= FEW_TRIPLES
    efforts = () if search.found and nodes.shape[1] == PAIR and not few else EFFORTS if few else EFFORTS[:1]
    for largest, promising in efforts:
        for node in search.nodes:
            watch.check()
            for first, second in combinations(search.neighbours[node], 2):
                search.grow((node, first, second), largest, promising)
        if search.found:
            break
        search.forget()
    used = dict.fromkeys(search.nodes, 0)
    chosen = []
    for _, members in sorted((excess, members) for members, excess in search.found.items()):
        if all(used[node] < OVERLAP for node in members):
            chosen.append(members)
            for node in members:
                used[node] += 1
    return chosen


class _Search:
    """The cycles in use, around each node that is divided between several."""

    def __init__(self, nodes: Nodes, levels: Reals, size: int) -> None:
        used = np.flatnonzero((levels > 1e-6) & (levels < 1 - 1e-6))
        self._levels = levels[used].tolist()
        self._cycles = [[node for node in row if node < size] for row in nodes[used].tolist()]
        self._at: dict[int, list[int]] = {}
        for k, cycle in enumerate(self._cycles):
            for node in cycle:
                self._at.setdefault(node, []).append(k)
        self.nodes = sorted(self._at)
        self._free = {node: max(0.0, 1 - sum(self._levels[k] for k in self._at[node])) for node in self.nodes}
        self.neighbours = {
            node: sorted({other for k in self._at[node] for other in self._cycles[k]} - {node}) for node in self.nodes
        }
        self.found: dict[OddSet, float] = {}
        self._tried: set[OddSet] = set()

    @property
    def triples(self) -> int:
        """How many sets of three are tried."""
        return sum(len(near) * (len(near) - 1) // 2 for near in self.neighbours.values())

    def hang_together(self) -> None:
        """Note the broken ones of the sets that hang together by levels above some height."""
        for height in HEIGHTS:
            for inside in self._components(height):
                if len(inside) > 1 and len(inside) % 2 and inside not in self._tried:
                    self._tried.add(inside)
                    excess = self._joined({}, inside)
                    if excess < BROKEN:
                        self.found[inside] = excess

    def _components(self, height: float) -> list[OddSet]:
        """The nodes that cycles above a level link, directly or through others."""
        lead = {node: node for node in self.nodes}

        def leader(node: int) -> int:
            while lead[node] != node:
                lead[node] = node = lead[lead[node]]
            return node

        for cycle, level in zip(self._cycles, self._levels, strict=True):
            if level > height:
                for node in cycle[1:]:
                    lead[leader(node)] = leader(cycle[0])
        members: dict[int, list[int]] = {}
        for node in self.nodes:
            members.setdefault(leader(node), []).append(node)
        return [tuple(inside) for inside in members.values()]

    def forget(self) -> None:
        """Sets may be tried again."""
        self._tried.clear()

    def grow(self, members: tuple[int, ...], largest: int, promising: float) -> None:
        """Note the set if it is broken, and grow it while that is promising."""
        inside = sorted(members)
        odd: dict[int, int] = {}
        excess = self._joined(odd, members)
        while tuple(inside) not in self._tried:
            self._tried.add(tuple(inside))
            if excess < BROKEN:
                self.found[tuple(inside)] = excess
            if excess >= promising or len(inside) >= largest:
                return
            pair = self._best_pair(odd, inside)
            if pair is None:
                return
            excess += self._joined(odd, pair)
            inside = sorted((*inside, *pair))

    def _joined(self, odd: dict[int, int], more: tuple[int, ...]) -> float:
        """What more nodes add to the excess; `odd` says which cycles have an odd number of nodes inside."""
        change = 0.0
        for node in more:
            change += self._change(odd, node)
            for k in self._at[node]:
                odd[k] = 1 - odd.get(k, 0)
        return change

    def _change(self, odd: dict[int, int], node: int) -> float:
        return self._free[node] + sum(-self._levels[k] if odd.get(k) else self._levels[k] for k in self._at[node])

    def _best_pair(self, odd: dict[int, int], inside: list[int]) -> tuple[int, int] | None:
        near = {other for node in inside for other in self.neighbours[node]}.difference(inside)
        likely = sorted((self._change(odd, node), node) for node in near)[:CANDIDATES]
        best: tuple[float, tuple[int, int]] | None = None
        for change, node in likely:
            flipped = {k: 1 - odd.get(k, 0) for k in self._at[node]}
            after = odd | flipped
            for other in self.neighbours[node]:
                if other not in inside:
                    option = (change + self._change(after, other), (node, other))
                    best = option if best is None else min(best, option)
        return None if best is None else best[1]
