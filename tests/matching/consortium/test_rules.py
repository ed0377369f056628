"""One rule at a time, on three organisations."""

from __future__ import annotations

from tests.matching.consortium.helpers import solve, team
from tests.matching.instances import three_organisations


def test_no_rule__the_nearest_two() -> None:
    """Anna and Bert: 500 for the missing tie, 50 for the way."""
    solution = solve(three_organisations())
    assert (solution.proposals[0].members, solution.objective) == (("anna", "bert"), 550)


def test_min_partners__everyone_is_needed() -> None:
    """The one in the middle leads: 550 and 575."""
    solution = solve(three_organisations(call={"min_partners": 3}))
    assert (solution.proposals[0].lead, solution.objective) == ("bert", 1125)


def test_min_partners__none_asked_still_takes_a_lead() -> None:
    """A team has a lead, so it has a member."""
    assert team(three_organisations(call={"min_partners": 0}, bert={"bonus": 1})) == ["bert"]


def test_max_partners__bounds_a_team_that_pays_for_members() -> None:
    """With a bonus of 600 a member everyone would come."""
    assert team(three_organisations(member_bonus=600)) == ["anna", "bert", "carl"]
    assert len(team(three_organisations(member_bonus=600, call={"max_partners": 2}))) == 2


def test_min_kind__so_many_of_a_kind() -> None:
    """Only Anna and Carl are ETA."""
    eta = three_organisations(anna={"kind": "eta"}, carl={"kind": "eta"})
    eta["call"]["min_kind"] = {"eta": 2}
    assert team(eta) == ["anna", "carl"]


def test_min_small__a_workforce_under_the_limit() -> None:
    """100 is not under 100."""
    sizes = {"anna": {"workforce": 100}, "bert": {"workforce": 100}, "carl": {"workforce": 99}}
    assert team(three_organisations(call={"small_below": 100, "min_small": 1}, **sizes)) == ["bert", "carl"]


def test_min_experienced__so_many_experienced() -> None:
    """Anna and Carl are."""
    skilled = three_organisations(call={"min_experienced": 2}, anna={"experienced": True}, carl={"experienced": True})
    assert team(skilled) == ["anna", "carl"]


def test_lead_experienced__only_the_experienced_may_lead() -> None:
    """Carl alone is experienced, so he leads."""
    solution = solve(three_organisations(call={"lead_experienced": True}, carl={"experienced": True}))
    assert (solution.proposals[0].members, solution.proposals[0].lead) == (("bert", "carl"), "carl")


def test_can_lead__somebody_else_leads() -> None:
    """Anna and Bert may not."""
    solution = solve(three_organisations(anna={"can_lead": False}, bert={"can_lead": False}))
    assert solution.proposals[0].lead == "carl"


def test_min_areas__the_union_counts() -> None:
    """Anna and Bert hold one area together, with Carl two."""
    areas = {"anna": {"areas": ["namur"]}, "bert": {"areas": ["namur"]}, "carl": {"areas": ["liege"]}}
    assert team(three_organisations(call={"min_areas": 2}, **areas)) == ["bert", "carl"]


def test_required_areas__every_one_is_held() -> None:
    """Only Anna and Carl hold both."""
    areas = {"anna": {"areas": ["namur"]}, "carl": {"areas": ["liege"]}}
    assert team(three_organisations(call={"required_areas": ["namur", "liege"]}, **areas)) == ["anna", "carl"]


def test_requires__offers_add_to_the_requirement() -> None:
    """Three trucks: Anna's two and Carl's one."""
    trucks = {"anna": {"offers": {"trucks": 2}}, "carl": {"offers": {"trucks": 1}}}
    assert team(three_organisations(call={"requires": {"trucks": 3}}, **trucks)) == ["anna", "carl"]


def test_max_share_percent__nobody_carries_too_much() -> None:
    """Anna could bring all four trucks, but no more than half may come from one: floor(4 * 60 / 100) = 2."""
    trucks = {"anna": {"offers": {"trucks": 4}}, "carl": {"offers": {"trucks": 2}}}
    call = {"requires": {"trucks": 4}, "min_partners": 1}
    assert team(three_organisations(call=call, **trucks)) == ["anna"]
    solution = solve(three_organisations(call=call | {"max_share_percent": 60}, **trucks))
    assert solution.proposals[0].contributions == {"anna": {"trucks": 2}, "carl": {"trucks": 2}}


