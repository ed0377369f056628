"""Groups and what joins them."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
from hypothesis import given, settings

from network.proximity.groups import Junction, find_groups, find_junctions
from tests.proximity.ties import some_ties

FEW = settings(max_examples=40)


def clique(names, strength=50):
    return dict.fromkeys(combinations(names, 2), strength)


def test_groups__those_that_know_each_other():
    """Two houses of four joined by one tie, and a pair that met nobody else."""
    ties = clique("abcd") | clique("efgh") | {("d", "e"): 50, ("x", "y"): 5}
    assert find_groups(ties) == [["d", "a", "b", "c"], ["e", "f", "g", "h"], ["x", "y"]] or find_groups(ties) == [
        ["a", "b", "c", "d"], ["e", "f", "g", "h"], ["x", "y"],
    ]  # fmt: skip


def test_groups__the_best_known_first():
    ties = {("a", "b"): 10, ("b", "c"): 60, ("a", "c"): 20}
    assert find_groups(ties) == [["c", "b", "a"]]


def test_groups__of_nobody():
    assert find_groups({}) == []


@FEW
@given(some_ties(9))
def test_groups__hold_everybody_once_and_are_connected(ties):
    groups = find_groups(ties)
    assert sorted(node for group in groups for node in group) == sorted({node for pair in ties for node in pair})
    graph = nx.Graph(list(ties))
    assert all(nx.is_connected(graph.subgraph(group)) for group in groups)
    assert [len(group) for group in groups] == sorted((len(group) for group in groups), reverse=True)


@FEW
@given(some_ties(9))
def test_groups__know_each_other_more_than_others(ties):
    """At least as modular as one group for all that are joined, and as everyone alone."""
    graph = nx.Graph()
    graph.add_weighted_edges_from((*pair, strength) for pair, strength in ties.items())
    if not graph:
        return
    plain = (list(nx.connected_components(graph)), [{node} for node in graph])
    found = nx.community.modularity(graph, find_groups(ties))
    assert all(found >= nx.community.modularity(graph, other) - 1e-9 for other in plain)


@FEW
@given(some_ties(8))
def test_groups__whatever_the_order(ties):
    assert find_groups(dict(reversed(ties.items()))) == find_groups(ties)


@FEW
@given(some_ties(8))
def test_junctions__hold_every_tie_between_groups(ties):
    groups = find_groups(ties)
    number = {node: place for place, group in enumerate(groups) for node in group}
    junctions = find_junctions(ties, groups)
    told = [frozenset(tie) for junction in junctions for tie in junction.ties]
    assert len(told) == len(set(told))
    assert set(told) == {frozenset(pair) for pair in ties if number[pair[0]] != number[pair[1]]}
    for junction in junctions:
        assert all((number[a], number[b]) == (junction.first, junction.second) for a, b in junction.ties)


def test_junction__who_holds_it():
    by_two = Junction(0, 1, [("a", "x"), ("b", "x"), ("b", "y")])
    assert by_two.bridges == ["b", "x", "a", "y"]
    assert by_two.hangs_by == []
    assert Junction(0, 1, [("a", "x"), ("b", "x")]).hangs_by == ["x"]
    assert Junction(0, 1, [("a", "x")]).hangs_by == ["a", "x"]
