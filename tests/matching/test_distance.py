"""Great-circle distances, to the metre."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from network.matching.distance import kilometres, metres, within


@dataclass(frozen=True)
class Place:
    """In degrees."""

    lat: float
    lon: float


NAMUR, LIEGE = Place(50.4669, 4.8675), Place(50.6326, 5.5797)


def test_known_distances() -> None:
    """A degree of latitude, half way round, nowhere."""
    assert kilometres(Place(0, 0), Place(1, 0)) == pytest.approx(111.19508, abs=1e-5)
    assert metres(Place(0, 0), Place(0, 180)) == 20015114
    assert metres(NAMUR, NAMUR) == 0


def test_a_distance_is_the_same_both_ways() -> None:
    """To the last bit."""
    assert kilometres(NAMUR, LIEGE) == kilometres(LIEGE, NAMUR)


def test_within__to_the_metre() -> None:
    """53,587 m: 53 km are too few, 54 enough."""
    assert metres(NAMUR, LIEGE) == 53587
    assert not within(NAMUR, LIEGE, 53)
    assert within(NAMUR, LIEGE, 54)
    assert within(NAMUR, NAMUR, 0)
