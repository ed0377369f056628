"""A choice that breaks any rule is refused, whoever made it."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from network.matching import consortia
from network.matching.validation import RuleBrokenError
from tests.matching.consortia.helpers import road, solve

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("rules", "edit", "rule"),
    [
        ({}, lambda s: s.update(kind="consortium"), "kind"),
        ({}, lambda s: s.update(status="unknown"), "consortia without a solution"),
        ({}, lambda s: s.update(status="feasible"), "status feasible with objective"),
        ({}, lambda s: s["consortia"].reverse(), "projects"),
        ({}, lambda s: s["consortia"].append(s["consortia"][0]), "projects"),
        ({}, lambda s: s["consortia"].pop(), "unformed"),
        ({}, lambda s: s.update(impossible=["moulin"]), "impossible and yet formed"),
        ({}, lambda s: s["consortia"][0].update(members=["anna"], lead="anna"), "min_partners"),
        ({}, lambda s: s["consortia"][0].update(objective=1), "the objective is not the team's"),
        ({"max_of_member": {"bert": 0}}, lambda s: None, "max_per_member of bert"),
        ({}, lambda s: s.update(objective=[2, 1099], bound=[2, 1099]), "the objective is not that of the consortia"),
        ({}, lambda s: s.update(bound=[1, None], status="feasible"), "the bound 1 is on the wrong side of 2"),
        ({}, lambda s: s.update(bound=[2, 1101], status="feasible"), "the bound 1101 is on the wrong side of 1100"),
    ],
)
def test_a_change_of_the_solution_is_noticed(
    rules: dict[str, Any], edit: Callable[[dict[str, Any]], Any], rule: str
) -> None:
    """One change at a time of a solution that is right, or of the rules it was made for."""
    problem, solution = consortia.read_problem(road()), solve(road()).to_dict()
    consortia.validate(problem, solution)
    broken = deepcopy(solution)
    edit(broken)
    with pytest.raises(RuleBrokenError) as refused:
        consortia.validate(replace(problem, **rules), broken)
    assert rule in str(refused.value)
