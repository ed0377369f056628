"""Named tiny problems of exchange that are easy to understand, and larger ones by their seed."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any


def row(name: str, quantity: int, start: str, end: str, *, north_km: float = 0, **more: Any) -> dict[str, Any]:
    """An offer or a need of trucks, so many kilometres north of 50 degrees."""
    return {
        "id": name, "category": "truck", "quantity": quantity, "lat": 50 + north_km / 111.1950802, "lon": 4.5,
        "from": start, "until": end,
    } | more  # fmt: skip


def village(**changes: Any) -> dict[str, Any]:
    """`anna` can spare two trucks all year, `bert` one in spring, 30 km on.

    `carl` (2, in March) and `dora` (1, in the same week, more important) want trucks; `emil` wants one in June.
    """
    return {
        "kind": "exchange",
        "offers": [
            row("anna", 2, "2026-01-01", "2026-12-31"),
            row("bert", 1, "2026-03-01", "2026-05-31", north_km=30),
        ],
        "needs": [
            row("carl", 2, "2026-03-02", "2026-03-06", north_km=5),
            row("dora", 1, "2026-03-06", "2026-03-10", north_km=10, priority=3),
            row("emil", 1, "2026-06-01", "2026-06-03", north_km=20, max_km=40),
        ],
    } | changes


def scattered(offers: int, needs: int, *, seed: int = 1) -> dict[str, Any]:
    """So many on a map, for weeks of a year."""
    chance = random.Random(seed)

    def somewhere(name: str, longest: int, quantity: int) -> dict[str, Any]:
        start = date(2026, 1, 1) + timedelta(chance.randint(0, 300))
        end = start + timedelta(chance.randint(0, longest))
        category = chance.choice(["truck", "room"])
        return row(name, quantity, str(start), str(end), north_km=chance.random() * 100) | {"category": category}

    return {
        "kind": "exchange",
        "offers": [somewhere(f"o{k:04}", 300, chance.randint(1, 4)) for k in range(offers)],
        "needs": [
            somewhere(f"n{k:04}", 20, chance.randint(1, 3))
            | {"priority": chance.randint(1, 5), "max_km": 40, "splittable": chance.random() < 0.4}
            for k in range(needs)
        ],
    }
