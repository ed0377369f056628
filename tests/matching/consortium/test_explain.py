"""What changes without a member, and how firm a team is when the weights move."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from network.matching import consortium
from network.matching.consortium import Problem, Proposal, weights
from network.matching.solver import Limits
from tests.matching.instances import three_organisations


def solved(**changes: Any) -> tuple[Problem, Proposal]:
    """A problem and its best team."""
    problem = consortium.read_problem(three_organisations(**changes))
    return problem, consortium.solve(problem, Limits(workers=1)).proposals[0]


def test_without_each_member_another_team() -> None:
    """Bert brings the trucks, so Carl, who has some, comes in his place; for Anna too, but nearer."""
    problem, proposal = solved(
        call={"requires": {"trucks": 1}}, bert={"offers": {"trucks": 2}}, carl={"offers": {"trucks": 1}}
    )
    without_anna, without_bert = consortium.explain_members(problem, proposal, Limits())
    partners = {"criterion": "min_partners", "needed": 2, "got": 1, "kind": None}
    assert without_anna == {
        "member": "anna", "breaks": [partners], "status": "optimal", "members": ["bert", "carl"], "lead": "bert",
        "joined": ["carl"], "left": ["anna"], "difference": 25,
    }  # fmt: skip
    assert without_bert["breaks"][1] == {"criterion": "requires.trucks", "needed": 1, "got": 0, "kind": None}
    assert (without_bert["members"], without_bert["difference"]) == (["anna", "carl"], 75)


def test_without_a_member_no_team() -> None:
    """Even one that was pinned or kept is taken away."""
    problem, proposal = solved(pinned=["anna"], keep=["bert"], excluded=["carl"])
    assert [row["status"] for row in consortium.explain_members(problem, proposal, Limits())] == ["infeasible"] * 2


@pytest.mark.parametrize("most_near", [300, 0])
def test_a_team_is_best_over_a_range_of_weights(monkeypatch: pytest.MonkeyPatch, most_near: int) -> None:
    """Also where more teams come near it than are looked at.

    Anna and Bert are near, Anna and Carl know each other well: 10 km and no tie, 25 km and a tie of 20.

    With weight w they are at w + 10 (100 - w) and 2.5 w + 8 (100 - w): even where 3.5 w = 200, at w = 57 once rounded.
    """
    monkeypatch.setattr(weights, "MOST_NEAR", most_near)
    problem, proposal = solved(
        ties=[["anna", "carl", 20]], remoteness={"km_weight": 80, "tie_weight": 20, "km_scale": 100}
    )
    found = consortium.explain_weights(problem, proposal, Limits())
    assert (found["from"], found["to"], found["above"], found["complete"]) == (57, 100, None, True)
    assert found["below"] == {
        "km_weight": 56, "members": ["anna", "carl"], "lead": "anna", "joined": ["carl"], "left": ["bert"],
        "difference": -4,
    }  # fmt: skip


def test_a_team_that_is_not_best_is_so_over_no_range() -> None:
    """The better one is named on both sides."""
    problem, _ = solved()
    _, second = consortium.solve(
        consortium.read_problem(three_organisations(alternatives=1)), Limits(workers=1)
    ).proposals
    found = consortium.explain_weights(problem, second, Limits())
    assert (found["from"], found["to"]) == (None, None)
    assert found["below"]["members"] == found["above"]["members"] == ["anna", "bert"]


def test_out_of_time_it_says_so() -> None:
    """Nothing is claimed that was not worked out."""
    problem, proposal = solved()
    cancelled = threading.Event()
    cancelled.set()
    limits = Limits(cancel=cancelled)
    assert [row["status"] for row in consortium.explain_members(problem, proposal, limits)] == ["unknown"] * 2
    assert not consortium.explain_weights(problem, proposal, limits)["complete"]
