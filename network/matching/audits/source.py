"""Where the cycles come from: a pool of all of them if it fits, else an enumeration cut off by prices each time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from network.matching.audits.cycles import Cycles, Enumeration, Hope, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from network.matching.audits.graph import Graph, Nodes
    from network.matching.audits.prices import Prices
    from network.matching.solver import Watch

POOL = 12_000_000
BYTES_PER_CYCLE = 100
"""While the pool is filled and searched."""
CHUNK = 1 << 19
SAMPLE_PER_NODE = 40
SAMPLE_DEGREE = 12


@dataclass(frozen=True)
class Condition:
    """Cycles whose surplus at some prices is below `least` are in no solution that is still of interest."""

    prices: Prices
    least: float


@dataclass(frozen=True)
class Source:
    """The cycles of a graph of at most `longest` nodes that meet the conditions.

    `previous` are those of an earlier solution that should stay; `must` (n + 1) says which nodes have to be in a cycle;
    `room` is how many cycles may be held at once. `pool` holds them all, or is None if they are too many.
    """

    graph: Graph
    longest: int
    previous: Cycles
    must: npt.NDArray[np.bool_]
    watch: Watch
    room: int
    pool: Cycles | None = None
    conditions: tuple[Condition, ...] = ()

    def filled(self) -> Source:
        """The same with a pool, if there is room.

        Raises
        ------
        OutOfTimeError
            When the watch is over.
        """
        blocks, count = [], 0
        for block in Enumeration(self.graph, self.longest, self.watch).blocks(_everyone(self.graph)):
            blocks.append(block)
            count += len(block)
            if count > self.room:
                return self
        return replace(self, pool=joined(blocks, self.longest))

    def most(self, goal: str) -> int:
        """What nobody can surpass in a goal, seen at a glance."""
        graph = self.graph
        if goal == "must":
            return int(self.must.sum())
        if goal == "kept":
            return len(self.previous)
        if goal == "value":
            best = np.zeros(graph.size, dtype=np.int64)
            np.maximum.at(best, graph.tails, graph.values)
            return int(best.sum())
        return len(np.intersect1d(graph.tails, graph.heads))

    def above(self, prices: Prices, least: float) -> Iterator[tuple[Cycles, npt.NDArray[np.number]]]:
        """Blocks of the cycles whose surplus is at least `least`, with their surplus."""
        for block in self._blocks(prices, least):
            for condition in self.conditions:
                keep = condition.prices.surplus(block, self.must) >= condition.least
                block = block if keep.all() else block.take(keep)
            surplus = prices.surplus(block, self.must)
            enough = np.flatnonzero(surplus >= least)
            yield block.take(enough), surplus[enough]

    def _blocks(self, prices: Prices, least: float) -> Iterator[Cycles]:
        yield self.previous
        if self.pool is None:
            hope = Hope(self.graph, prices, self.must, least)
            yield from Enumeration(self.graph, self.longest, self.watch, hope).blocks(_everyone(self.graph))
            return
        for start in range(0, len(self.pool), CHUNK):
            self.watch.check()
            chunk = slice(start, start + CHUNK)
            yield Cycles(self.pool.nodes[chunk], self.pool.values[chunk], self.pool.kept[chunk])

    def narrowed(self, condition: Condition) -> Source:
        """The cycles that meet one more condition."""
        if self.pool is None:
            return replace(self, conditions=(*self.conditions, condition))
        return replace(self, pool=self.pool.take(condition.prices.surplus(self.pool, self.must) >= condition.least))

    def marked(self, cycles: Cycles) -> Cycles:
        """The same, those of the earlier solution marked as kept, wherever they came from."""
        previous = set(map(tuple, self.previous.nodes.tolist()))
        kept = [tuple(row) in previous for row in cycles.nodes.tolist()]
        return replace(cycles, kept=np.array(kept, dtype=np.int8))

    def sample(self, seed: int) -> Cycles:
        """Some cycles at random, about `SAMPLE_PER_NODE` a node, and those of the earlier solution."""
        random, size = np.random.default_rng(seed), self.graph.size
        if self.pool is None:
            sparse = thinned(self.graph, SAMPLE_DEGREE, random)
            found = joined(Enumeration(sparse, self.longest, self.watch).blocks(_everyone(sparse)), self.longest)
        else:
            found = self.pool
        chosen = random.permutation(len(found))[: SAMPLE_PER_NODE * size]
        return joined((self.previous, found.take(chosen)), self.longest)


@dataclass(frozen=True)
class Proof:
    """Whole prices at which no cycles of a source surpass `total` of a goal, in units of the prices."""

    source: Source
    prices: Prices
    total: int

    @property
    def bound(self) -> int:
        """What no cycles surpass."""
        return self.total // self.prices.unit

    def condition(self, value: float) -> Condition:
        """Met by all cycles of all solutions with at least this value."""
        return Condition(self.prices, self.prices.unit * value - self.total)

    def cycles(self, value: float) -> Cycles:
        """Those that meet the condition."""
        least = self.condition(value).least
        return joined((block for block, _ in self.source.above(self.prices, least)), self.source.longest)


def _everyone(graph: Graph) -> Nodes:
    return np.arange(graph.size, dtype=np.int32)


def thinned(graph: Graph, degree: int, random: np.random.Generator) -> Graph:
    """The graph with at most `degree` of the arcs out of each node, at random."""
    order = np.lexsort((random.random(len(graph.tails)), graph.tails))
    kept = np.sort(order[np.arange(len(order)) - graph.starts[graph.tails[order]] < degree])
    tails = graph.tails[kept]
    return replace(
        graph, tails=tails, heads=graph.heads[kept], values=graph.values[kept],
        starts=np.searchsorted(tails, np.arange(graph.size + 1)),
    )  # fmt: skip
