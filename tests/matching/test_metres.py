"""Distances of many pairs at once are those of the pairs one by one."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np

from network.matching.distance import metres
from network.matching.metres import Places, metres_between, metres_table


@dataclass(frozen=True)
class Place:
    """In degrees."""

    lat: float
    lon: float


def test_every_pair_to_the_metre() -> None:
    """Near, far, at the same place and on the other side of the earth."""
    chance = random.Random(3)
    near = [Place(50 + chance.random(), 4 + chance.random()) for _ in range(40)]
    far = [Place(chance.uniform(-90, 90), chance.uniform(-180, 180)) for _ in range(40)]
    places = [*near, *far, near[0], *(Place(-place.lat, place.lon - 180) for place in near[:5])]
    table = metres_table(places)
    assert table.tolist() == [[metres(a, b) for b in places] for a in places]


def test_pairs_of_two_lists() -> None:
    """By index, as they broadcast."""
    north, south = [Place(51, 4), Place(50.5, 4)], [Place(50, 4)]
    found = metres_between(Places(north), Places(south), np.array([[0], [1]]), np.array([0]))
    assert found.tolist() == [[metres(place, south[0])] for place in north]
