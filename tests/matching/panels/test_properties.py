"""Whatever the scores, the engine finds what going through all panels finds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from network.matching.panels import fair, flow, level
from tests.matching.panels import brute_force
from tests.matching.panels.helpers import solve

steady = settings(
    max_examples=40, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)  # fmt: skip


@st.composite
def problems(draw: Any) -> dict[str, Any]:
    """Up to five auditors and four audited; scores are few, small or huge."""
    auditors = [f"r{k}" for k in range(draw(st.integers(0, 5)))]
    audited = [f"p{k}" for k in range(draw(st.integers(0, 4)))]
    values = draw(st.sampled_from([st.integers(0, 2), st.integers(0, 50), st.integers(0, 10**9)]))
    return {
        "kind": "panels",
        "auditors": [{"id": name, "max_audits": draw(st.integers(0, 3))} for name in auditors],
        "audited": [{"id": name, "auditors_needed": draw(st.integers(0, 2))} for name in audited],
        "scores": [[a, b, draw(values)] for a in auditors for b in audited if draw(st.integers(0, 5))],
        "objective": draw(st.sampled_from(["total", "fair"])),
    }


def agree(problem: dict[str, Any]) -> None:
    """The engine and brute force; a shortage adds up by itself."""
    solution, best = solve(problem), brute_force.best(problem)
    assert solution.objective == solution.bound == best
    assert (solution.shortage is not None) == (best is None)
    if solution.shortage is not None:
        assert solution.shortage.needed > solution.shortage.available


@steady
@given(problem=problems())
def test_the_best_panels(problem: dict[str, Any]) -> None:
    """With all pairs in the flow at once."""
    agree(problem)


@steady
@given(problem=problems())
def test_the_best_panels_from_few_pairs(monkeypatch: pytest.MonkeyPatch, problem: dict[str, Any]) -> None:
    """A flow that has to ask for pairs, integer programmes that have to find floors, and grow."""
    with monkeypatch.context() as patch:
        patch.setattr(flow, "ALL_AT_ONCE", 0)
        patch.setattr(flow, "LIKED", 1)
        patch.setattr(fair, "ROUNDS", 1)
        patch.setattr(level, "ROUNDS", 1)
        patch.setattr(level, "NEAR", 1)
        agree(problem)
