"""Named tiny problems of hubs that are easy to understand, and larger ones by their seed."""

from __future__ import annotations

import random
from typing import Any


def street(**changes: Any) -> dict[str, Any]:
    """`anna`, `bert` and `carl` are neighbours, `dora` and `emil` are at the other end; all could host, but for emil.

    A hub serves three of them at most.
    """
    places = {"anna": 0, "bert": 1, "carl": 2, "dora": 10, "emil": 12}
    sites = [{"id": name, "demand": 1, "capacity": 3, "can_host": name != "emil"} for name in places]
    distances = [[abs(a - b) for b in places.values()] for a in places.values()]
    return {"kind": "hubs", "sites": sites, "hub_count": 2, "distances": distances} | changes


def scattered(size: int, hub_count: int, *, seed: int = 1, spare: float = 1.2) -> dict[str, Any]:
    """So many sites on a map, each of which could be a hub with about as much room as it takes."""
    chance = random.Random(seed)
    demands = [chance.randint(1, 20) for _ in range(size)]
    capacity = max(20, int(spare * sum(demands) / hub_count))
    sites = [
        {"id": f"s{k:04}", "lat": 50 + chance.random(), "lon": 4 + chance.random(), "demand": asked,
         "capacity": capacity}
        for k, asked in enumerate(demands)
    ]  # fmt: skip
    return {"kind": "hubs", "sites": sites, "hub_count": hub_count}
