"""A solution that breaks any rule is refused, whoever made it."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from network.matching import consortium
from network.matching.validation import RuleBrokenError
from tests.matching.consortium.helpers import solve
from tests.matching.instances import three_organisations

Edit = Callable[[dict[str, Any]], Any]
CALL = {
    "max_partners": 2, "min_kind": {"eta": 1}, "small_below": 50, "min_small": 1, "min_experienced": 1,
    "lead_experienced": True, "min_areas": 2, "required_areas": ["namur"], "requires": {"trucks": 4},
    "max_share_percent": 75, "min_contribution_percent": 25, "budget_cap": 10, "max_km_to_lead": 24,
}  # fmt: skip
EVERYTHING = three_organisations(
    call=CALL,
    alternatives=1,
    anna={"kind": "eta", "workforce": 40, "areas": ["namur"], "experienced": True, "offers": {"trucks": 3}, "asks": 5},
    bert={"workforce": 90, "areas": ["liege"], "offers": {"trucks": 3}, "asks": 5},
    carl={"workforce": 90, "areas": ["liege"], "offers": {"trucks": 1}, "asks": 6},
    pinned=["anna"],
    excluded=["carl"],
)


def first(change: Callable[[dict[str, Any]], Any]) -> Edit:
    """A change of the first proposal."""
    return lambda solution: change(solution["proposals"][0])


@pytest.mark.parametrize(
    ("edit", "rule"),
    [
        (lambda s: s.update(kind="hires"), "kind"),
        (lambda s: s.update(status="feasible"), "status is not the first proposal's"),
        (lambda s: s.update(objective=1), "objective is not the first proposal's"),
        (lambda s: s["proposals"].clear(), "number of proposals"),
        (lambda s: s["proposals"].append(deepcopy(s["proposals"][0])), "min_difference"),
        (first(lambda p: p["members"].append("zoe")), "members"),
        (first(lambda p: p.update(lead="carl")), "the lead is no member"),
        (first(lambda p: p.update(lead="bert")), "lead_experienced"),
        (first(lambda p: p["members"].append("carl")), "max_partners"),
        (first(lambda p: p["members"].remove("bert")), "min_partners"),
        (first(lambda p: p["contributions"].update(carl={"trucks": 1})), "a contribution from outside"),
        (first(lambda p: p["contributions"]["bert"].update(boats=1)), "a contribution that nothing requires"),
        (first(lambda p: p["contributions"]["bert"].update(trucks=4)), "amount of bert"),
        (first(lambda p: p["contributions"]["bert"].update(trucks=True)), "amount of bert"),
        (first(lambda p: p["contributions"]["bert"].update(trucks=1)), "requires.trucks"),
        (first(lambda p: p["contributions"].update(bert={})), "requires.trucks"),
    ],
)
def test_a_change_of_the_solution_is_noticed(edit: Edit, rule: str) -> None:
    """One change at a time of a solution that is right."""
    solution = solve(EVERYTHING).to_dict()
    problem = consortium.read_problem(EVERYTHING)
    consortium.validate(problem, solution)
    edit(solution)
    with pytest.raises(RuleBrokenError, match=f"^{rule}"):
        consortium.validate(problem, solution)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"call": {"min_kind": {"eta": 2}}}, "min_kind eta"),
        ({"call": {"min_small": 2}}, "min_small"),
        ({"call": {"min_experienced": 2}}, "min_experienced"),
        ({"anna": {"can_lead": False}}, "can_lead"),
        ({"call": {"max_km_to_lead": 9}}, "max_km_to_lead"),
        ({"call": {"min_areas": 3}}, "min_areas"),
        ({"call": {"required_areas": ["hainaut"]}}, "required_areas"),
        ({"call": {"max_share_percent": 49}}, "max_share_percent"),
        ({"call": {"min_contribution_percent": 51}}, "min_contribution_percent"),
        ({"call": {"budget_cap": 9}}, "budget_cap"),
        ({"pinned": ["carl"]}, "pinned"),
        ({"keep": ["carl"]}, "keep"),
        ({"excluded": ["bert"]}, "excluded"),
        ({"incompatible": [["anna", "bert"]]}, "incompatible"),
        ({"anna": {"bonus": 1}}, "the objective is not the team's"),
    ],
)
def test_a_rule_that_the_team_does_not_hold_is_noticed(changes: dict[str, Any], rule: str) -> None:
    """The same team under a problem with one rule changed."""
    solution = solve(EVERYTHING).to_dict()
    changed = deepcopy(EVERYTHING)
    changed["call"] |= changes.pop("call", {})
    for candidate in changed["candidates"]:
        candidate |= changes.pop(candidate["id"], {})
    with pytest.raises(RuleBrokenError, match=f"^{rule}"):
        consortium.validate(consortium.read_problem(changed | changes), solution)


def test_optimal_says_that_the_bound_is_the_objective() -> None:
    """And nothing else does."""
    problem, solution = consortium.read_problem(EVERYTHING), solve(EVERYTHING).to_dict()
    for bound, status in (
        (550, "feasible"),
        (549, "optimal"),
        (551, "feasible"),
        (None, "feasible"),
        ([549], "feasible"),
    ):
        wrong = deepcopy(solution)
        for part in (wrong, wrong["proposals"][0]):
            part.update(bound=bound, status=status)
        with pytest.raises(RuleBrokenError):
            consortium.validate(problem, wrong)


def test_infeasible_comes_without_a_team() -> None:
    """Neither objective nor proposals."""
    problem = consortium.read_problem(three_organisations(call={"min_partners": 4}))
    solution = solve(three_organisations(call={"min_partners": 4})).to_dict()
    consortium.validate(problem, solution)
    with pytest.raises(RuleBrokenError):
        consortium.validate(problem, solution | {"objective": 1})
