"""Judging results."""

from __future__ import annotations

import pytest

from network.runs.results import is_usable, is_valid, same_result, started_from, was_complete
from tests.runs import slow

OPTIMAL = {"status": "optimal", "objective": 0, "seconds": 1.5}
LIMITS = {"seconds": 10}


@pytest.mark.parametrize(("status", "expected"), [("optimal", True), ("infeasible", True), ("unknown", False)])
def test_is_usable__a_solution_or_a_proof(status, expected):
    assert is_usable({"status": status}) is expected


def test_is_usable__not_without_a_solution():
    assert not is_usable(None)


def test_is_valid__works_the_rules_out_again():
    problem = slow.problem(steps=5)
    assert is_valid(problem, {"objective": 5})
    assert not is_valid(problem, {"objective": 6})


def test_is_valid__a_solution_of_another_shape_is_not():
    assert not is_valid(slow.problem(), {})


def test_was_complete__only_if_nothing_hung_on_the_time():
    assert was_complete(OPTIMAL, LIMITS)
    assert was_complete({**OPTIMAL, "proposals": [OPTIMAL, OPTIMAL], "alternatives_complete": True}, LIMITS)
    for change in (
        {"status": "feasible"},
        {"seconds": 10.0},
        {"alternatives_complete": False},
        {"explained": False},
        {"proposals": [OPTIMAL, {"status": "feasible"}]},
    ):
        assert not was_complete({**OPTIMAL, **change}, LIMITS)


def test_same_result__to_the_byte_but_for_the_seconds():
    assert same_result(OPTIMAL, {**OPTIMAL, "seconds": 9})
    assert not same_result(OPTIMAL, {**OPTIMAL, "objective": 1})
    assert not same_result({"a": 1, "b": 2}, {"b": 2, "a": 1})


def test_started_from__the_best_so_far_and_the_recorded_problem_stays():
    problem, best = {"kind": "consortium", "previous": {"old": 1}}, {"proposals": []}
    assert started_from(problem, best) == {"kind": "consortium", "previous": best}
    assert problem == {"kind": "consortium", "previous": {"old": 1}}


@pytest.mark.parametrize(
    ("problem", "best"),
    [({"kind": "consortium"}, None), ({"kind": "portfolio"}, {}), ({"kind": "consortium", "stay": True}, {})],
)
def test_started_from__nothing_where_it_would_change_the_question(problem, best):
    assert started_from(problem, best) is problem
