"""Prices of a linear programme over cycles, and the surplus of cycles at those prices.

A price on each node, a weight on each goal and a price on each odd set give a bound on what disjoint cycles can reach
(linear programming duality). The bound is worked out in whole numbers, from prices rounded to whole multiples of a
small fraction, so that it holds whatever the precision of the solver that found them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from network.matching.audits.cycles import Cycles
    from network.matching.audits.graph import Nodes
    from network.matching.audits.source import Source

MOST_SHARP, MOST_BITS = 20, 52
"""Whole prices are in units of 2**-20 at the finest, and below 2**52."""

OddSet = tuple[int, ...]
"""Nodes 2k + 1 in number: of the cycles that have at least two of them, k can be chosen at most."""


class Weights(NamedTuple):
    """What one more of each goal is worth: doubles, or whole numbers."""

    must: Any = 0
    kept: Any = 0
    paired: Any = 0
    in_pairs: Any = 0
    value: Any = 0


def measure(goal: str, cycles: Cycles, must: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """(m) what each cycle adds to a goal; `must` (n + 1) says which nodes have to be in a cycle."""
    if goal == "must":
        return must[cycles.nodes].sum(axis=1)
    if goal == "kept":
        return cycles.kept.astype(np.int64)
    if goal == "value":
        return cycles.values
    lengths = cycles.lengths(len(must) - 1)
    return lengths if goal == "paired" else np.where(lengths == 2, 2, 0)


@dataclass(frozen=True)
class Prices:
    """`nodes` (n + 1, the last 0), and one price an odd set; all doubles, or all whole numbers in 1/`unit`."""

    weights: Weights
    nodes: npt.NDArray[Any]
    odd_sets: Sequence[OddSet]
    odd_prices: npt.NDArray[Any]
    unit: int = 1

    def surplus(self, cycles: Cycles, must: npt.NDArray[np.bool_]) -> npt.NDArray[Any]:
        """(m) what each cycle is worth above the prices of what it takes."""
        total = self.worth(cycles, must)
        for column in cycles.nodes.T:
            total -= self.nodes[column]
        return total - self._odd(cycles.nodes) if len(self.odd_prices) else total

    def worth(self, cycles: Cycles, must: npt.NDArray[np.bool_]) -> npt.NDArray[Any]:
        """(m) what each cycle is worth."""
        total = np.zeros(len(cycles), dtype=self.nodes.dtype)
        for goal, weight in self.weights._asdict().items():
            if weight:
                total += weight * measure(goal, cycles, must)
        return total

    def _odd(self, nodes: Nodes) -> npt.NDArray[Any]:
        priced = np.flatnonzero(self.odd_prices)
        counts = odd_counts([self.odd_sets[k] for k in priced.tolist()], nodes, len(self.nodes) - 1)
        result: npt.NDArray[Any] = counts @ self.odd_prices[priced]
        return result


def whole_prices(prices: Prices) -> Prices:
    """The same, rounded to whole numbers in a unit small enough and yet without overflow."""
    highest = max(1.0, *prices.weights, prices.nodes.max(), prices.odd_prices.max(initial=0))
    unit = 1 << max(0, min(MOST_SHARP, MOST_BITS - math.ceil(math.log2(highest))))

    def whole(numbers: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
        return np.rint(numbers * unit).astype(np.int64)

    weights = Weights(*(round(weight * unit) for weight in prices.weights))
    return Prices(weights, whole(prices.nodes), prices.odd_sets, whole(prices.odd_prices), unit)


def raised(prices: Prices, source: Source) -> Prices:
    """Whole prices at which no cycle of a source has a surplus: what the rounding left is put on the smallest node."""
    exact = whole_prices(prices)
    nodes = exact.nodes.copy()
    for block, surplus in source.above(exact, 1):
        first = block.nodes[:, 0]
        np.maximum.at(nodes, first, exact.nodes[first] + surplus)
    return replace(exact, nodes=nodes)


def total_of(prices: Prices, targets: Mapping[str, int]) -> int:
    """In units of whole prices at which no cycle has a surplus: what no cycles that reach the targets surpass."""
    odd = sum(p * (len(s) // 2) for p, s in zip(prices.odd_prices.tolist(), prices.odd_sets, strict=True))
    return sum(prices.nodes.tolist()) + odd - sum(getattr(prices.weights, g) * target for g, target in targets.items())


def odd_counts(odd_sets: Sequence[OddSet], nodes: Nodes, size: int) -> sparse.csr_array:
    """(m, s) half of how many nodes of each odd set each cycle has, rounded down."""
    sets = np.repeat(np.arange(len(odd_sets)), [len(members) for members in odd_sets])
    members = np.fromiter((node for members in odd_sets for node in members), np.int64, len(sets))
    ones = np.ones(len(sets), dtype=np.int64)
    inside = sparse.csr_array((ones, (members, sets)), shape=(size + 1, len(odd_sets)))
    rows = np.repeat(np.arange(len(nodes)), nodes.shape[1])
    of_cycles = sparse.csr_array(
        (np.ones(len(rows), dtype=np.int64), (rows, nodes.ravel())), shape=(len(nodes), size + 1)
    )
    counts = of_cycles @ inside
    counts.data //= 2
    counts.eliminate_zeros()
    return counts
