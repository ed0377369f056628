"""A solution that breaks any rule is refused, whoever made it."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from network.matching import hires
from network.matching.validation import RuleBrokenError
from tests.matching.hires.helpers import solve
from tests.matching.hires.instances import demand, village

Edit = Callable[[dict[str, Any]], Any]
EVERYTHING = village(
    demand("dora", 5, north_km=80), min_half_days=8, max_half_days=9, max_sites=3, max_km=5, max_sites_per_day=2,
    max_km_same_day=5,
)  # fmt: skip
EVERYTHING["demands"][1] |= {"open": ["mon_am", "tue_am", "wed_am", "thu_am", "fri_am"], "must": ["thu_am"]}
TIMETABLE = {
    "anna": ["mon_am", "mon_pm", "tue_am", "tue_pm"],
    "bert": ["wed_am", "thu_am", "fri_am"],
    "carl": ["wed_pm", "thu_pm"],
}
SOLUTION = {
    "kind": "hires", "status": "optimal", "objective": [9, 1, 10000], "bound": [9, 1, 10000], "seconds": 0.1, "seed": 0,
    "posts": [{"host": "bert", "demands": ["anna", "bert", "carl"], "timetable": TIMETABLE}], "unplaced": ["dora"],
}  # fmt: skip


def post(change: Callable[[dict[str, Any]], Any]) -> Edit:
    """A change of the one post."""
    return lambda solution: change(solution["posts"][0])


def week(**slots: list[str]) -> Edit:
    """A change of its timetable."""
    return post(lambda p: p["timetable"].update(slots))


def test_the_engine_finds_it() -> None:
    """But for the timetable, of which there are many."""
    found = solve(EVERYTHING)
    assert (found.objective, found.bound, found.unplaced) == ([9, 1, 10000], [9, 1, 10000], ("dora",))
    assert (found.posts[0].host, found.posts[0].demands) == ("bert", ("anna", "bert", "carl"))


@pytest.mark.parametrize(
    ("edit", "rule"),
    [
        (lambda s: s.update(kind="audits"), "kind"),
        (lambda s: s.update(unplaced=[]), "every demand in one post or unplaced"),
        (lambda s: s["unplaced"].append("anna"), "every demand in one post or unplaced"),
        (lambda s: s["posts"].append(deepcopy(s["posts"][0])), "every demand in one post or unplaced"),
        (lambda s: s.update(objective=[9, 1, 9999]), "the objective is not that of the posts"),
        (lambda s: s.update(bound=[9, 1, 9999]), "status optimal with"),
        (lambda s: s.update(bound=[8, None, None], status="feasible"), "the bound 8 is on the wrong side of 9"),
        (lambda s: s.update(status="unknown"), "posts without a solution"),
        (post(lambda p: p.update(host="dora")), "host of the post of dora"),
        (post(lambda p: p.update(demands=["anna", "bert", "bert", "carl"])), "host of"),
        (post(lambda p: p.update(demands=["anna", "bert", "carl", "zoe"])), "host of"),
        (post(lambda p: p.update(demands=["anna", "bert"])), "half_days of"),
        (post(lambda p: p.update(host="anna")), "max_km of"),
        (week(carl=["wed_pm"]), "timetable of"),
        (week(carl=["wed_pm", "fri_am"]), "timetable of"),
        (week(dora=["fri_pm"]), "timetable of"),
        (week(bert=["wed_am", "thu_am", "fri_pm"]), "open of"),
        (week(bert=["mon_am", "wed_am", "fri_am"], anna=["mon_pm", "tue_am", "tue_pm", "thu_am"]), "must of"),
        (week(anna=["wed_pm", "mon_am", "mon_pm", "tue_am"], carl=["thu_pm", "mon_pm"]), "timetable of"),
        (week(anna=["mon_am", "mon_pm", "tue_am", "wed_pm"], carl=["tue_pm", "thu_pm"]), "max_km_same_day of"),
    ],
)  # fmt: skip
def test_a_change_of_the_solution_is_noticed(edit: Edit, rule: str) -> None:
    """One change at a time of a solution that is right."""
    solution, problem = deepcopy(SOLUTION), hires.read_problem(EVERYTHING)
    hires.validate(problem, solution)
    edit(solution)
    with pytest.raises(RuleBrokenError, match=f"^{rule}"):
        hires.validate(problem, solution)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"posts": {"min_half_days": 10}}, "half_days"),
        ({"posts": {"max_half_days": 8}}, "half_days"),
        ({"posts": {"max_sites": 2}}, "max_sites"),
        ({"posts": {"max_sites_per_day": 1}}, "max_sites_per_day"),
        ({"posts": {"max_km_same_day": 4}}, "max_km_same_day"),
        ({"bert": {"can_host": False}}, "host"),
        ({"bert": {"priority": 2}}, "the objective is not that of the posts"),
        ({"first": "demands"}, "the objective is not that of the posts"),
        ({"keep": [{"host": "anna", "demands": ["anna", "bert"]}]}, "keep"),
        ({"keep": [{"host": "bert", "demands": ["anna", "bert", "carl"],
                    "timetable": TIMETABLE | {"carl": ["fri_pm", "thu_pm"]}}]}, "keep"),
    ],
)  # fmt: skip
def test_a_rule_that_the_posts_do_not_hold_is_noticed(changes: dict[str, Any], rule: str) -> None:
    """The same posts under a problem with one thing changed."""
    problem = deepcopy(EVERYTHING)
    problem["posts"] |= changes.pop("posts", {})
    for row in problem["demands"]:
        row |= changes.pop(row["id"], {})
    with pytest.raises(RuleBrokenError, match=f"^{rule}"):
        hires.validate(hires.read_problem(problem | changes), SOLUTION)


def test_infeasible_comes_without_posts() -> None:
    """Neither objective nor posts."""
    problem = EVERYTHING | {"keep": [{"host": "dora", "demands": ["anna", "dora"]}]}
    solution = solve(problem).to_dict()
    assert (solution["status"], solution["conflict"]) == ("infeasible", [{"keep": 0, "rule": "max_km"}])
    hires.validate(hires.read_problem(problem), solution)
    with pytest.raises(RuleBrokenError):
        hires.validate(hires.read_problem(problem), solution | {"objective": [0, 0, 0]})
