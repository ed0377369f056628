"""A portfolio that breaks any rule is refused, whoever made it."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from network.matching import portfolio
from network.matching.validation import RuleBrokenError
from tests.matching.portfolio.helpers import solve
from tests.matching.portfolio.instances import village

if TYPE_CHECKING:
    from collections.abc import Callable

EVERYTHING = village(cap_per_dossier=60, min_per_area={"namur": 1, "hainaut": 1})


@pytest.mark.parametrize(
    ("rules", "edit", "rule"),
    [
        ({}, lambda s: s.update(kind="panels"), "kind"),
        ({}, lambda s: s.update(status="infeasible"), "funded without a solution"),
        ({}, lambda s: s.update(status="feasible"), "status feasible with objective"),
        ({}, lambda s: s["funded"].reverse(), "not in the order of the input"),
        ({}, lambda s: s["funded"].append("carl"), "not in the order of the input"),
        ({}, lambda s: s["funded"].append("zoe"), "not in the order of the input"),
        ({}, lambda s: s["funded"].append("dora"), "envelope"),
        ({"cap_per_dossier": 45}, lambda s: None, "cap_per_dossier"),
        ({"envelope": 200}, lambda s: s["funded"].insert(1, "bert"), "max_per_member"),
        ({}, lambda s: s["funded"].pop(), "min_per_area"),
        ({"must": ("dora",)}, lambda s: None, "must and least"),
        ({"least": 91}, lambda s: None, "must and least"),
        ({}, lambda s: s.update(objective=[90, 89]), "the objective is not that of the dossiers"),
        ({}, lambda s: s.update(bound=[89, None], status="feasible"), "the bound 89 is on the wrong side of 90"),
        ({}, lambda s: s.update(bound=[90, 91], status="feasible"), "the bound 91 is on the wrong side of 90"),
    ],
)
def test_a_change_of_the_solution_is_noticed(
    rules: dict[str, Any], edit: Callable[[dict[str, Any]], Any], rule: str
) -> None:
    """One change at a time of a solution that is right, or of the rules it was made for."""
    problem, solution = portfolio.read_problem(EVERYTHING), solve(EVERYTHING).to_dict()
    portfolio.validate(problem, solution)
    broken = deepcopy(solution)
    edit(broken)
    with pytest.raises(RuleBrokenError) as refused:
        portfolio.validate(replace(problem, **rules), broken)
    assert rule in str(refused.value)
