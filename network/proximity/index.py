"""Where organisations are, so that those near one another are found quickly and to the metre.

Places become unit vectors: the chord between two of them grows with their great-circle distance, so that a k-d tree
(all pairs) or a scan of arrays (around one node) finds neighbours on the sphere without a projection. What is found
is measured by the haversine formula of `network.distance`, here over arrays; where arrays and that formula could
round to different metres, the formula itself is asked.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from network.distance import EARTH_RADIUS_KM, Point, metres

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]

EARTH_RADIUS_M = 1000 * EARTH_RADIUS_KM
SLACK_M = 1.0  # more than rounding to whole metres adds to a reach
DOUBTFUL_M = 1e-4  # arrays and formula agree a thousand times better than this ...
FACING_M = 2e7  # ... but for points that face each other across the earth
ANGLES, VECTOR = slice(0, 2), slice(2, 5)  # columns: latitude and longitude in radians; x, y, z on the unit sphere


class PlaceIndex:
    """Nodes and their places, a row each; the row of a node that leaves is taken by the last one."""

    def __init__(self, places: Mapping[Any, Point]) -> None:
        self.nodes: list[Hashable] = list(places)
        self._places: list[Point] = list(places.values())
        self._rows = {node: row for row, node in enumerate(self.nodes)}
        self._table = _columns(self._places)

    def place(self, node: Hashable) -> Point:
        """Where a node is; KeyError when it is unknown."""
        return self._places[self._rows[node]]

    def add(self, node: Hashable, place: Point) -> None:
        """Put a new node at a place; ValueError when its coordinates are no degrees."""
        columns, row = _columns([place]), len(self.nodes)
        if row == len(self._table):
            self._table = np.resize(self._table, (2 * row + 1, columns.shape[1]))
        self._table[row] = columns[0]
        self._rows[node] = row
        self.nodes.append(node)
        self._places.append(place)

    def move(self, node: Hashable, place: Point) -> None:
        """Put a node elsewhere; KeyError when it is unknown, ValueError when the coordinates are no degrees."""
        row = self._rows[node]
        self._table[row] = _columns([place])[0]
        self._places[row] = place

    def remove(self, node: Hashable) -> None:
        """Forget a node; KeyError when it is unknown."""
        row = self._rows.pop(node)
        last, place = self.nodes.pop(), self._places.pop()
        if last != node:
            self.nodes[row], self._places[row], self._rows[last] = last, place, row
            self._table[row] = self._table[len(self.nodes)]

    def pairs(self, within_km: float) -> tuple[Rows, Rows, Rows]:
        """All pairs of rows within so many kilometres, as three arrays: first rows, second rows, whole metres."""
        vectors = self._table[: len(self.nodes), VECTOR]
        tree = cKDTree(vectors, balanced_tree=False, compact_nodes=False)
        first, second = tree.query_pairs(_chord(1000 * within_km + SLACK_M), output_type="ndarray").T
        measured = self._metres(first, second)
        near = measured <= 1000 * within_km
        return first[near], second[near], measured[near]

    def around(self, node: Hashable, within_km: float) -> list[tuple[Hashable, int]]:
        """The other nodes within so many kilometres of a node with their whole metres, the nearest first."""
        found = self._within_chord(node, _chord(1000 * within_km + SLACK_M))
        return [(other, distance) for other, distance in found if distance <= 1000 * within_km]

    def nearest(self, node: Hashable, count: int) -> list[tuple[Hashable, int]]:
        """The `count` other nodes nearest to a node, however far, with their whole metres, the nearest first."""
        chords = np.sort(self._chords(node))[: count + 1]  # the node itself is the first
        reach = 2 * EARTH_RADIUS_M * math.asin(min(1.0, chords[-1] / 2))
        return self._within_chord(node, _chord(reach + SLACK_M))[:count]

    def metres_between(self, a: Hashable, b: Hashable) -> int:
        """The distance of two nodes in whole metres."""
        return metres(self.place(a), self.place(b))

    def _chords(self, node: Hashable) -> Floats:
        apart = self._table[: len(self.nodes), VECTOR] - self._table[self._rows[node], VECTOR]
        return np.sqrt(np.einsum("ij,ij->i", apart, apart))

    def _within_chord(self, node: Hashable, chord: float) -> list[tuple[Hashable, int]]:
        row = self._rows[node]
        rows = np.flatnonzero(self._chords(node) <= chord)
        rows = rows[rows != row]
        measured = self._metres(np.full_like(rows, row), rows)
        nearest_first = np.lexsort((rows, measured))
        nodes = (self.nodes[other] for other in rows[nearest_first].tolist())
        return list(zip(nodes, measured[nearest_first].tolist(), strict=True))

    def _metres(self, first: Rows, second: Rows) -> Rows:
        """Whole metres between rows, halves up, equal to `network.distance.metres`."""
        exact = _haversine(self._table[first, ANGLES], self._table[second, ANGLES]) + 0.5
        whole = np.floor(exact)
        doubtful = (np.abs(exact - np.rint(exact)) < DOUBTFUL_M) | (exact > FACING_M)
        for pair in np.flatnonzero(doubtful).tolist():
            whole[pair] = metres(self._places[first[pair]], self._places[second[pair]])
        return whole.astype(np.int64)


def _columns(places: Collection[Point]) -> Floats:
    """The row of each place; ValueError when one is not on the earth."""
    degrees = np.array([(place.lat, place.lon) for place in places], dtype=float).reshape(-1, 2)
    if not (np.abs(degrees) <= (90, 180)).all():
        raise ValueError("latitudes are degrees in -90..90, longitudes in -180..180")
    angles = np.radians(degrees)
    lat, lon = angles.T
    return np.column_stack([angles, np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def _chord(metres: float) -> float:
    """The straight line between two points of the unit sphere that are so many metres apart on the earth."""
    return 2 * math.sin(min(metres / EARTH_RADIUS_M, math.pi) / 2)


def _haversine(first: Floats, second: Floats) -> Floats:
    """Metres between places in radians, row by row: the formula and the order of operations of `network.distance`."""
    half = np.sin((second - first) / 2) ** 2
    h = half[:, 0] + np.cos(first[:, 0]) * np.cos(second[:, 0]) * half[:, 1]
    return 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(1.0, h)))
