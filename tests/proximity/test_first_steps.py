"""First steps: what a meeting opens, and a choice never better than its bound; against every choice."""

from __future__ import annotations

import random
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from network.proximity.first_steps import FirstStep, first_steps
from network.proximity.graph import build_graph
from network.proximity.index import PlaceIndex
from tests.proximity.places import ANDENNE, ARLON, CHARLEROI, HUY, NAMUR, Place, in_a_town, some
from tests.proximity.ties import some_ties

REACH_KM = 2
FEW = settings(max_examples=30, deadline=None)


def closed_pairs(graph, ties):
    """The neighbours that neither know each other nor the same third."""
    known = {node: set() for node in graph.network}
    for a, b in ties:
        known[a].add(b)
        known[b].add(a)
    near = [pair for pair in combinations(graph.network, 2) if graph.index.metres_between(*pair) <= 1000 * REACH_KM]
    return {(a, b) for a, b in near if b not in known[a] and not known[a] & known[b]}


def meetings_possible(graph, ties):
    known = {frozenset(pair) for pair in ties}
    near = (pair for pair in combinations(graph.network, 2) if graph.index.metres_between(*pair) <= 1000 * REACH_KM)
    return [pair for pair in near if frozenset(pair) not in known]


@st.composite
def networks(draw, most=6):
    places = draw(some(in_a_town, most=most))
    names = list(places)
    ties = {
        (names[a], names[b]): strength for (a, b), strength in draw(some_ties(most)).items() if max(a, b) < len(names)
    }
    return build_graph(places, ties, within_km=REACH_KM), ties


@FEW
@given(networks())
def test_every_step_opens_what_it_says_and_none_opens_more(network):
    graph, ties = network
    ties, found = dict(ties), first_steps(graph.index, ties, within_km=REACH_KM, count=3)
    closed = closed_pairs(graph, ties)
    assert found.near - found.open_already == len(closed)
    for meeting in found.meetings:
        opened = {
            pair: len(closed) - len(closed_pairs(graph, ties | {pair: 1})) for pair in meetings_possible(graph, ties)
        }
        assert meeting.opens == max(opened.values()) == opened[meeting.first, meeting.second]
        nearest = min(graph.index.metres_between(*pair) for pair, opens in opened.items() if opens == meeting.opens)
        assert meeting.metres == nearest
        ties[meeting.first, meeting.second] = 1
        closed = closed_pairs(graph, ties)
    assert len(found.meetings) == 3 or not closed


@FEW
@given(networks(), st.integers(1, 2))
def test_no_choice_of_as_many_opens_more_than_the_bound(network, count):
    graph, ties = network
    found, closed = first_steps(graph.index, ties, within_km=REACH_KM, count=count), closed_pairs(graph, ties)
    possible = meetings_possible(graph, ties)
    best = max(
        (
            len(closed) - len(closed_pairs(graph, ties | dict.fromkeys(choice, 1)))
            for choice in combinations(possible, min(count, len(possible)))
        ),
        default=0,
    )
    assert found.opens <= best <= found.at_most


def test_lazy_is_greedy():
    """In a town of sixty with groups and loners: the same gains and distances as when every meeting is weighed anew."""
    draw = random.Random(7)
    nodes = range(60)
    index = PlaceIndex({node: Place(draw.uniform(50.44, 50.50), draw.uniform(4.82, 4.92)) for node in nodes})
    groups = [draw.sample(nodes, 6) for _group in range(9)]
    known = {pair for group in groups for pair in combinations(sorted(group), 2)}
    apart = np.array([[index.metres_between(a, b) for b in nodes] for a in nodes])
    near = (apart <= 1000 * REACH_KM) & ~np.eye(60, dtype=bool)
    knows = np.zeros((60, 60), dtype=int)
    for a, b in known:
        knows[a, b] = knows[b, a] = 1
    found = first_steps(index, dict.fromkeys(known, 10), within_km=REACH_KM, count=5)
    for meeting in found.meetings:
        closed = (near & (knows == 0) & (knows @ knows == 0)).astype(int)
        through = knows @ closed
        gains = np.where(near & (knows == 0), through + through.T + closed, 0)
        assert meeting.opens == gains.max() == gains[meeting.first, meeting.second]
        assert meeting.metres == apart[gains == gains.max()].min()
        knows[meeting.first, meeting.second] = knows[meeting.second, meeting.first] = 1


def test_by_hand():
    """Namur knows Andenne, Huy knows nobody: meeting Andenne, 11 km away, also opens Namur, 27 km away."""
    places = {"namur": NAMUR, "andenne": ANDENNE, "huy": HUY, "charleroi": CHARLEROI, "arlon": ARLON}
    index = PlaceIndex(places)
    found = first_steps(index, {("namur", "andenne"): 20}, within_km=30, count=5)
    assert found.meetings == [FirstStep("andenne", "huy", index.metres_between("andenne", "huy"), 2)]
    assert (found.near, found.open_already, found.opens, found.at_most) == (3, 1, 2, 2)


def test_nobody():
    assert first_steps(PlaceIndex({}), {}, within_km=30, count=3).meetings == []


def test_too_many(monkeypatch):
    monkeypatch.setattr("network.proximity.first_steps.MOST_NODES", 1)
    with pytest.raises(ValueError, match="1 organisations and"):
        first_steps(PlaceIndex({"namur": NAMUR, "huy": HUY}), {}, within_km=30, count=3)