def test_min_contribution_percent__nobody_is_there_for_nothing() -> None:
    """Bert offers one truck of eight, under a quarter."""
    trucks = {"anna": {"offers": {"trucks": 6}}, "bert": {"offers": {"trucks": 1}}, "carl": {"offers": {"trucks": 2}}}
    solution = solve(three_organisations(call={"requires": {"trucks": 8}, "min_contribution_percent": 25}, **trucks))
    assert solution.proposals[0].contributions == {"anna": {"trucks": 6}, "carl": {"trucks": 2}}


def test_min_contribution_percent__of_a_requirement_of_nothing_one_counts() -> None:
    """max(1, 0) of a capability that is offered."""
    trucks = {"bert": {"offers": {"trucks": 1}}, "carl": {"offers": {"trucks": 1}}}
    assert team(three_organisations(call={"requires": {"trucks": 0}, "min_contribution_percent": 1}, **trucks)) == [
        "bert",
        "carl",
    ]


def test_budget_cap__asks_add_to_no_more() -> None:
    """Bert asks too much for any team of two."""
    assert team(three_organisations(call={"budget_cap": 5}, bert={"asks": 6}, carl={"asks": 5})) == ["anna", "carl"]


def test_max_km_to_lead__measured_from_the_lead() -> None:
    """With 15 km only Bert may lead all three."""
    assert solve(three_organisations(call={"min_partners": 3, "max_km_to_lead": 15})).proposals[0].lead == "bert"
    assert team(three_organisations(call={"min_partners": 3, "max_km_to_lead": 14})) == []


def test_pinned__is_a_member() -> None:
    """Carl must be there; Bert is nearer than Anna."""
    assert team(three_organisations(pinned=["carl"])) == ["bert", "carl"]


def test_excluded__is_no_member() -> None:
    """Without Bert."""
    assert team(three_organisations(excluded=["bert"])) == ["anna", "carl"]


def test_incompatible__are_not_together() -> None:
    """Bert gets on with neither."""
    assert team(three_organisations(incompatible=[["bert", "anna"], ["bert", "carl"]])) == ["anna", "carl"]


def test_ties__bring_people_together() -> None:
    """With a tie of 100 Anna and Carl are at 125 instead of 625."""
    solution = solve(three_organisations(ties=[["carl", "anna", 100]]))
    assert (solution.proposals[0].members, solution.objective) == (("anna", "carl"), 125)


def test_remoteness__the_weights_count() -> None:
    """Kilometres alone: 10 km of 20 are 500."""
    solution = solve(three_organisations(remoteness={"km_weight": 100, "tie_weight": 0, "km_scale": 20}))
    assert solution.objective == 500


def test_cohesion_pairs__all_pairs_count() -> None:
    """550 + 575 + 625."""
    assert solve(three_organisations(cohesion="pairs", call={"min_partners": 3})).objective == 1750


def test_cohesion_pairs__the_lead_is_the_nearest_to_all() -> None:
    """It changes nothing of the objective, so the one in the middle leads."""
    assert solve(three_organisations(cohesion="pairs", call={"min_partners": 3})).proposals[0].lead == "bert"


def test_bonus__gives_a_turn() -> None:
    """Carl was seldom chosen: with a bonus of 60 he and Bert are 35 better than Anna and Bert."""
    solution = solve(three_organisations(carl={"bonus": 60}))
    assert (solution.proposals[0].members, solution.objective) == (("bert", "carl"), 515)


def test_bonus__of_the_lead_counts_too() -> None:
    """550 less both."""
    assert solve(three_organisations(anna={"bonus": 7}, bert={"bonus": 5})).objective == 538


def test_empty__nobody_to_lead() -> None:
    """No candidates, no team."""
    solution = solve({"kind": "consortium", "call": {"min_partners": 0}, "candidates": []})
    assert (solution.status, solution.conflict) == ("infeasible", ("can_lead",))
