"""Great-circle distances between points given in WGS84 degrees.

The haversine formula on a sphere of the mean earth radius (R. W. Sinnott, "Virtues of the haversine",
Sky and Telescope 68, 1984), in doubles and always in the same order of operations.
"""

from __future__ import annotations

import math
from typing import Protocol

EARTH_RADIUS_KM = 6371.0088


class Point(Protocol):
    """Whatever has a place, in degrees."""

    @property
    def lat(self) -> float: ...

    @property
    def lon(self) -> float: ...


def kilometres(a: Point, b: Point) -> float:
    """The distance of two points in kilometres."""
    lat1, lat2 = math.radians(a.lat), math.radians(b.lat)
    lon1, lon2 = math.radians(a.lon), math.radians(b.lon)
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, h)))


def unit_vector(lat: float, lon: float) -> tuple[float, float, float]:
    """The point on the unit sphere: x towards 0° N 0° E, y towards 0° N 90° E, z towards the North Pole."""
    north, east = math.radians(lat), math.radians(lon)
    return math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)


def square_chord(km: float) -> float:
    """The square, in earth radii, of the straight line between two points so many kilometres apart on the sphere."""
    return (2.0 * math.sin(min(km / EARTH_RADIUS_KM, math.pi) / 2)) ** 2


def metres(a: Point, b: Point) -> int:
    """The distance of two points in whole metres, halves up."""
    return math.floor(1000 * kilometres(a, b) + 0.5)


def within(a: Point, b: Point, km: int) -> bool:
    """Whether two points are at most so many kilometres apart, to the metre."""
    return metres(a, b) <= 1000 * km
