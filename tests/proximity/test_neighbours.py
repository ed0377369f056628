"""Who is near, who is known, who has nobody near: against looking at everybody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.distance import metres
from network.proximity.graph import build_graph
from network.proximity.neighbours import Neighbour, isolated, known, nearest, neighbours
from tests.proximity.places import ANDENNE, ARLON, CHARLEROI, HUY, NAMUR, degrees, in_a_town, in_belgium, some

PLACES = {"namur": NAMUR, "andenne": ANDENNE, "huy": HUY, "charleroi": CHARLEROI, "arlon": ARLON}
TIES = {("namur", "arlon"): 70, ("namur", "andenne"): 20, ("charleroi", "namur"): 70}


@pytest.fixture
def graph():
    return build_graph(PLACES, TIES, within_km=40)


def test_neighbours__the_nearest_first(graph):
    """16 km to Andenne, 27 km to Huy, 31 km to Charleroi."""
    assert neighbours(graph, "namur", 30) == [
        Neighbour("andenne", metres(NAMUR, ANDENNE), 20),
        Neighbour("huy", metres(NAMUR, HUY), 0),
    ]


def test_neighbours__somebody_known_afar_is_no_neighbour(graph):
    assert "arlon" not in [other.node for other in neighbours(graph, "namur", 40)]


def test_neighbours__past_the_reach_of_the_graph(graph):
    with pytest.raises(ValueError, match="40 km"):
        neighbours(graph, "namur", 41)


def test_known__the_strongest_first_then_the_nearest(graph):
    assert [(other.node, other.tie) for other in known(graph, "namur")] == [
        ("charleroi", 70), ("arlon", 70), ("andenne", 20),
    ]  # fmt: skip


def test_isolated__ties_are_not_neighbours(graph):
    assert isolated(graph, 30) == ["charleroi", "arlon"]
    assert isolated(graph, 40) == ["arlon"]


def test_isolated__past_the_reach_of_the_graph(graph):
    with pytest.raises(ValueError, match="40 km"):
        isolated(graph, 50)


def test_nearest__however_far(graph):
    assert [other.node for other in nearest(graph, "arlon", 2)] == ["huy", "andenne"]
    assert nearest(graph, "arlon") == [Neighbour("huy", metres(ARLON, HUY), 0)]
    assert nearest(graph, "arlon", 99)[-1] == Neighbour("charleroi", metres(ARLON, CHARLEROI), 0)


def test_nearest__alone():
    assert nearest(build_graph({"namur": NAMUR}, {}, within_km=5), "namur") == []


def by_hand(places, node):
    """All others with their metres."""
    return {other: metres(at, places[node]) for other, at in places.items() if other != node}


@given(some(in_a_town | in_belgium).filter(bool), st.integers(0, 40), st.data())
def test_neighbours__are_all_within_reach(places, within_km, data):
    node = data.draw(st.sampled_from(sorted(places)))
    found = neighbours(build_graph(places, {}, within_km=40), node, within_km)
    near = {other: distance for other, distance in by_hand(places, node).items() if distance <= 1000 * within_km}
    assert {other.node: other.metres for other in found} == near
    assert [other.metres for other in found] == sorted(near.values())


@given(some(in_a_town | in_belgium), st.integers(0, 20))
def test_isolated__has_nobody_within_reach(places, within_km):
    alone = [node for node in places if all(m > 1000 * within_km for m in by_hand(places, node).values())]
    assert isolated(build_graph(places, {}, within_km=20), within_km) == alone


@given(some(in_a_town | degrees).filter(bool), st.integers(1, 12), st.data())
def test_nearest__none_left_out_is_nearer(places, count, data):
    node = data.draw(st.sampled_from(sorted(places)))
    found = nearest(build_graph(places, {}, within_km=1), node, count)
    assert [other.metres for other in found] == sorted(by_hand(places, node).values())[:count]
    assert all(other.metres == by_hand(places, node)[other.node] for other in found)
