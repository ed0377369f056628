"""Named tiny problems that are easy to understand; a test changes the one thing it is about."""

from __future__ import annotations

from copy import deepcopy
from typing import Any


def three_organisations(**changes: Any) -> dict[str, Any]:
    """Three organisations on a line, `anna`, `bert` 10 km on and `carl` 15 more; any two of them make a team.

    Nobody knows anybody, so remoteness is 500 for the missing tie and 5 a kilometre: Anna and Bert 550, Bert and Carl
    575, Anna and Carl 625.
    """
    problem: dict[str, Any] = {
        "kind": "consortium",
        "call": {"min_partners": 2},
        "candidates": [
            organisation("anna", north_km=0),
            organisation("bert", north_km=10),
            organisation("carl", north_km=25),
        ],
    }
    return changed(problem, **changes)


def organisation(name: str, *, north_km: float = 0, **more: Any) -> dict[str, Any]:
    """A candidate so many kilometres north of 50 degrees."""
    return {"id": name, "lat": 50 + north_km / 111.1950802, "lon": 4.5} | more


def changed(problem: dict[str, Any], *, call: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """A copy with rules added to the call, keys of candidates set by their id, and other keys set."""
    copy = deepcopy(problem)
    copy["call"] |= call or {}
    for candidate in copy["candidates"]:
        candidate |= more.pop(candidate["id"], {})
    return copy | more
