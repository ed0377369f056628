"""A solution that breaks any rule is refused, whoever made it."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest

from network.matching import hubs
from network.matching.validation import RuleBrokenError
from tests.matching.hubs.helpers import solve
from tests.matching.hubs.instances import street

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("edit", "rule"),
    [
        (lambda s: s.update(kind="panels"), "kind"),
        (lambda s: s.update(status="infeasible"), "hubs without a solution"),
        (lambda s: s["hubs"].update(anna=["anna"]), "hub_count"),
        (lambda s: s["hubs"]["dora"].pop(), "every site has one hub"),
        (lambda s: s["hubs"]["dora"].append("anna"), "every site has one hub"),
        (lambda s: s["hubs"].update(emil=s["hubs"].pop("dora")), "can_host of emil"),
        (
            lambda s: s["hubs"].update(bert=["anna", "carl", "emil"], dora=["dora", "bert"]),
            "bert does not serve itself",
        ),
        (lambda s: s["hubs"].update(bert=["anna", "bert", "carl", "emil"], dora=["dora"]), "capacity of bert"),
        (lambda s: s.update(objective=5), "the objective is not the sum of distances"),
        (lambda s: s.update(bound=3), "status optimal with objective"),
        (lambda s: s.update(bound=5, status="feasible"), "the bound 5 is on the wrong side of 4"),
    ],
)
def test_a_change_of_the_solution_is_noticed(edit: Callable[[dict[str, Any]], Any], rule: str) -> None:
    """One change at a time of a solution that is right."""
    problem, solution = hubs.read_problem(street()), solve(street()).to_dict()
    hubs.validate(problem, solution)
    broken = deepcopy(solution)
    edit(broken)
    with pytest.raises(RuleBrokenError) as refused:
        hubs.validate(problem, broken)
    assert rule in str(refused.value)
