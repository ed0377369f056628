"""Why a need is not served: the first rule that leaves nobody, or who takes up those who are left."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from network.matching import exchange
from tests.matching.exchange.helpers import solve
from tests.matching.exchange.instances import row, village


def explained(problem: dict[str, Any]) -> list[dict[str, Any]]:
    """Solved first."""
    return exchange.explain_unserved(exchange.read_problem(problem), solve(problem))


@pytest.mark.parametrize(
    ("changes", "reason", "offers"),
    [
        ({"category": "room"}, "category", []),
        ({"max_km": 1}, "max_km", ["anna", "bert"]),
        ({"until": "2027-06-03"}, "period", ["anna", "bert"]),
        ({"quantity": 3}, "quantity", ["anna"]),
        ({"priority": 0}, "worthless", ["anna"]),
    ],
)
def test_a_rule_that_leaves_nobody(changes: dict[str, Any], reason: str, offers: list[str]) -> None:
    """The offers that the rules before it leave."""
    problem = village()
    problem["needs"][2] |= changes
    found = next(entry for entry in explained(problem) if entry["need"] == "emil")
    assert (found["reason"], sorted(found["offers"]), found["taken_by"]) == (reason, offers, [])


def test_who_is_incompatible_is_ruled_out_last_but_one() -> None:
    """Anna alone is near enough in June."""
    found = explained(village(incompatible=[["anna", "emil"]]))
    assert [(entry["need"], entry["reason"], entry["offers"], entry["metres"]) for entry in found] == [
        ("emil", "incompatible", ["anna"], 20000)
    ]


def test_others_take_up_what_there_is() -> None:
    """On the days that are wanted; a need in June takes up nothing in March."""
    problem = village()
    problem["needs"].append(row("fred", 2, "2026-03-05", "2026-03-05"))
    (found,) = explained(problem)
    assert (found["need"], found["missing"], found["reason"], found["offers"], found["taken_by"]) == (
        "carl", 2, "others", ["anna"], ["dora", "fred"],
    )  # fmt: skip


def test_what_has_to_stand_takes_it_up() -> None:
    """Then nothing but `keep` is to blame."""
    problem = village(keep=[{"offer": "anna", "need": "dora", "quantity": 1}])
    (found,) = explained(problem)
    assert (found["need"], found["reason"], found["taken_by"]) == ("carl", "keep", ["dora"])


def test_a_search_that_ended_too_soon_says_so() -> None:
    """Anna has room in June."""
    problem = village()
    empty = replace(solve(problem), allocations=())
    found = exchange.explain_unserved(exchange.read_problem(problem), empty)
    assert {entry["reason"] for entry in found} == {"unproved"}
