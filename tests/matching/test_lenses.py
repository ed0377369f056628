"""One team problem looked at through several lenses."""

from __future__ import annotations

import pytest

from network.errors import ProblemError
from network.matching import lenses
from network.matching.solver import Limits, Status
from network.matching.validation import RuleBrokenError

LIMITS = Limits(seconds=10, workers=1, seed=0)


def candidate(name, lat, *, trucks=2, asks=1000, **facts):
    return {"id": name, "lat": lat, "lon": 4.5, "offers": {"trucks": trucks}, "asks": asks, **facts}


def problem(**changes):
    """Five organisations on a road: a, b and c near one another, d and e further on; c brings most, e asks least."""
    team = {
        "kind": "consortium",
        "call": {"min_partners": 2, "requires": {"trucks": 4}},
        "candidates": [
            candidate("a", 50.0),
            candidate("b", 50.1),
            candidate("c", 50.15, trucks=4, asks=3000),
            candidate("d", 50.6, asks=500),
            candidate("e", 50.7, asks=400),
        ],
    }
    looks = [
        {"name": "closest"},
        {"name": "shared", "least": "max_share_percent"},
        {"name": "newcomers", "bonus": {"d": 900, "e": 900}},
        {"name": "cheapest", "least": "budget_cap"},
    ]
    return {"kind": "lenses", "problem": team, "lenses": looks} | changes


def look(**changes):
    read = lenses.read_problem(problem(**changes))
    found = lenses.solve(read, LIMITS).to_dict()
    lenses.validate(read, found)
    return found


def test_each_lens_has_its_team():
    found = look()
    assert [(row["lenses"], row["members"], row["call"]) for row in found["proposals"]] == [
        (["closest"], ["b", "c"], {}),
        (["shared"], ["a", "b", "c", "d"], {"max_share_percent": 25}),
        (["newcomers", "cheapest"], ["d", "e"], {}),
    ]
    assert (found["status"], found["alternatives_complete"], found["unlooked"]) == ("optimal", True, [])


def test_the_first_lens_gives_the_status_and_its_alternatives_come_last():
    found = look(problem=problem()["problem"] | {"alternatives": 1}, lenses=problem()["lenses"][:1])
    assert [row["lenses"] for row in found["proposals"]] == [["closest"], ["closest"]]
    assert found["objective"] == found["proposals"][0]["objective"]


def test_a_margin_is_asked_first_and_left_out_where_no_team_has_it():
    with_margin = look(margin={"trucks": 6})
    assert with_margin["proposals"][0]["call"] == {"requires": {"trucks": 6}}
    without = look(margin={"trucks": 99})
    assert without["proposals"][0]["call"] == {}
    asked = problem()["problem"]["call"]["requires"]
    assert look(margin={"trucks": 0})["proposals"][0]["call"] == {"requires": asked}  # a margin never asks for less


def test_without_a_team_the_reasons_are_those_of_the_problem():
    team = problem()["problem"] | {"call": {"min_partners": 2, "requires": {"trucks": 99}}}
    found = look(problem=team, margin={"trucks": 120})
    assert (found["status"], found["conflict"]) == ("infeasible", ["requires.trucks"])
    assert found["relaxations"] == [{"criterion": "requires.trucks", "from": 99, "to": 12}]


def test_out_of_time():
    read = lenses.read_problem(problem())
    found = lenses.solve(read, Limits(seconds=0.0, workers=1, seed=0))
    assert found.status in (Status.UNKNOWN, Status.FEASIBLE, Status.OPTIMAL)
    lenses.validate(read, found.to_dict())


def test_same_problem_same_bytes():
    assert look() | {"seconds": 0} == look() | {"seconds": 0}


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"lenses": []}, "lenses: "),
        ({"lenses": [{"name": "a"}, {"name": "a"}]}, "lenses: "),
        ({"lenses": [{"name": "a", "least": "min_partners"}]}, "lenses[0].least: "),
        ({"lenses": [{"name": "a", "bonus": {"d": -1}}]}, "lenses[0].bonus.d: "),
        ({"lenses": [{"name": "a", "remoteness": {"km_weight": 1}}]}, "lenses[0].remoteness.tie_weight: "),
        ({"margin": {"trucks": 2.0}}, "margin.trucks: "),
        ({"problem": 5}, "problem: "),
        ({"more": 1}, "more: "),
    ],
)
def test_unusable(changes, place):
    with pytest.raises(ProblemError) as error:
        lenses.read_problem(problem(**changes))
    assert error.value.message.startswith(place)


@pytest.mark.parametrize("call", [{"requires": {"trucks": 1}}, {"min_partners": 1}])
def test_validate__a_look_never_loosens(call):
    read = lenses.read_problem(problem())
    found = lenses.solve(read, LIMITS).to_dict()
    found["proposals"][0]["call"] = call
    with pytest.raises(RuleBrokenError):
        lenses.validate(read, found)
