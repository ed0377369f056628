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
FAR = 0.9
"""Of the square of half the chord: beyond this the arc sine magnifies such an error, and every distance is checked."""


def metres_between(first: Sequence[Point], second: Sequence[Point], a: NDArray[Any], b: NDArray[Any]) -> Whole:
    """The metres from `first[a]` to `second[b]`, for arrays of indices that broadcast."""
    lat_a, lon_a = (angles[a] for angles in _radians(first))
    lat_b, lon_b = (angles[b] for angles in _radians(second))
    h = np.sin((lat_b - lat_a) / 2) ** 2 + np.cos(lat_a) * np.cos(lat_b) * np.sin((lon_b - lon_a) / 2) ** 2
    exact = 2000 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(1.0, h))) + 0.5
    found = np.floor(exact).astype(np.int64)
    for place in zip(*np.nonzero((np.abs(exact - np.rint(exact)) < DOUBT_METRES) | (h > FAR)), strict=True):
        ends = np.broadcast_to(a, h.shape)[place], np.broadcast_to(b, h.shape)[place]
        found[place] = metres(first[ends[0]], second[ends[1]])
    return found


def metres_table(points: Sequence[Point]) -> Whole:
    """(n, n) distances of points to each other."""
    index = np.arange(len(points))
    return metres_between(points, points, index[:, None], index)


def _radians(points: Sequence[Point]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return np.radians([point.lat for point in points]), np.radians([point.lon for point in points])
