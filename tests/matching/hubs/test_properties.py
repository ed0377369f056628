"""Whatever the sites, the engine finds what going through all choices finds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from network.matching import hubs
from network.matching.hubs import knapsacks, search
from network.matching.solver import Status
from tests.matching.hubs import brute_force
from tests.matching.hubs.helpers import LIMITS, solve

steady = settings(
    max_examples=25, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)  # fmt: skip


@st.composite
def problems(draw: Any) -> dict[str, Any]:
    """Up to six sites, distances that need not be the same both ways, tight or ample, small or huge."""
    size = draw(st.integers(1, 6))
    largest = draw(st.sampled_from([4, 50, 10**9]))
    sites = [
        {"id": f"s{k}", "demand": draw(st.integers(0, 4)), "capacity": draw(st.integers(2, 12)),
         "can_host": draw(st.integers(0, 4)) > 0}
        for k in range(size)
    ]  # fmt: skip
    return {
        "kind": "hubs",
        "sites": sites,
        "hub_count": draw(st.integers(1, 3)),
        "distances": [[draw(st.integers(0, largest)) for _ in range(size)] for _ in range(size)],
    }


def agree(problem: dict[str, Any]) -> None:
    """The engine and brute force."""
    found, best = solve(problem), brute_force.best(problem)
    assert (found.status is Status.INFEASIBLE) == (best is None)
    assert found.objective == found.bound == best


@steady
@given(problem=problems())
def test_the_best_hubs(problem: dict[str, Any]) -> None:
    """As it is."""
    agree(problem)


@steady
@given(problem=problems())
def test_the_best_hubs_where_prices_are_poor(problem: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """With prices that hardly climb and rooms in coarse steps, so that clusters have to settle it."""
    monkeypatch.setattr(search, "ITERATIONS", 1)
    monkeypatch.setattr(knapsacks, "STEPS", 3)
    agree(problem)


@settings(steady, max_examples=12)
@given(problem=problems())
def test_the_best_hubs_by_single_sites(problem: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """With no clusters at all."""
    monkeypatch.setattr(search, "ITERATIONS", 1)
    monkeypatch.setattr(search, "LISTED", ())
    agree(problem)


@settings(steady, max_examples=10)
@given(problem=problems())
def test_what_one_hub_more_or_less_changes(problem: dict[str, Any]) -> None:
    """What is best with so many decides."""
    found = solve(problem)
    for row in hubs.explain_count(hubs.read_problem(problem), found, LIMITS):
        best = brute_force.best(problem | {"hub_count": row["hub_count"]})
        assert row["objective"] == best
        change = None if best is None or found.objective is None else best - found.objective
        assert row["change"] == change
