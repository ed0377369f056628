"""The exchanges as arrays: nodes are numbered by rising degree, arcs sorted by tail and head."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import chain, repeat
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Collection

    from network.matching.audits.problem import Problem

Indices = npt.NDArray[np.int64]
Nodes = npt.NDArray[np.int32]

DENSE_NODES = 3000
"""Up to so many nodes, arcs are looked up in a square table (36 MB at most)."""


@dataclass(frozen=True)
class Graph:
    """m arcs between n nodes: `tails`, `heads` and `values` (m), `starts` (n + 1) the first arc of each tail."""

    names: tuple[str, ...]
    tails: Nodes
    heads: Nodes
    values: Indices
    starts: Indices

    @property
    def size(self) -> int:
        """The number of nodes."""
        return len(self.names)

    @cached_property
    def keys(self) -> Indices:
        """(m) one number an arc, rising."""
        return self.tails * np.int64(self.size) + self.heads

    @cached_property
    def _table(self) -> npt.NDArray[np.int32]:
        table = np.full((self.size, self.size), -1, dtype=np.int32)
        table[self.tails, self.heads] = np.arange(len(self.tails), dtype=np.int32)
        return table

    def arcs_between(self, tails: Nodes, heads: Nodes) -> npt.NDArray[np.integer]:
        """The arc of each pair, -1 where there is none."""
        if self.size <= DENSE_NODES:
            return self._table[tails, heads]
        wanted = tails * np.int64(self.size) + heads
        at = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        return np.where(self.keys[at] == wanted, at, -1)

    def arcs_after(self, tails: Nodes, least: Nodes) -> tuple[Indices, Indices]:
        """For each pair, the range of the arcs of `tails` whose heads are above `least`."""
        first = np.searchsorted(self.keys, tails * np.int64(self.size) + least, side="right")
        return first, self.starts[tails + 1]


def graph_of(problem: Problem, apart: Collection[str] = ()) -> Graph:
    """The graph of the organisations that are not set apart.

    The number of a node rises with its degree, so that paths that begin at their smallest node are few (N. Chiba and
    T. Nishizeki, "Arboricity and subgraph listing algorithms", SIAM Journal on Computing 14, 1985).
    """
    left = [name for name in problem.organisations if name not in apart]
    number = {name: i for i, name in enumerate(left)}
    ends = map(number.get, chain.from_iterable(problem.exchanges), repeat(-1))
    arcs = np.fromiter(ends, np.int64, 2 * len(problem.exchanges)).reshape(-1, 2)
    values = np.fromiter(problem.exchanges.values(), np.int64, len(problem.exchanges))
    inside = (arcs >= 0).all(axis=1)
    arcs, values = arcs[inside], values[inside]
    order = np.argsort(np.bincount(arcs.ravel(), minlength=len(left)), kind="stable")
    rank = np.empty(len(left), dtype=np.int64)
    rank[order] = np.arange(len(left))
    tails, heads = rank[arcs[:, 0]], rank[arcs[:, 1]]
    by_tail = np.lexsort((heads, tails))
    tails, heads = tails[by_tail], heads[by_tail]
    return Graph(
        names=tuple(left[i] for i in order),
        tails=tails.astype(np.int32),
        heads=heads.astype(np.int32),
        values=values[by_tail],
        starts=np.searchsorted(tails, np.arange(len(left) + 1)),
    )
