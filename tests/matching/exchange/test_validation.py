"""A solution that breaks any rule is refused, whoever made it."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest

from network.matching import exchange
from network.matching.validation import RuleBrokenError
from tests.matching.exchange.helpers import solve
from tests.matching.exchange.instances import row, village

if TYPE_CHECKING:
    from collections.abc import Callable

ELSEWHERE = row("room", 5, "2026-01-01", "2026-12-31", category="room")
EVERYTHING = village(
    offers=[*village()["offers"], ELSEWHERE],
    incompatible=[["bert", "carl"]],
    keep=[{"offer": "bert", "need": "dora", "quantity": 1}],
)


def give(offer: str, need: str, quantity: int) -> Callable[[dict[str, Any]], Any]:
    """One more allocation."""
    return lambda s: s["allocations"].append({"offer": offer, "need": need, "quantity": quantity})


@pytest.mark.parametrize(
    ("edit", "rule"),
    [
        (lambda s: s.update(kind="panels"), "kind"),
        (lambda s: s.update(status="infeasible"), "allocations without a solution"),
        (lambda s: s["allocations"].append(s["allocations"][0]), "an offer serves a need twice"),
        (lambda s: s["allocations"][0].update(quantity=1), "carl is split"),
        (lambda s: s["allocations"][0].update(quantity=2.0), "quantity of anna for carl"),
        (give("room", "emil", 1), "category of room for emil"),
        (give("bert", "emil", 1), "period of bert for emil"),
        (give("bert", "carl", 2), "incompatible: bert for carl"),
        (give("anna", "dora", 1), "dora gets too much"),
        (lambda s: s["allocations"][1].update(offer="anna"), "anna is overbooked"),
        (lambda s: s["allocations"].pop(1), "keep"),
        (lambda s: s["allocations"].pop(2), "the objective is not that of the allocations"),
        (lambda s: s.update(objective=[6, 0]), "the objective is not that of the allocations"),
        (lambda s: s.update(bound=[5, None], status="feasible"), "the bound 5 is on the wrong side of 6"),
        (lambda s: s.update(bound=[7, 0], status="feasible"), "a bound behind the first"),
    ],
)
def test_a_change_of_the_solution_is_noticed(edit: Callable[[dict[str, Any]], Any], rule: str) -> None:
    """One change at a time of a solution that is right."""
    problem, solution = exchange.read_problem(EVERYTHING), solve(EVERYTHING).to_dict()
    exchange.validate(problem, solution)
    broken = deepcopy(solution)
    edit(broken)
    with pytest.raises(RuleBrokenError) as refused:
        exchange.validate(problem, broken)
    assert rule in str(refused.value)


def test_too_far_is_too_far() -> None:
    """To the metre."""
    problem = village()
    problem["needs"][2]["max_km"] = 19
    solution = solve(village()).to_dict()
    with pytest.raises(RuleBrokenError, match="max_km of anna for emil"):
        exchange.validate(exchange.read_problem(problem), solution)
