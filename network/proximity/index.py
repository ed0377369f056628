"""Where organisations are, so that those near one another are found quickly and to the metre.

Places become unit vectors: the chord between two of them grows with their great-circle distance, so that a k-d tree
(all pairs) or a scan of arrays (around one node) finds neighbours on the sphere without a projection. What is found
is measured by the haversine formula of `network.distance`, here over arrays; where arrays and that formula could
round to different metres, the formula itself is asked.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from network.distance import EARTH_RADIUS_KM, Point, metres

Node = Any  # whatever can be the key of a dictionary
Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]

EARTH_RADIUS_M = 1000 * EARTH_RADIUS_KM
SLACK_M = 1.0  # more than rounding to whole metres adds to a reach
DOUBTFUL_M = 1e-4  # arrays and formula agree a thousand times better than this ...
FACING_M = 2e7  # ... but for points that face each other across the earth
LAT, LON, VECTOR = 0, 1, slice(2, 5)  # lines of the table: two angles in radians; x, y and z on the unit sphere


class PlaceIndex:
    """Nodes and their places, a row each; the row of a node that leaves is taken by the last one."""

    def __init__(self, places: Mapping[Node, Point]) -> None:
        self.nodes: list[Node] = list(places)
        self._places: list[Point] = list(places.values())
        self._rows = {node: row for row, node in enumerate(self.nodes)}
        self._table = _table(self._places)

    def place(self, node: Node) -> Point:
        """Where a node is; KeyError when it is unknown."""
        return self._places[self._rows[node]]

    def add(self, node: Node, place: Point) -> None:
        """Put a new node at a place; ValueError when its coordinates are no degrees."""
        entry, row = _table([place]), len(self.nodes)
        if row == self._table.shape[1]:
            self._table = np.pad(self._table, ((0, 0), (0, row + 1)))
        self._table[:, row] = entry[:, 0]
        self._rows[node] = row
        self.nodes.append(node)
        self._places.append(place)

    def move(self, node: Node, place: Point) -> None:
        """Put a node elsewhere; KeyError when it is unknown, ValueError when the coordinates are no degrees."""
        row = self._rows[node]
        self._table[:, row] = _table([place])[:, 0]
        self._places[row] = place

    def remove(self, node: Node) -> None:
        """Forget a node; KeyError when it is unknown."""
        row = self._rows.pop(node)
        last, place = self.nodes.pop(), self._places.pop()
        if last != node:
            self.nodes[row], self._places[row], self._rows[last] = last, place, row
            self._table[:, row] = self._table[:, len(self.nodes)]

    def pairs(self, within_km: float) -> tuple[Rows, Rows, Rows]:
        """All pairs of rows within so many kilometres, as three arrays: first rows, second rows, whole metres."""
        tree = cKDTree(self._vectors.T, balanced_tree=False, compact_nodes=False)
        first, second = tree.query_pairs(_chord(1000 * within_km + SLACK_M), output_type="ndarray").T
        measured = self.metres_of_rows(first, second)
        near = measured <= 1000 * within_km
        return first[near], second[near], measured[near]

    def count_pairs(self, within_km: float) -> int:
        """How many pairs of nodes are within so many kilometres: those at one place are counted together."""
        nodes_at = Counter((place.lat, place.lon) for place in self._places)
        apart = PlaceIndex({(place.lat, place.lon): place for place in self._places})
        counts = np.array([nodes_at[point] for point in apart.nodes], dtype=np.int64)
        first, second, _metres = apart.pairs(within_km)
        return int((counts[first] * counts[second]).sum() + (counts * (counts - 1) // 2).sum())

    def around(self, node: Node, within_km: float) -> list[tuple[Node, int]]:
        """The other nodes within so many kilometres of a node with their whole metres, the nearest first."""
        found = self._within_chord(node, _chord(1000 * within_km + SLACK_M))
        return [(other, distance) for other, distance in found if distance <= 1000 * within_km]

    def nearest(self, node: Node, count: int) -> list[tuple[Node, int]]:
        """The `count` other nodes nearest to a node, however far, with their whole metres, the nearest first."""
        apart = self._vectors - self._vectors[:, [self._rows[node]]]
        chords = np.sort(np.sqrt((apart * apart).sum(axis=0)))[: count + 1]  # the node itself is the first
        reach = 2 * EARTH_RADIUS_M * math.asin(min(1.0, chords[-1] / 2))
        return self._within_chord(node, _chord(reach + SLACK_M))[:count]

    def row(self, node: Node) -> int:
        """The row of a node; KeyError when it is unknown."""
        return self._rows[node]

    def rows_around(self, row: int, within_km: float) -> Rows:
        """The other rows within so many kilometres of a row; those near the limit alone are measured."""
        square = 2 - 2 * (self._table[VECTOR, row] @ self._vectors)  # of the chord
        rows = np.flatnonzero(square <= _chord(1000 * within_km + SLACK_M) ** 2)
        rows = rows[rows != row]
        too_far = square[rows] >= _chord(max(1000 * within_km - SLACK_M, 0)) ** 2
        doubtful = rows[too_far]
        too_far[too_far] = self.metres_of_rows(np.full_like(doubtful, row), doubtful) > 1000 * within_km
        return rows[~too_far]

    def nearest_metres(self) -> Rows:
        """For each row no more metres than to the nearest other, and hardly less; 0 where there is no other."""
        chords = cKDTree(self._vectors.T).query(self._vectors.T, k=2)[0][:, 1]
        reach = 2 * EARTH_RADIUS_M * np.arcsin(np.where(chords <= 2, chords, 0) / 2)
        return np.maximum(np.floor(reach - SLACK_M), 0).astype(np.int64)

    def metres_between(self, a: Node, b: Node) -> int:
        """The distance of two nodes in whole metres."""
        return metres(self.place(a), self.place(b))

    @property
    def _vectors(self) -> Floats:
        return self._table[VECTOR, : len(self.nodes)]

    def _within_chord(self, node: Node, chord: float) -> list[tuple[Node, int]]:
        rows, measured = self._rows_within_chord(self._rows[node], chord)
        nearest_first = np.lexsort((rows, measured))
        nodes = (self.nodes[other] for other in rows[nearest_first].tolist())
        return list(zip(nodes, measured[nearest_first].tolist(), strict=True))

    def _rows_within_chord(self, row: int, chord: float) -> tuple[Rows, Rows]:
        vector = self._table[VECTOR, row]
        rows = np.flatnonzero(np.abs(self._vectors[-1] - vector[-1]) <= chord)  # few are left to measure
        apart = self._table[VECTOR, rows] - vector[:, np.newaxis]
        rows = rows[((apart * apart).sum(axis=0) <= chord * chord) & (rows != row)]
        return rows, self.metres_of_rows(np.full_like(rows, row), rows)

    def metres_of_rows(self, first: Rows, second: Rows) -> Rows:
        """Whole metres between rows, halves up, equal to `network.distance.metres`."""
        exact = self._haversine(first, second) + 0.5
        whole = np.floor(exact)
        doubtful = (np.abs(exact - np.rint(exact)) < DOUBTFUL_M) | (exact > FACING_M)
        for pair in np.flatnonzero(doubtful).tolist():
            whole[pair] = metres(self._places[first[pair]], self._places[second[pair]])
        return whole.astype(np.int64)

    def _haversine(self, first: Rows, second: Rows) -> Floats:
        """Metres between rows: the formula and the order of operations of `network.distance`."""
        lat, lon = self._table[LAT], self._table[LON]
        north = np.sin((lat[second] - lat[first]) / 2) ** 2
        east = np.sin((lon[second] - lon[first]) / 2) ** 2
        h = north + np.cos(lat[first]) * np.cos(lat[second]) * east
        return 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(1.0, h)))


def _table(places: Collection[Point]) -> Floats:
    """The five lines of the table, a column each place; ValueError when one is not on the earth."""
    degrees = np.array([(place.lat, place.lon) for place in places], dtype=float).reshape(-1, 2)
    if not (np.abs(degrees) <= (90, 180)).all():
        raise ValueError("latitudes are degrees in -90..90, longitudes in -180..180")
    lat, lon = np.radians(degrees.T)
    return np.stack([lat, lon, np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def _chord(metres: float) -> float:
    """The straight line between two points of the unit sphere that are so many metres apart on the earth."""
    return 2 * math.sin(min(metres / EARTH_RADIUS_M, math.pi) / 2)
