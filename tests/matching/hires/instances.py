"""Named tiny problems of shared posts that are easy to understand; a test changes the one thing it is about."""

from __future__ import annotations

import random
from typing import Any

from network.matching.hires import grid_of


def demand(name: str, half_days: int, *, north_km: float = 0, **more: Any) -> dict[str, Any]:
    """A demand so many kilometres north of 50 degrees."""
    return {"id": name, "lat": 50 + north_km / 111.1950802, "lon": 4.5, "half_days": half_days} | more


def village(*more: dict[str, Any], weeks: int = 1, **rules: int) -> dict[str, Any]:
    """Three demands on a line, `anna` of 4 half-days, `bert` of 3 5 km on, `carl` of 2 another 5 km on, and more."""
    demands = [demand("anna", 4), demand("bert", 3, north_km=5), demand("carl", 2, north_km=10), *more]
    return {"kind": "hires", "weeks": weeks, "demands": demands, "posts": rules}


def scattered(count: int, seed: int = 1) -> dict[str, Any]:
    """So many demands within an hour's drive, some of them open for part of the week."""
    chance = random.Random(seed)
    demands = []
    for k in range(count):
        size = chance.choice([1, 2, 2, 3, 3, 4, 5])
        row = demand(f"d{k:03}", size, lat=chance.uniform(49.5, 50.5), lon=chance.uniform(4.6, 6.1))
        if chance.random() < 0.6:
            row["open"] = chance.sample(grid_of(1), chance.randint(max(4, size), 9))
        demands.append(row | {"can_host": chance.random() < 0.7})
    rules = {"max_sites": 4, "max_km": 25, "max_sites_per_day": 2, "max_km_same_day": 15}
    return {"kind": "hires", "demands": demands, "posts": {"min_half_days": 8, "max_half_days": 10} | rules}
