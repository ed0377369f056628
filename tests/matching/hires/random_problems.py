"""Small random problems of shared posts with all rules on, for hypothesis."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from tests.matching.hires.brute_force import grid


@st.composite
def problems(draw: st.DrawFn, most_demands: int = 6, priorities: Sequence[int] = (0, 1, 1, 3)) -> dict[str, Any]:
    """A problem of at most so many demands."""
    problem: dict[str, Any] = {"kind": "hires", "weeks": draw(st.sampled_from([1, 1, 1, 2]))}
    slots = grid(problem)[: draw(st.sampled_from([4, 6, 10]))]
    count = draw(st.integers(0, most_demands))
    problem["demands"] = [draw(demand(f"d{k}", slots, priorities)) for k in range(count)]
    problem["first"] = draw(st.sampled_from(["half_days", "demands"]))
    problem["posts"] = draw(rules())
    return problem


@st.composite
def demand(draw: st.DrawFn, name: str, slots: list[str], priorities: Sequence[int]) -> dict[str, Any]:
    """A demand within half an hour's drive."""
    half_days = draw(st.integers(1, 3))
    row: dict[str, Any] = {
        "id": name,
        "lat": draw(st.integers(5000, 5030)) / 100,
        "lon": draw(st.integers(400, 440)) / 100,
        "half_days": half_days,
        "can_host": draw(st.booleans()),
        "priority": draw(st.sampled_from(priorities)),
    }
    row["open"] = draw(st.lists(st.sampled_from(slots), min_size=1, unique=True))
    if draw(st.booleans()):
        row["must"] = draw(st.lists(st.sampled_from(row["open"]), max_size=half_days, unique=True))
    return row


@st.composite
def rules(draw: st.DrawFn) -> dict[str, int]:
    """Some of the rules of a post."""
    values = {
        "min_half_days": st.integers(0, 5),
        "max_half_days": st.integers(3, 9),
        "max_sites": st.integers(1, 4),
        "max_km": st.sampled_from([0, 10, 20, 40]),
        "max_sites_per_day": st.integers(0, 3),
        "max_km_same_day": st.sampled_from([5, 12, 20]),
    }
    return {name: draw(value) for name, value in values.items() if draw(st.booleans())}
