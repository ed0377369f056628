"""Pairs alone are a matching: never below what a matching algorithm finds, and proved."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from network.matching.audits.odd_sets import broken_odd_sets
from network.matching.solver import Watch
from tests.matching.audits.helpers import LIMITS, solve
from tests.matching.audits.instances import scattered


@pytest.mark.parametrize("seed", range(3))
def test_the_pairs_are_a_best_matching(seed: int) -> None:
    """The most pairs, and of these the most valuable, by NetworkX."""
    problem = scattered(150, seed=seed, max_cycle=2)
    worth = {(a, b): value for a, b, value in problem["exchanges"]}
    graph = nx.Graph()
    for (a, b), value in worth.items():
        if (b, a) in worth:
            graph.add_edge(a, b, weight=value + worth[b, a])
    pairs = nx.max_weight_matching(graph, maxcardinality=True)
    found = solve(problem)
    assert found.objective == found.bound == [2 * len(pairs), sum(graph.edges[pair]["weight"] for pair in pairs)]


@pytest.mark.parametrize("size", [3, 11, 41])
def test_a_ring_of_halves_is_an_odd_set(size: int) -> None:
    """However long it is: all its nodes are in pairs at level 1/2."""
    nodes = np.array([(k, (k + 1) % size) for k in range(size)], dtype=np.int32)
    assert broken_odd_sets(nodes, np.full(size, 0.5), size, Watch(LIMITS)) == [tuple(range(size))]


def test_what_hangs_together_by_high_levels() -> None:
    """Two triangles with a weak link between them are two odd sets."""
    nodes = np.array([(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5), (2, 3)], dtype=np.int32)
    levels = np.array([0.5, 0.45, 0.45, 0.5, 0.45, 0.45, 0.05])
    assert broken_odd_sets(nodes, levels, 6, Watch(LIMITS)) == [(0, 1, 2), (3, 4, 5)]
