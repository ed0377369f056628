"""Distances as the problems count them: those of the whole house."""

from network.distance import EARTH_RADIUS_KM, Point, kilometres, metres, within

__all__ = ["EARTH_RADIUS_KM", "Point", "kilometres", "metres", "within"]
