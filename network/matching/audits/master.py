"""The linear programme over cycles, grown by the cycles that its own prices ask for (column generation).

C. Barnhart, E. L. Johnson, G. L. Nemhauser, M. W. P. Savelsbergh and P. H. Vance, "Branch-and-price: column generation
for solving huge integer programs", Operations Research 46, 1998; for cycles of exchanges D. J. Abraham, A. Blum and T.
Sandholm, "Clearing algorithms for barter exchange markets", ACM Conference on Electronic Commerce, 2007.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from network.matching.audits.cycles import Cycles, joined
from network.matching.audits.prices import OddSet, Prices, Weights, measure, odd_counts
from network.matching.linear import INFINITY, Entries, Optimum, Simplex, stacked

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from network.matching.audits.source import Source

Reals = npt.NDArray[np.float64]

ALL_AT_ONCE = 60_000
"""With so few cycles all of them stand in the programme from the start."""
PER_NODE = 2
TOLERANCE = 1e-6


class Master:
    """Rows: a node is in one cycle at most; a goal reaches its target; the odd sets. Each goal is scaled to about 1."""

    def __init__(self, source: Source, goals: Sequence[str], seed: int) -> None:
        self.source, self.goals = source, tuple(goals)
        self.odd_sets: list[OddSet] = []
        self._stage = 0
        self.cycles = joined((), source.longest)
        first = self._first_cycles(seed)
        self._scales = {goal: max(1, int(measure(goal, first, source.must).max(initial=1))) for goal in goals}
        size = source.graph.size
        self.simplex = Simplex(source.watch)
        self.simplex.add_rows([-INFINITY] * (size + len(goals)), [1.0] * size + [INFINITY] * len(goals))
        self.add(first)

    def _first_cycles(self, seed: int) -> Cycles:
        source = self.source
        if source.pool is not None and len(source.pool) <= ALL_AT_ONCE:
            return joined((source.previous, source.pool), source.longest)
        some = source.sample(seed)
        return some.take(best_of_each_node(some, np.zeros(len(some)), source.graph.size))

    @property
    def complete(self) -> bool:
        """Whether every cycle stands in the programme."""
        pool = self.source.pool
        return pool is not None and len(pool) <= ALL_AT_ONCE

    def measures(self, goal: str) -> npt.NDArray[np.int64]:
        """What each cycle of the programme adds to a goal."""
        return measure(goal, self.cycles, self.source.must)

    def aim(self, stage: int, targets: Sequence[int]) -> None:
        """Maximise the goal of a stage; those before it reach their targets."""
        size, goal = self.source.graph.size, self.goals[stage]
        self._stage = stage
        for k, name in enumerate(self.goals):
            least = targets[k] / self._scales[name] if k < len(targets) else -INFINITY
            self.simplex.bound_row(size + k, least, INFINITY)
        self.simplex.set_objective(self.measures(goal) / self._scales[goal])

    def scaled(self, value: int) -> float:
        """A value of the stage's goal as the programme counts it."""
        return value / self._scales[self.goals[self._stage]]

    def climb(
        self, *, dual: bool = False, enough: float = INFINITY, without: npt.NDArray[np.integer] | None = None
    ) -> Optimum | None:
        """The optimum over all cycles of the source, `without` some nodes; None if no levels reach the targets.

        As soon as the value is `enough` no further cycles are asked for.
        """
        while True:
            optimum = self.simplex.solve(dual=dual)
            if optimum is None or optimum.value >= enough or self.complete or not self._price(optimum, without):
                return optimum
            dual = False

    def _price(self, optimum: Optimum, without: npt.NDArray[np.integer] | None) -> int:
        """Add the cycles with the highest surplus at each node; how many."""
        prices = self.prices(optimum)
        if without is not None:
            prices.nodes[without] = INFINITY
            prices.nodes[-1] = 0.0
        size = self.source.graph.size
        least = TOLERANCE * self._scales[self.goals[self._stage]]
        best = joined((), self.source.longest)
        for block, surplus in self.source.above(prices, least):
            block = joined((best, block), self.source.longest)
            surplus = prices.surplus(block, self.source.must)
            best = block.take(best_of_each_node(block, surplus, size))
        self.add(best)
        return len(best)

    def add(self, cycles: Cycles) -> None:
        """Cycles as new columns."""
        goal = self.goals[self._stage]
        worth = measure(goal, cycles, self.source.must) / self._scales[goal]
        self.simplex.add_columns(worth, stacked(self._entries(cycles)))
        self.cycles = joined((self.cycles, cycles), self.source.longest)

    def _entries(self, cycles: Cycles) -> Iterable[Entries]:
        size = self.source.graph.size
        columns, places = np.nonzero(cycles.nodes < size)
        yield Entries(cycles.nodes[columns, places], columns, np.ones(len(columns)))
        for k, name in enumerate(self.goals):
            values = measure(name, cycles, self.source.must) / self._scales[name]
            some = np.flatnonzero(values)
            yield Entries(np.full(len(some), size + k), some, values[some])
        if self.odd_sets:
            counts = odd_counts(self.odd_sets, cycles.nodes, size).tocoo()
            yield Entries(size + len(self.goals) + counts.col, counts.row, counts.data)

    def cut(self, odd_sets: Sequence[OddSet]) -> None:
        """Add the rows of odd sets."""
        counts = odd_counts(odd_sets, self.cycles.nodes, self.source.graph.size).tocoo()
        upper = [len(members) // 2 for members in odd_sets]
        self.simplex.add_rows([-INFINITY] * len(upper), upper, Entries(counts.col, counts.row, counts.data))
        self.odd_sets.extend(odd_sets)

    def prices(self, optimum: Optimum) -> Prices:
        """The prices at an optimum, in units of the goal of the stage."""
        size, scale = self.source.graph.size, self._scales[self.goals[self._stage]]
        raw = optimum.prices * scale
        weights = {self.goals[self._stage]: 1.0}
        for k in range(self._stage):
            weights[self.goals[k]] = max(0.0, -raw[size + k]) / self._scales[self.goals[k]]
        return Prices(
            Weights(**weights),
            np.append(np.maximum(0, raw[:size]), 0.0),
            tuple(self.odd_sets),
            np.maximum(0, raw[size + len(self.goals) :]),
        )


def best_of_each_node(cycles: Cycles, surplus: npt.NDArray[Any], size: int) -> npt.NDArray[np.int64]:
    """The cycles that are among the `PER_NODE` of the highest surplus in some place of some node."""
    order = np.argsort(-surplus, kind="stable")
    taken = np.zeros(len(order), dtype=bool)
    for column in cycles.nodes.T:
        nodes = column[order]
        by_node = np.argsort(nodes, kind="stable")
        ordered = nodes[by_node]
        starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]]) if len(ordered) else np.empty(0, np.int64)
        rank = np.arange(len(ordered)) - np.repeat(starts, np.diff(np.r_[starts, len(ordered)]))
        taken[by_node[(rank < PER_NODE) & (ordered < size)]] = True
    return order[taken]
