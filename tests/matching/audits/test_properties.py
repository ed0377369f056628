"""Whatever the exchanges, the engine finds what going through all sets of cycles finds."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
from hypothesis import given, settings

from network.matching import audits
from network.matching.audits import graph, last_goal, master, mending, prices, run, search
from network.matching.solver import Status
from tests.matching.audits import brute_force
from tests.matching.audits.helpers import LIMITS, solve
from tests.matching.audits.random_problems import problems, steady

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def replaced(module: Any, **values: Any) -> Iterator[None]:
    """A module with other constants for a while."""
    before = {name: getattr(module, name) for name in values}
    vars(module).update(values)
    try:
        yield
    finally:
        vars(module).update(before)


def agree(problem: dict[str, Any]) -> None:
    """The engine and brute force."""
    solution, best = solve(problem), brute_force.best(problem)
    assert (solution.status is Status.INFEASIBLE) == (best is None)
    assert solution.objective == solution.bound == best


@steady
@given(problems())
def test_the_best_cycles(problem: dict[str, Any]) -> None:
    """All at once in the programme."""
    agree(problem)


@settings(steady, max_examples=40)
@given(problems())
def test_the_best_cycles_by_column_generation(problem: dict[str, Any]) -> None:
    """With cycles that are priced, odd sets, and arcs that are looked up by search."""
    with replaced(master, ALL_AT_ONCE=2), replaced(graph, DENSE_NODES=0), replaced(last_goal, SMALL=0):
        agree(problem)


@settings(steady, max_examples=40)
@given(problems())
def test_the_best_cycles_without_a_pool(problem: dict[str, Any]) -> None:
    """With cycles that are enumerated anew at each price, and odd sets."""
    with replaced(master, ALL_AT_ONCE=2), replaced(run, POOL=1), replaced(last_goal, SMALL=0):
        agree(problem)


@settings(steady, max_examples=40)
@given(problems())
def test_the_best_cycles_by_integer_programmes(problem: dict[str, Any]) -> None:
    """With neither odd sets nor dives to spare them."""
    with replaced(search, broken_odd_sets=lambda *_: []), replaced(last_goal, dive=lambda *_: None):
        agree(problem)


@settings(steady, max_examples=40)
@given(problems())
def test_the_best_cycles_where_bounds_are_loose(problem: dict[str, Any]) -> None:
    """With prices that are rounded to whole units of the goal."""
    with replaced(prices, MOST_SHARP=0):
        agree(problem)


@settings(steady, max_examples=30)
@given(problems(most=6))
def test_why_somebody_is_unpaired(problem: dict[str, Any]) -> None:
    """What is best with the organisation in a cycle decides."""
    read = audits.read_problem(problem)
    solution = audits.solve(read, LIMITS)
    if solution.status is Status.INFEASIBLE:
        return
    for row in audits.explain_unpaired(read, solution, LIMITS):
        best = brute_force.best(problem, must=row["organisation"])
        assert row.get("objective") == best
        assert (best is None) == (row["reason"] in ("no_exchange", "no_cycle", "kept_apart"))
        assert (best == solution.objective) == (row["reason"] == "another_instead")


@settings(steady, max_examples=20)
@given(problems(most=12))
def test_the_best_cycles_part_by_part(problem: dict[str, Any]) -> None:
    """With the cycles around each loss chosen anew before all are, from a poor start."""
    with (
        replaced(search, broken_odd_sets=lambda *_: [], greedy=lambda *_: np.empty(0, np.int64)),
        replaced(last_goal, dive=lambda *_: None, MANY=0),
        replaced(mending, SURROUNDINGS=2),
    ):
        agree(problem)
