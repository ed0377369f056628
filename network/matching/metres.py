"""Distances of many pairs at once, to the metre those of `distance.metres`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from network.matching.distance import EARTH_RADIUS_KM, metres

if TYPE_CHECKING:
    from collections.abc import Sequence

    from network.matching.distance import Point

Whole = NDArray[np.int64]

DOUBT_METRES = 1e-5
"""Sines of whole arrays may be off in the last place: as near as this to a rounding edge, a distance is checked."""
PAIRS_AT_ONCE = 100_000
"""Of a table: as many as a processor keeps at hand."""
FAR = 0.9
"""Of the square of half the chord: beyond this the arc sine magnifies such an error, and every distance is checked."""


class Places:
    """Points with their latitudes and longitudes in radians."""

    def __init__(self, points: Sequence[Point]) -> None:
        self.points = points
        self.lat = np.radians([point.lat for point in points])
        self.lon = np.radians([point.lon for point in points])


def metres_between(first: Places, second: Places, a: NDArray[Any], b: NDArray[Any]) -> Whole:
    """The metres from `first.points[a]` to `second.points[b]`, for arrays of indices that broadcast."""
    lat_a, lat_b = first.lat[a], second.lat[b]
    h = np.sin((lat_b - lat_a) / 2) ** 2
    h += np.cos(lat_a) * np.cos(lat_b) * np.sin((second.lon[b] - first.lon[a]) / 2) ** 2
    exact = 2000 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(1.0, h))) + 0.5
    found = np.floor(exact).astype(np.int64)
    for place in zip(*np.nonzero((np.abs(exact - np.rint(exact)) < DOUBT_METRES) | (h > FAR)), strict=True):
        ends = np.broadcast_to(a, h.shape)[place], np.broadcast_to(b, h.shape)[place]
        found[place] = metres(first.points[ends[0]], second.points[ends[1]])
    return found


def metres_table(points: Sequence[Point]) -> Whole:
    """(n, n) distances of points to each other."""
    n, places = len(points), Places(points)
    index, table = np.arange(n), np.empty((n, n), dtype=np.int64)
    rows = max(1, PAIRS_AT_ONCE // max(1, n))
    for start in range(0, n, rows):
        some = slice(start, start + rows)
        table[some] = metres_between(places, places, index[some, None], index)
    return table
