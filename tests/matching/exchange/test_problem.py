"""Unusable problems of exchange: one line that names the place."""

from __future__ import annotations

from typing import Any

import pytest

from network.errors import ProblemError
from network.matching.exchange import read_problem
from tests.matching.exchange.instances import row, village

ALLOCATION = {"offer": "anna", "need": "carl", "quantity": 2}


def need(**changes: Any) -> dict[str, Any]:
    """The village with one need."""
    return village(needs=[row("carl", 2, "2026-03-02", "2026-03-06") | changes])


@pytest.mark.parametrize(
    ("problem", "message"),
    [
        (village(kind="hubs"), 'kind: must be "exchange"'),
        (village(colour=1), "colour: unknown key"),
        (village(offers={}), "offers: must be a list"),
        (village(offers=[row("a", 1, "2026-01-01", "2026-01-02")] * 2), "offers[1].id: is given twice"),
        (village(offers=[row("a", 0, "2026-01-01", "2026-01-02")]), "offers[0].quantity: must be a whole number >= 1"),
        (village(offers=[row("a", 1, "2026-01-01", "2026-01-02", priority=1)]), "offers[0].priority: unknown key"),
        (need(until="2026-02-30"), "needs[0].until: must be a day such as 2026-03-31"),
        (need(until="20260306"), "needs[0].until: must be a day such as 2026-03-31"),
        (need(until="2026-03-01"), "needs[0].until: is before the first day"),
        (need(**{"from": 7}), "needs[0].from: must be a text that is not empty"),
        (need(quantity=1.5), "needs[0].quantity: must be a whole number >= 1"),
        (need(quantity=10**9 + 1), "needs[0].quantity: must be a whole number <= 1000000000"),
        (need(priority=-1), "needs[0].priority: must be a whole number >= 0"),
        (need(max_km=-1), "needs[0].max_km: must be a whole number >= 0"),
        (need(splittable=1), "needs[0].splittable: must be true or false"),
        (need(lat=float("inf")), "needs[0].lat: must be a number from -90 to 90"),
        (village(incompatible=[["anna"]]), "incompatible[0]: must be an offer and a need"),
        (village(incompatible=[["carl", "anna"]]), "incompatible[0][0]: is not the id of any listed"),
        (village(keep=[ALLOCATION | {"need": "zoe"}]), "keep[0].need: is not the id of any listed"),
        (village(keep=[ALLOCATION, ALLOCATION]), "keep[1]: is given twice"),
        (village(keep={"allocation": []}), "keep.allocation: unknown key"),
        (village(keep=[ALLOCATION | {"quantity": 0}]), "keep[0].quantity: must be a whole number >= 1"),
        (village(previous=[]), "previous: must be an object"),
        (village(stay=True), "stay: needs a previous solution"),
    ],
)
def test_a_problem_that_breaks_the_format(problem: dict[str, Any], message: str) -> None:
    """The place and the rule."""
    with pytest.raises(ProblemError) as refused:
        read_problem(problem)
    assert refused.value.message == message


def test_absent_keys_have_the_values_of_the_format() -> None:
    """And of an earlier solution only what is still there counts."""
    gone = {"offer": "zoe", "need": "carl", "quantity": 1}
    read = read_problem(village(previous={"allocations": [gone, ALLOCATION]}))
    assert (read.incompatible, read.keep, read.stay) == (frozenset(), (), False)
    assert [allocation.to_dict() for allocation in read.previous] == [ALLOCATION]
    assert (read.needs[0].priority, read.needs[0].max_km, read.needs[0].splittable) == (1, None, False)
