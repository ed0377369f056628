"""Whatever is offered and asked, the engine finds what going through all allocations finds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from network.matching.exchange import programme, search
from network.matching.solver import Status
from tests.matching.exchange import brute_force
from tests.matching.exchange.helpers import solve
from tests.matching.exchange.instances import row

steady = settings(
    max_examples=25, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)  # fmt: skip


@st.composite
def problems(draw: Any) -> dict[str, Any]:
    """Up to three offers and four needs within a week, with every rule on or off."""

    def some(name: str) -> dict[str, Any]:
        start = draw(st.integers(1, 5))
        end = start + draw(st.integers(0, 4 if name[0] == "o" else 2))
        found = row(name, draw(st.integers(1, 3)), f"2026-03-{start:02}", f"2026-03-{end:02}")
        found["lat"] = 50 + draw(st.integers(0, 4)) / 10
        return found | {"category": draw(st.sampled_from(["truck", "truck", "truck", "room"]))}

    offers = [some(f"o{k}") for k in range(draw(st.integers(0, 3)))]
    needs = [some(f"n{k}") for k in range(draw(st.integers(0, 4)))]
    for need in needs:
        need["splittable"] = draw(st.booleans())
        need["priority"] = draw(st.sampled_from([0, 1, 1, 2, 5]))
        if draw(st.booleans()):
            need["max_km"] = draw(st.sampled_from([0, 12, 25]))
    problem: dict[str, Any] = {"kind": "exchange", "offers": offers, "needs": needs}
    pairs = [(o["id"], n["id"]) for o in offers for n in needs]
    if pairs:
        problem["incompatible"] = draw(st.lists(st.sampled_from(pairs), max_size=2, unique=True))
        some_pairs = st.lists(st.sampled_from(pairs), max_size=2, unique=True)
        rows = [{"offer": o, "need": n, "quantity": draw(st.integers(1, 2))} for o, n in draw(some_pairs)]
        if draw(st.booleans()):
            problem["previous"] = {"allocations": rows}
            problem["stay"] = draw(st.booleans())
        elif draw(st.integers(0, 3)) == 0:
            problem["keep"] = rows
    return problem


def agree(problem: dict[str, Any]) -> None:
    """The engine and brute force."""
    found, best = solve(problem), brute_force.best(problem)
    assert (found.status is Status.INFEASIBLE) == (best is None)
    assert found.objective == found.bound == best


@settings(steady, max_examples=40)
@given(problem=problems())
def test_the_best_allocations(problem: dict[str, Any]) -> None:
    """All goals at once."""
    agree(problem)


@steady
@given(problem=problems())
def test_the_best_allocations_goal_by_goal(problem: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where numbers are too large for one objective."""
    monkeypatch.setattr(programme, "LARGEST", 0)
    agree(problem)


@steady
@given(problem=problems())
def test_bounds_of_parts_that_are_too_large(problem: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """By prices and neighbourhoods: what is claimed holds, though not all is proved."""
    monkeypatch.setattr(search, "AT_ONCE", 0)
    found, best = solve(problem), brute_force.best(problem)
    if best is None or found.objective is None or found.bound is None:
        assert found.status is Status.INFEASIBLE
        return
    upwards = [1] * (len(best) - 1) + [-1]
    for value, limit, top, sign in zip(found.objective, found.bound, best, upwards, strict=True):
        assert sign * value <= sign * top
        assert limit is None or sign * top <= sign * limit
        if value != top or limit != top:
            break


def test_priorities_that_are_far_apart() -> None:
    """A unit beside a thousand million is seen: both of the nearer need, which may not be split, are as many points."""
    offer = row("o", 2, "2026-03-01", "2026-03-09")
    needs = [("n0", 1, 10, 10**9 - 1), ("n1", 1, 20, 10**9), ("n2", 2, 20, 10**9), ("n3", 2, 40, 10**9)]
    rows = [
        row(name, quantity, "2026-03-02", "2026-03-02")
        | {"lat": 50 + north / 100, "priority": priority, "splittable": name != "n2"}
        for name, quantity, north, priority in needs
    ]
    agree({"kind": "exchange", "offers": [offer], "needs": rows})


def test_what_is_beyond_64_bits() -> None:
    """The objective is exact and its bound holds; that it is the best need not be proved."""
    day, most = "2026-03-01", 10**9
    needs = [row(f"n{k}", most, day, day) | {"priority": most} for k in range(12)]
    found = solve({"kind": "exchange", "offers": [row(f"o{k}", most, day, day) for k in range(10)], "needs": needs})
    assert found.objective is not None and found.bound is not None
    assert found.objective[0] == 10 * most**2 <= (found.bound[0] or 0)
