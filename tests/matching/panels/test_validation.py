"""Panels that break any rule are refused, whoever made them."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest

from network.matching import panels
from network.matching.validation import RuleBrokenError
from tests.matching.panels.helpers import solve
from tests.matching.panels.instances import village

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("edit", "rule"),
    [
        (lambda s: s.update(kind="audits"), "kind"),
        (lambda s: s.update(status="infeasible"), "panels without a solution"),
        (lambda s: s.update(status="feasible"), "status feasible with objective"),
        (lambda s: s["panels"].pop("zennes"), "not every audited has a panel"),
        (lambda s: s["panels"].update(zoe=[]), "not every audited has a panel"),
        (lambda s: s["panels"].update(gaume=["anna", "zoe"]), "an auditor of gaume who is none"),
        (lambda s: s["panels"].update(zennes=["anna"]), "a forbidden auditor for zennes"),
        (lambda s: s["panels"].update(gaume=["anna"]), "auditors_needed of gaume"),
        (lambda s: s["panels"].update(gaume=["anna", "anna"]), "auditors_needed of gaume"),
        (lambda s: s["panels"].update(gaume=["anna", "bert"], hesbaye=["anna", "bert"]), "max_audits of bert"),
        (lambda s: s["panels"].update(gaume=["bert", "carl"]), "objective"),
        (lambda s: s.update(objective=[100, 251]), "objective"),
        (lambda s: s.update(bound=[99, None], status="feasible"), "the bound 99 is on the wrong side of 100"),
        (lambda s: s.update(bound=[101, 200], status="feasible"), "a bound behind the first"),
    ],
)
def test_a_change_of_the_solution_is_noticed(edit: Callable[[dict[str, Any]], Any], rule: str) -> None:
    """One change at a time of a solution that is right."""
    busy = [{"id": "anna", "max_audits": 2}, {"id": "bert", "max_audits": 1}, {"id": "carl", "max_audits": 2}]
    fair = village(objective="fair", auditors=busy)
    problem, solution = panels.read_problem(fair), solve(fair).to_dict()
    assert solution["objective"] == [100, 250]
    panels.validate(problem, solution)
    broken = deepcopy(solution)
    edit(broken)
    with pytest.raises(RuleBrokenError) as refused:
        panels.validate(problem, broken)
    assert rule in str(refused.value)
