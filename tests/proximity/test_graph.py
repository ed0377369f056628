"""The graph holds exactly the pairs within reach and the ties, however it came to be."""

from __future__ import annotations

import math
from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.distance import metres, within
from network.proximity.graph import ProximityGraph, build_graph
from tests.proximity.places import (
    ANDENNE,
    ARLON,
    CHARLEROI,
    HUY,
    NAMUR,
    Place,
    degrees,
    far_corners,
    in_a_town,
    in_belgium,
    some,
)

PLACES = {"namur": NAMUR, "andenne": ANDENNE, "huy": HUY, "charleroi": CHARLEROI}


def edges(graph: ProximityGraph):
    """What the graph says, as plain values."""
    return {frozenset((a, b)): data for a, b, data in graph.network.edges(data=True)}


def expected(places, ties, within_km):
    """The same by looking at every pair."""
    found = {}
    for a, b in combinations(places, 2):
        tie = ties.get((a, b), 0) or ties.get((b, a), 0)
        if tie or metres(places[a], places[b]) <= 1000 * within_km:
            found[frozenset((a, b))] = {"metres": metres(places[a], places[b])} | ({"tie": tie} if tie else {})
    return found


@given(some(in_belgium) | some(in_a_town), st.integers(0, 60))
def test_edges__are_the_pairs_within_reach_to_the_metre(places, within_km):
    assert edges(build_graph(places, {}, within_km=within_km)) == expected(places, {}, within_km)


@given(some(degrees | far_corners), st.integers(0, 25_000))
def test_edges__anywhere_on_earth(places, within_km):
    assert edges(build_graph(places, {}, within_km=within_km)) == expected(places, {}, within_km)


@given(in_belgium, in_belgium)
def test_edges__reach_as_far_as_the_engine_says(a, b):
    """At the whole kilometre just short of the two, and just past it."""
    for km in {math.floor(metres(a, b) / 1000), math.ceil(metres(a, b) / 1000)}:
        assert build_graph({1: a, 2: b}, {}, within_km=km).network.has_edge(1, 2) == within(a, b, km)


def test_edges__of_many_places():
    """Two thousand on a grid, where distances repeat and fall on whole numbers."""
    places = {number: Place(50 + number % 50 / 100, 4 + number // 50 / 100) for number in range(2000)}
    assert edges(build_graph(places, {}, within_km=3)) == expected(places, {}, 3)


def test_ties__join_those_near_and_those_far():
    graph = build_graph(PLACES | {"arlon": ARLON}, {("huy", "andenne"): 40, ("arlon", "namur"): 70}, within_km=20)
    assert edges(graph)[frozenset(("andenne", "huy"))] == {"metres": metres(ANDENNE, HUY), "tie": 40}
    assert edges(graph)[frozenset(("arlon", "namur"))] == {"metres": metres(ARLON, NAMUR), "tie": 70}


def test_ties__one_taken_away_leaves_the_neighbours():
    graph = build_graph(PLACES, {("huy", "andenne"): 40, ("huy", "charleroi"): 20}, within_km=20)
    graph.tie("andenne", "huy", 0)
    graph.tie("huy", "charleroi", 0)
    graph.tie("andenne", "charleroi", 0)
    assert edges(graph) == edges(build_graph(PLACES, {}, within_km=20))


@pytest.mark.parametrize(
    "ties",
    [{("huy", "huy"): 10}, {("huy", "namur"): 101}, {("huy", "namur"): -1}, {("a", "b"): 5, ("b", "a"): 5}],
)
def test_ties__that_are_none(ties):
    with pytest.raises(ValueError, match="tie"):
        build_graph(PLACES | {"a": NAMUR, "b": NAMUR}, ties, within_km=10)


def test_ties__with_somebody_unknown():
    with pytest.raises(KeyError):
        build_graph(PLACES, {("huy", "gent"): 10}, within_km=10)


@pytest.mark.parametrize("place", [Place(91, 4), Place(50, -181), Place(math.nan, 4), Place(50, math.inf)])
def test_places__that_are_nowhere(place):
    with pytest.raises(ValueError, match="degrees"):
        build_graph(PLACES | {"x": place}, {}, within_km=10)
    graph = build_graph(PLACES, {}, within_km=10)
    with pytest.raises(ValueError, match="degrees"):
        graph.add("x", place)
    assert "x" not in graph.network


@pytest.mark.parametrize("within_km", [-1, math.nan])
def test_reach__that_is_none(within_km):
    with pytest.raises(ValueError, match="reach"):
        build_graph(PLACES, {}, within_km=within_km)


def test_no_places():
    graph = build_graph({}, {}, within_km=10)
    assert len(graph.network) == 0
    graph.add("namur", NAMUR)
    graph.add("andenne", ANDENNE)
    assert edges(graph) == {}


def test_add__somebody_who_is_there():
    with pytest.raises(ValueError, match="already"):
        build_graph(PLACES, {}, within_km=10).add("namur", ARLON)


@pytest.mark.parametrize("act", [lambda g: g.remove("gent"), lambda g: g.move("gent", NAMUR)])
def test_remove_and_move__somebody_unknown(act):
    with pytest.raises(KeyError):
        act(build_graph(PLACES, {}, within_km=10))


def test_move__that_fails_changes_nothing():
    graph = build_graph(PLACES, {("huy", "namur"): 30}, within_km=30)
    before = edges(graph)
    with pytest.raises(ValueError, match="degrees"):
        graph.move("huy", Place(100, 0))
    assert edges(graph) == before


changes = st.lists(
    st.tuples(st.sampled_from(["add", "move", "remove", "tie"]), st.integers(0, 12), st.integers(0, 12), in_a_town),
    max_size=25,
)


@given(some(in_a_town, most=8), changes)
def test_changed__is_the_graph_built_anew(places, steps):
    """After any additions, moves, removals and ties the graph is the one that would be built from what there is now."""
    graph, places, ties = build_graph(places, {}, within_km=2), dict(places), {}
    for verb, a, b, at in steps:
        node, other = f"o{a}", f"o{b}"
        if verb == "add" and node not in places:
            places[node] = at
            graph.add(node, at)
        elif verb == "move" and node in places:
            places[node] = at
            graph.move(node, at)
        elif verb == "remove" and node in places:
            del places[node]
            ties = {pair: strength for pair, strength in ties.items() if node not in pair}
            graph.remove(node)
        elif verb == "tie" and a < b and node in places and other in places:
            ties[node, other] = b * 8
            graph.tie(other, node, b * 8)
    assert edges(graph) == expected(places, ties, 2)
    assert {node: graph.index.place(node) for node in graph.network} == places


def test_network__is_one_for_any_algorithm():
    """Namur and Charleroi know each other; the others are in reach one after the other along the Meuse."""
    graph = build_graph(PLACES, {("namur", "charleroi"): 60}, within_km=20)
    assert nx.shortest_path(graph.network, "charleroi", "huy", weight="metres") == [
        "charleroi", "namur", "andenne", "huy",
    ]  # fmt: skip
