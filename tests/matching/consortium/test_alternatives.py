"""Alternatives, and changing one thing at a time."""

from __future__ import annotations

import pytest

from network.errors import ProblemError
from network.matching import consortium
from tests.matching.consortium.helpers import conflict, solve, team
from tests.matching.instances import three_organisations


def test_alternatives__differ_from_every_earlier_one() -> None:
    """Two teams of two besides the best; with a difference of two there is none, for there are three people."""
    solution = solve(three_organisations(alternatives=2))
    assert [proposal.members for proposal in solution.proposals] == [
        ("anna", "bert"), ("bert", "carl"), ("anna", "carl"),
    ]  # fmt: skip
    assert [proposal.objective for proposal in solution.proposals] == [550, 575, 625]
    alone = solve(three_organisations(alternatives=2, min_difference=2, call={"max_partners": 2}))
    assert (len(alone.proposals), alone.alternatives_complete) == (1, True)


def test_alternatives__a_larger_team_has_enough_that_is_new() -> None:
    """Anna alone is best; the next has two members that she is not."""
    solution = solve(three_organisations(alternatives=1, min_difference=2, call={"min_partners": 1}, anna={"bonus": 1}))
    assert [proposal.members for proposal in solution.proposals] == [("anna",), ("bert", "carl")]


def test_keep__must_stand() -> None:
    """As members, in the solution's own form or as a plain list."""
    assert team(three_organisations(keep=["carl"])) == ["bert", "carl"]
    assert team(three_organisations(keep={"members": ["carl"]})) == ["bert", "carl"]


def test_keep__counts_as_pinned_where_it_cannot_be() -> None:
    """The criterion that would have to go."""
    assert conflict(three_organisations(keep=["carl"], excluded=["carl"])) == ["pinned", "excluded"]


def test_previous__changes_nothing_of_what_is_best() -> None:
    """It is only where the search starts."""
    earlier = solve(three_organisations(pinned=["carl"])).to_dict()
    assert team(three_organisations(previous=earlier)) == ["anna", "bert"]


def test_stay__as_many_as_possible_stay() -> None:
    """Carl and Anna were the team; now Anna may not be in it, so Carl stays and Bert comes."""
    earlier = solve(three_organisations(excluded=["bert"])).to_dict()
    solution = solve(three_organisations(excluded=["anna"], previous=earlier, stay=True))
    assert (solution.objective, solution.bound) == ([1, 575], [1, 575])
    assert solution.proposals[0].members == ("bert", "carl")


def test_stay__before_what_is_near() -> None:
    """Anna and Carl both stay, although Anna and Bert would be nearer."""
    earlier = solve(three_organisations(excluded=["bert"])).to_dict()
    assert solve(three_organisations(previous=earlier, stay=True)).objective == [2, 625]


def test_stay__who_is_no_candidate_any_more_cannot() -> None:
    """A previous solution may name others, and may have had no team at all."""
    earlier = {"proposals": [{"members": ["zoe", "anna"]}], "status": "optimal"}
    assert solve(three_organisations(previous=earlier, stay=True)).objective == [1, 550]
    without = {"status": "infeasible", "conflict": ["max_partners"]}
    assert solve(three_organisations(previous=without, stay=True)).objective == [0, 550]


def test_stay__needs_something_to_stay() -> None:
    """Unusable otherwise."""
    with pytest.raises(ProblemError, match="stay: needs a previous solution"):
        consortium.read_problem(three_organisations(stay=True))
