"""A solution that breaks any rule is refused, whoever made it."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest

from network.matching import audits
from network.matching.validation import RuleBrokenError
from tests.matching.audits.helpers import solve
from tests.matching.audits.instances import village

if TYPE_CHECKING:
    from collections.abc import Callable

EVERYTHING = village(prefer_pairs=True, keep=[["anna", "bert"]], previous={"cycles": [["carl", "dora"]]}, stay=True)


@pytest.mark.parametrize(
    ("edit", "rule"),
    [
        (lambda s: s.update(kind="panels"), "kind"),
        (lambda s: s.update(status="infeasible"), "cycles without a solution"),
        (lambda s: s.update(status="feasible"), "status feasible with objective"),
        (lambda s: s["cycles"].append(["emil"]), "length of a cycle"),
        (lambda s: s["cycles"].append(["carl", "emil"]), "carl may not audit emil"),
        (lambda s: s["cycles"].append(["bert", "carl", "dora"]), "an organisation in two cycles"),
        (lambda s: s["unpaired"].clear(), "paired and unpaired are not everyone"),
        (lambda s: s["unpaired"].append("zoe"), "paired and unpaired are not everyone"),
        (lambda s: s["unpaired"].extend(s["cycles"].pop(0)), "keep"),
        (lambda s: s["unpaired"].extend(s["cycles"].pop(1)), "the objective is not that of the cycles"),
        (lambda s: s.update(objective=[1, 4, 4, 52]), "the objective is not that of the cycles"),
        (lambda s: s.update(bound=[1, 3, None, None], status="feasible"), "the bound 3 is on the wrong side of 4"),
        (lambda s: s.update(bound=[1, 5, 4, None], status="feasible"), "a bound behind the first"),
    ],
)
def test_a_change_of_the_solution_is_noticed(edit: Callable[[dict[str, Any]], Any], rule: str) -> None:
    """One change at a time of a solution that is right."""
    problem, solution = audits.read_problem(EVERYTHING), solve(EVERYTHING).to_dict()
    audits.validate(problem, solution)
    broken = deepcopy(solution)
    edit(broken)
    with pytest.raises(RuleBrokenError) as refused:
        audits.validate(problem, broken)
    assert rule in str(refused.value)
