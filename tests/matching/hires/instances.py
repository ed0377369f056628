"""Named tiny problems of shared posts that are easy to understand; a test changes the one thing it is about."""

from __future__ import annotations

from typing import Any


def demand(name: str, half_days: int, *, north_km: float = 0, **more: Any) -> dict[str, Any]:
    """A demand so many kilometres north of 50 degrees."""
    return {"id": name, "lat": 50 + north_km / 111.1950802, "lon": 4.5, "half_days": half_days} | more


def village(*more: dict[str, Any], weeks: int = 1, **rules: int) -> dict[str, Any]:
    """Three demands on a line, `anna` of 4 half-days, `bert` of 3 5 km on, `carl` of 2 another 5 km on, and more."""
    demands = [demand("anna", 4), demand("bert", 3, north_km=5), demand("carl", 2, north_km=10), *more]
    return {"kind": "hires", "weeks": weeks, "demands": demands, "posts": rules}
