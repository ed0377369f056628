"""Whatever the rules, the engine finds what going through all choices of posts finds."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings

from network.matching.solver import Status
from tests.matching.hires import brute_force
from tests.matching.hires.helpers import solve
from tests.matching.hires.random_problems import problems

steady = settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@steady
@given(problems())
def test_the_posts_are_a_best_choice(problem: dict[str, Any]) -> None:
    """And proven to be."""
    solution = solve(problem)
    assert solution.objective == solution.bound == brute_force.best(problem)
    assert solution.status is Status.OPTIMAL


@settings(steady, max_examples=30)
@given(problems(priorities=(1, 7, 10**6, 10**9 - 1, 10**9)))
def test_priorities_that_are_far_apart(problem: dict[str, Any]) -> None:
    """Whole numbers all the same: no rounding of a linear programme is seen."""
    solution = solve(problem)
    assert solution.objective == solution.bound == brute_force.best(problem)
