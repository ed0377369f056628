"""The cycles of a graph, by the block: all of them, or those alone whose surplus at given prices is high enough."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from network.matching.audits.graph import Graph, Indices, Nodes
    from network.matching.audits.prices import Prices
    from network.matching.solver import Watch

Reals = npt.NDArray[np.float64]

BLOCK = 1 << 20
"""About how many paths are held at once."""


@dataclass(frozen=True)
class Cycles:
    """m cycles: `nodes` (m, longest), filled up with the number of nodes; `values` (m); `kept` (m) 1 for those of an
    earlier solution that should stay."""

    nodes: Nodes
    values: Indices
    kept: npt.NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.values)

    def lengths(self, size: int) -> Indices:
        """(m) how many nodes each has, in a graph of that size."""
        found = np.zeros(len(self), dtype=np.int64)
        for column in self.nodes.T:  # three long sums are faster than many short ones
            found += column < size
        return found

    def take(self, which: npt.NDArray[np.integer | np.bool_]) -> Cycles:
        """Some of them."""
        return Cycles(self.nodes[which], self.values[which], self.kept[which])


def joined(blocks: Iterable[Cycles], longest: int) -> Cycles:
    """All cycles of some blocks."""
    parts = list(blocks)
    if not parts:
        return Cycles(np.empty((0, longest), np.int32), np.empty(0, np.int64), np.empty(0, np.int8))
    return Cycles(
        np.concatenate([part.nodes for part in parts]),
        np.concatenate([part.values for part in parts]),
        np.concatenate([part.kept for part in parts]),
    )


class Hope:
    """An upper bound on the surplus of the cycles that a path can still become.

    The surplus of a cycle is the sum of that of its arcs, plus something for a pair: what the remaining arcs can add is
    at most what the best arc out of the last node, the best into the first and the best of all can.
    """

    def __init__(self, graph: Graph, prices: Prices, must: npt.NDArray[np.bool_], least: float) -> None:
        weights, heads = prices.weights, graph.heads
        worth = weights.paired + weights.value * graph.values + weights.must * must[heads]
        self.arcs = (worth - prices.nodes[heads]).astype(float)
        rounding = 1e-9 * float(np.abs(self.arcs).max(initial=1))
        self._least = least - 2 * float(weights.in_pairs) - rounding
        self._best = float(self.arcs.max(initial=-np.inf))
        self._out, self._into = np.full(graph.size, -np.inf), np.full(graph.size, -np.inf)
        np.maximum.at(self._out, graph.tails, self.arcs)
        np.maximum.at(self._into, graph.heads, self.arcs)

    def worth(self, paths: Nodes, gathered: Reals, left: int) -> npt.NDArray[np.bool_]:
        """Which paths can reach the least surplus with at most `left` more nodes."""
        last, first = self._out[paths[:, -1]], self._into[paths[:, 0]]
        hoped = np.minimum(last, first)
        for between in range(left):
            hoped = np.maximum(hoped, last + first + between * self._best)
        return gathered + hoped >= self._least


class Enumeration:
    """All cycles of a graph of 2..`longest` nodes, each once, from its smallest node; with `hope`, those worth it."""

    def __init__(self, graph: Graph, longest: int, watch: Watch, hope: Hope | None = None) -> None:
        self._graph, self._longest, self._watch, self._hope = graph, longest, watch, hope

    def blocks(self, starts: Nodes) -> Iterator[Cycles]:
        """The cycles whose smallest node is among `starts`.

        Raises
        ------
        OutOfTimeError
            When the watch is over.
        """
        nothing = np.zeros(len(starts), dtype=np.int64)
        yield from self._longer(starts[:, None], nothing, nothing.astype(float))

    def _longer(self, paths: Nodes, values: Indices, gathered: Reals) -> Iterator[Cycles]:
        graph, length = self._graph, paths.shape[1] + 1
        first, last = graph.arcs_after(paths[:, -1], paths[:, 0])
        for part in _parts(last - first):
            self._watch.check()
            path, arc = _spread(first[part], last[part])
            path += part.start
            heads = graph.heads[arc]
            back = graph.arcs_between(heads, paths[path, 0])
            fresh = (heads[:, None] != paths[path, 1:]).all(axis=1) if length > 3 else np.ones(len(arc), dtype=bool)
            closed = np.flatnonzero((back >= 0) & fresh)
            nodes = np.column_stack((paths[path[closed]], heads[closed]))
            yield self._cycles(nodes, values[path[closed]] + graph.values[arc[closed]] + graph.values[back[closed]])
            if length < self._longest:
                yield from self._worthy(paths, values, gathered, path[fresh], arc[fresh])

    def _worthy(self, paths: Nodes, values: Indices, gathered: Reals, path: Indices, arc: Indices) -> Iterator[Cycles]:
        """What comes of the paths that are worth going on with, `path` by `arc`."""
        longer = np.column_stack((paths[path], self._graph.heads[arc]))
        more = gathered[path]
        if self._hope is not None:
            more = more + self._hope.arcs[arc]
            worth = np.flatnonzero(self._hope.worth(longer, more, self._longest - longer.shape[1]))
            longer, more, path, arc = longer[worth], more[worth], path[worth], arc[worth]
        yield from self._longer(longer, values[path] + self._graph.values[arc], more)

    def _cycles(self, nodes: Nodes, values: Indices) -> Cycles:
        filled = np.full((len(nodes), self._longest), self._graph.size, dtype=np.int32)
        filled[:, : nodes.shape[1]] = nodes
        return Cycles(filled, values, np.zeros(len(nodes), dtype=np.int8))


def _parts(counts: Indices) -> Iterator[slice]:
    """Slices of which each has about `BLOCK` in all."""
    ends = np.cumsum(counts)
    start = 0
    while start < len(counts):
        done = ends[start - 1] if start else 0
        stop = max(start + 1, int(np.searchsorted(ends, done + BLOCK, side="right")))
        yield slice(start, stop)
        start = stop


def _spread(first: Indices, last: Indices) -> tuple[Indices, Indices]:
    """For ranges first..last: for each number in them, the range it is of, and the number."""
    counts = last - first
    which = np.repeat(np.arange(len(counts)), counts)
    before = np.cumsum(counts) - counts
    return which, np.arange(len(which)) - before[which] + first[which]
