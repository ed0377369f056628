"""Why a demand is unplaced, and what would place it."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings

from network.matching import hires
from tests.matching.hires.helpers import solve
from tests.matching.hires.instances import demand, village
from tests.matching.hires.random_problems import problems
from tests.matching.hires.test_properties import steady

TEN = {"min_half_days": 9, "max_half_days": 10, "max_km": 10}


def reasons(problem: dict[str, Any]) -> dict[str, hires.Reason]:
    """Of the unplaced demands of the best solution."""
    return hires.explain_unplaced(hires.read_problem(problem), solve(problem).to_dict())


def changes(reason: hires.Reason) -> list[dict[str, Any]]:
    """As plain data."""
    return [change.to_dict() for change in reason.changes]


def test_nobody_is_near() -> None:
    """12 km from the nearest host: `max_km` of 12 would do, since the post has one half-day left."""
    found = reasons(village(demand("dora", 1, north_km=22), **TEN))["dora"]
    assert (found.code, found.host, found.metres) == ("no_neighbour", "carl", 12000)
    assert changes(found) == [
        {"rule": "max_km", "to": 12, "half_days": [], "host": "carl", "demands": ["anna", "bert", "carl", "dora"]},
        {"rule": "min_half_days", "to": 1, "half_days": [], "host": "dora", "demands": ["dora"]},
    ]


def test_nobody_is_free_at_the_same_time() -> None:
    """Dora is open on Monday morning alone, and that is when the others need theirs."""
    problem = village(demand("dora", 1, north_km=5, open=["mon_am"]), **TEN)
    problem["demands"][0]["must"] = ["mon_am", "mon_pm"]
    found = reasons(problem)["dora"]
    assert (found.code, found.host, found.metres) == ("no_common_half_day", "bert", 0)
    everyone = ["anna", "bert", "carl", "dora"]
    assert changes(found)[0] == {
        "rule": "open", "to": None, "half_days": ["tue_am"], "host": "dora", "demands": everyone,
    }  # fmt: skip


def test_too_few_half_days_make_no_post() -> None:
    """9 of the 10 that are needed."""
    found = reasons(village(min_half_days=10))
    assert {name: (reason.code, reason.half_days) for name, reason in found.items()} == dict.fromkeys(
        ("anna", "bert", "carl"), ("post_too_small", 9)
    )
    assert changes(found["anna"]) == [
        {"rule": "min_half_days", "to": 9, "half_days": [], "host": "bert", "demands": ["anna", "bert", "carl"]}
    ]


def test_others_have_the_better_place() -> None:
    """A post of 6 has room for Anna and Carl, not for Bert too; what is larger than a post has room in none."""
    found = reasons(village(demand("dora", 7), min_half_days=5, max_half_days=6))
    assert {name: (reason.code, reason.demands) for name, reason in found.items()} == {
        "bert": ("no_room", ("bert", "carl")),
        "dora": ("no_room", ()),
    }


def test_no_room_for_it_and_a_host() -> None:
    """Dora fills a post and cannot be its host; Emil, who is never there, suits no week."""
    dora, emil = demand("dora", 10, can_host=False), demand("emil", 1, can_host=False, open=[])
    found = reasons(village(dora, emil))
    assert (found["dora"].code, found["dora"].half_days) == ("no_room", None)
    assert found["emil"].code == "no_common_half_day"


def test_what_counts_for_nothing_has_room_as_it_is() -> None:
    """No change is named where none is needed: a demand of priority 0 would be one post more."""
    found = reasons(village(demand("dora", 2, priority=0)))["dora"]
    assert (found.code, found.demands, found.changes) == ("no_room", ("dora",), ())


def test_posts_that_stand_take_nobody_in() -> None:
    """The post of Anna and Bert has room for Carl, but is kept."""
    problem = village(max_km=10, min_half_days=3) | {"keep": [{"host": "anna", "demands": ["anna", "bert"]}]}
    found = reasons(problem)["carl"]
    assert (found.code, found.demands) == ("no_room", ("bert", "carl"))
    assert [change["rule"] for change in changes(found)] == ["min_half_days"]


@settings(steady, max_examples=30)
@given(problems())
def test_every_change_places_the_demand(problem: dict[str, Any]) -> None:
    """With it more is placed, or as much where the demand has no worth."""
    solution = solve(problem)
    assert solution.objective is not None
    explained = hires.explain_unplaced(hires.read_problem(problem), solution.to_dict())
    assert tuple(explained) == solution.unplaced
    for name, reason in explained.items():
        for change in reason.changes:
            row = next(row for row in problem["demands"] if row["id"] == name)
            after = solve(changed(problem, name, change)).objective
            assert after is not None
            worth = row["priority"] * (row["half_days"] if problem["first"] == "half_days" else 1)
            assert after[0] >= solution.objective[0] + worth


def changed(problem: dict[str, Any], name: str, change: hires.Change) -> dict[str, Any]:
    """The problem with one change."""
    if change.rule != "open":
        return problem | {"posts": problem["posts"] | {change.rule: change.to}}
    opened = [
        row | {"open": [*row["open"], *change.half_days]} if row["id"] == name else row for row in problem["demands"]
    ]
    return problem | {"demands": opened}
