"""The state of a team that people compose."""

from __future__ import annotations

import random
import time

import pytest

from network.matching import consortium
from network.matching.consortium import TeamState
from tests.matching.instances import organisation, three_organisations


def state(team: TeamState, criterion: str) -> tuple[object, object, bool]:
    """(needed, got, ok) of one criterion."""
    found = next(row for row in team.criteria if row.criterion == criterion)
    return found.needed, found.got, found.ok


def test_every_criterion_says_what_is_needed_and_what_there_is() -> None:
    """Anna and Bert break most of them; nothing is raised."""
    problem = consortium.read_problem(
        three_organisations(
            call={
                "min_partners": 3, "max_partners": 1, "min_kind": {"eta": 1}, "small_below": 50, "min_small": 1,
                "min_experienced": 1, "lead_experienced": True, "min_areas": 3, "required_areas": ["liege", "namur"],
                "requires": {"trucks": 5}, "max_share_percent": 60, "min_contribution_percent": 20, "budget_cap": 9,
                "max_km_to_lead": 9,
            },
            anna={"workforce": 60, "areas": ["namur"], "offers": {"trucks": 5}, "asks": 7},
            bert={"workforce": 60, "asks": 3},
            carl={"workforce": 60},
            pinned=["carl"],
            excluded=["bert"],
            incompatible=[["anna", "bert"]],
        )
    )  # fmt: skip
    team = consortium.check_team(problem, ["bert", "anna"], lead="anna")
    assert not team.ok
    assert state(team, "min_partners") == (3, 2, False)
    assert state(team, "can_lead") == (1, 1, True)
    assert state(team, "max_partners") == (1, 2, False)
    assert state(team, "min_kind") == (1, 0, False)
    assert state(team, "min_small") == (1, 0, False)
    assert state(team, "min_experienced") == (1, 0, False)
    assert state(team, "lead_experienced") == (1, 0, False)
    assert state(team, "min_areas") == (3, 1, False)
    assert state(team, "required_areas") == (("liege", "namur"), ("namur",), False)
    assert state(team, "requires.trucks") == (5, 3, False)
    assert state(team, "max_share_percent") == (60, 60, True)
    assert state(team, "min_contribution_percent") == (2, 1, False)
    assert state(team, "budget_cap") == (9, 10, False)
    assert state(team, "max_km_to_lead") == (9, 10, False)
    assert state(team, "pinned") == (("carl",), (), False)
    assert state(team, "excluded") == (0, 1, False)
    assert state(team, "incompatible") == (0, 1, False)
    assert team.contributions == {"anna": {"trucks": 3}, "bert": {}}
    assert team.objective == 550


def test_the_lead_is_chosen_among_those_who_may() -> None:
    """The nearest to all, unless it may not lead."""
    problem = consortium.read_problem(three_organisations(bert={"can_lead": False}))
    assert consortium.check_team(problem, ["anna", "bert", "carl"]).lead == "anna"


def test_nobody_is_no_team() -> None:
    """An empty page to start from."""
    team = consortium.check_team(consortium.read_problem(three_organisations()), [])
    assert (team.ok, team.lead, team.objective, team.contributions) == (False, None, None, {})


def test_a_lead_from_outside_is_a_mistake() -> None:
    """Of the caller."""
    problem = consortium.read_problem(three_organisations())
    with pytest.raises(ValueError, match="no member"):
        consortium.check_team(problem, ["anna"], lead="bert")
    with pytest.raises(KeyError):
        consortium.check_team(problem, ["zoe"])


def test_plain_data() -> None:
    """For a template."""
    row = consortium.check_team(consortium.read_problem(three_organisations()), ["anna", "bert"]).to_dict()
    assert row["criteria"][0] == {
        "criterion": "min_partners", "needed": 2, "got": 2, "ok": True, "kind": None, "names": (),
    }  # fmt: skip


def test_it_follows_every_click() -> None:
    """Under 50 ms at 400 candidates, with time to spare."""
    chance = random.Random(7)
    candidates = [
        organisation(f"c{k}", north_km=chance.random() * 90, offers={"trucks": 3, "m2": 400}, areas=["namur"])
        for k in range(400)
    ]
    ties = [[f"c{k}", f"c{k + 1}", 50] for k in range(399)]
    call = {"requires": {"trucks": 12, "m2": 2000}, "max_share_percent": 30, "max_km_to_lead": 90, "budget_cap": 9}
    problem = consortium.read_problem(three_organisations(candidates=candidates, ties=ties, call=call))
    started = time.process_time()
    consortium.check_team(problem, [f"c{k}" for k in range(10)])
    assert time.process_time() - started < 0.05
