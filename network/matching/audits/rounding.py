"""Disjoint cycles from the levels of a linear programme: rounded greedily, or by a dive that solves it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from network.matching.audits.cycles import Cycles
    from network.matching.audits.graph import Indices
    from network.matching.audits.master import Master
    from network.matching.linear import Optimum, Reals

WHOLE = 1e-6
FAILURES = 12
SHARE = 8
"""A dive fixes about one in so many of the divided cycles at once."""


def greedy(cycles: Cycles, liking: Reals, size: int) -> Indices:
    """Disjoint cycles, the best liked first; ties in the order given."""
    taken = np.zeros(size + 1, dtype=bool)
    chosen = []
    rows = cycles.nodes.tolist()
    for k in np.argsort(-liking, kind="stable").tolist():
        row = rows[k]
        if not any(taken[node] for node in row):
            chosen.append(k)
            taken[row] = True
            taken[size] = False
    return np.array(chosen, dtype=np.int64)


def dive(master: Master, optimum: Optimum, needed: float) -> Indices | None:
    """Disjoint cycles of the programme with at least the value needed, found by fixing the highest levels at 1.

    A group of levels is fixed at once; if the programme falls short then, the highest of them alone; if it still does,
    that one is ruled out. After a dozen such failures the dive gives up. The programme is left as it was.
    """
    simplex, fixed, bounded = master.simplex, set[int](), set[int]()
    levels: Reals | None = optimum.levels
    failures, alone = 0, False
    try:
        while levels is not None:
            divided = np.flatnonzero((levels > WHOLE) & (levels < 1 - WHOLE))
            if not len(divided):
                return np.flatnonzero(levels > 0.5)
            group = _highest_disjoint(master, levels, divided, 1 if alone else len(divided) // SHARE + 1)
            for k in group:
                simplex.bound_column(k, 1.0, np.inf)
            bounded.update(group)
            gone = master.cycles.nodes[sorted(fixed | set(group))].ravel()
            deeper = master.climb(dual=True, enough=needed - WHOLE, without=gone)
            if deeper is not None and deeper.value >= needed - WHOLE:
                levels, alone = deeper.levels, False
                fixed.update(group)
                continue
            failures += 1
            if failures > FAILURES:
                return None
            for k in group:
                simplex.bound_column(k, 0.0, 0.0 if alone else np.inf)
            if alone:
                deeper = simplex.solve(dual=True)
                levels = deeper.levels if deeper is not None and deeper.value >= needed - WHOLE else None
            alone = not alone
        return None
    finally:
        for k in bounded:
            simplex.bound_column(k, 0.0, np.inf)


def _highest_disjoint(master: Master, levels: Reals, divided: Indices, most: int) -> list[int]:
    order = divided[np.argsort(-levels[divided], kind="stable")]
    taken: set[int] = set()
    chosen: list[int] = []
    size = master.source.graph.size
    for k in order.tolist():
        nodes = [node for node in master.cycles.nodes[k].tolist() if node < size]
        if taken.isdisjoint(nodes):
            chosen.append(k)
            taken.update(nodes)
        if len(chosen) == most:
            break
    return chosen
