"""Chains of acquaintances and guarantors: against looking at every chain and everybody."""

from __future__ import annotations

import math
from itertools import pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from network.proximity.introductions import MOST_STEPS, guarantors, introductions
from tests.proximity.ties import some_ties

FEW = settings(max_examples=40)


def strength(ties, a, b):
    return ties.get((a, b), 0) or ties.get((b, a), 0)


def trust(ties, chain):
    """The product of the strengths of its steps, as a fraction of one."""
    steps = [strength(ties, a, b) for a, b in pairwise(chain)]
    return math.prod(steps) * 100 ** (MOST_STEPS - len(steps))


def every_chain(ties, start, end, within):
    for between in range(1, MOST_STEPS):
        for middle in permutations(within - {start, end}, between):
            if trust(ties, (start, *middle, end)):
                yield (start, *middle, end)


@FEW
@given(some_ties())
def test_introductions__the_first_is_the_most_trusted_of_all(ties):
    chains = list(every_chain(ties, 0, 5, set(range(6))))
    best = min(chains, key=lambda chain: (-trust(ties, chain), len(chain), chain), default=None)
    assert introductions(ties, 0, 5) == ([best] if best else [])


@FEW
@given(some_ties())
def test_introductions__each_next_one_is_the_most_trusted_by_others(ties):
    left = set(range(6))
    for chain in introductions(ties, 0, 5, count=3):
        chains = every_chain(ties, 0, 5, left)
        assert chain == min(chains, key=lambda other: (-trust(ties, other), len(other), other))
        left -= set(chain[1:-1])
    else:
        assert not list(every_chain(ties, 0, 5, left)) or len(left) == 6 - 3


def test_introductions__by_friends_rather_than_by_the_shortest_way():
    """By two who know each other well, 0.8 x 0.9 x 0.8 = 0.576; by one hardly known, 0.5 x 0.9."""
    ties = {("us", "a"): 80, ("a", "b"): 90, ("b", "them"): 80, ("us", "c"): 50, ("c", "them"): 90}
    assert introductions(ties, "us", "them", count=5) == [("us", "a", "b", "them"), ("us", "c", "them")]


def test_introductions__knowing_each_other_is_none():
    assert introductions({("us", "them"): 99}, "us", "them") == []


def test_introductions__three_in_between_at_most():
    ties = {(step, step + 1): 99 for step in range(5)}
    assert introductions(ties, 0, 4) == [(0, 1, 2, 3, 4)]
    assert introductions(ties, 0, 5) == []
    assert introductions(ties, 0, 3, most_steps=2) == []


@pytest.mark.parametrize("ties", [{}, {("a", "b"): 50}, {("us", "a"): 50, ("b", "them"): 50}])
def test_introductions__none(ties):
    assert introductions(ties, "us", "them") == []


@FEW
@given(some_ties(), st.sets(st.integers(0, 5), min_size=1, max_size=3))
def test_guarantors__are_all_those_whom_everyone_knows(ties, team):
    found = guarantors(ties, team, count=6)
    assert set(found) == {node for node in set(range(6)) - team if all(strength(ties, node, member) for member in team)}
    weakest = [min(strength(ties, node, member) for member in team) for node in found]
    assert weakest == sorted(weakest, reverse=True)


def test_guarantors__the_weakest_tie_decides_then_all_of_them():
    ties = {("a", "x"): 90, ("b", "x"): 20, ("a", "y"): 40, ("b", "y"): 50, ("a", "z"): 40, ("b", "z"): 60}
    assert guarantors(ties, ["a", "b"], count=3) == ["z", "y", "x"]
    assert guarantors(ties, []) == []
