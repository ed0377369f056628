"""Posts to keep, an earlier solution to start from, and as much of it as can stay."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from network.matching.solver import Status
from tests.matching.hires import brute_force
from tests.matching.hires.helpers import solve
from tests.matching.hires.instances import demand, village
from tests.matching.hires.random_problems import problems, rules
from tests.matching.hires.test_properties import steady

APART = {"host": "anna", "demands": ["anna", "carl"]}


def test_a_post_to_keep_stands() -> None:
    """Though another host and all three together were better; its timetable too, if it has one."""
    found = solve(village() | {"keep": {"posts": [APART]}})
    assert (found.objective, found.bound) == ([9, 2, 10000], [9, 2, 10000])
    assert [(post.host, post.demands) for post in found.posts] == [("anna", ("anna", "carl")), ("bert", ("bert",))]
    slots = {"anna": ["tue_am", "tue_pm", "fri_am", "fri_pm"], "carl": ["wed_am", "wed_pm"]}
    kept = solve(village() | {"keep": [APART | {"timetable": slots}]})
    assert kept.posts[0].to_dict()["timetable"] == slots


def test_posts_to_keep_that_cannot_stand_are_named() -> None:
    """Each with the first rule that it breaks; the same post twice is one."""
    keep = [APART, {"host": "bert", "demands": ["bert"]}, {"host": "carl", "demands": ["bert", "carl"]}, APART]
    found = solve(village(max_km=7) | {"keep": keep})
    assert found.status is Status.INFEASIBLE
    assert [broken.to_dict() for broken in found.conflict] == [
        {"keep": 0, "rule": "max_km"}, {"keep": 2, "rule": "demands"}, {"keep": 3, "rule": "max_km"},
    ]  # fmt: skip
    assert solve(village() | {"keep": [APART, APART]}).objective == [9, 2, 10000]


def test_a_post_too_large_for_any_timetable_cannot_stand() -> None:
    """Thirty demands in one post."""
    crowd = [demand(f"d{k:02}", 5) for k in range(30)]
    keep = [{"host": "d00", "demands": [row["id"] for row in crowd]}]
    found = solve({"kind": "hires", "demands": crowd, "keep": keep})
    assert [broken.rule for broken in found.conflict] == ["half_days"]


def test_as_many_posts_as_can_stay_do() -> None:
    """The first objective counts them; a post that breaks a rule by now does not stay."""
    previous = {"posts": [APART, {"host": "bert", "demands": ["bert"]}]}
    assert solve(village() | {"previous": previous}).objective == [9, 1, 10000]
    assert solve(village() | {"previous": previous, "stay": True}).objective == [2, 9, 2, 10000]
    assert solve(village(max_km=7) | {"previous": previous, "stay": True}).objective == [1, 9, 3, 0]


def test_who_has_gone_takes_the_earlier_post_along() -> None:
    """The post of Carl and Zoe, who is no demand any more."""
    previous = {"posts": [{"host": "zoe", "demands": ["carl", "zoe"]}, {"host": "bert", "demands": ["bert"]}]}
    assert solve(village() | {"previous": previous, "stay": True}).objective == [1, 9, 2, 10000]


def test_the_timetable_of_an_earlier_post_is_taken_over() -> None:
    """Where nothing says otherwise."""
    slots = {
        "anna": ["tue_am", "tue_pm", "fri_am", "fri_pm"],
        "bert": ["wed_pm", "thu_am", "thu_pm"],
        "carl": ["mon_am", "wed_am"],
    }
    post = {"host": "bert", "demands": ["anna", "bert", "carl"], "timetable": slots}
    assert solve(village() | {"previous": {"posts": [post]}}).posts[0].to_dict() == post


@settings(steady, max_examples=50)
@given(problems(most_demands=5), rules(), st.booleans(), st.data())
def test_with_what_stands_the_rest_is_best(
    problem: dict[str, Any], changed: dict[str, int], stay: bool, data: st.DataObject
) -> None:
    """Under changed rules, with some posts of the solution under the old ones to keep and all of them to stay."""
    earlier = solve(problem).to_dict()
    keep = data.draw(st.lists(st.sampled_from(earlier["posts"]), max_size=1)) if earlier["posts"] else []
    after = problem | {"posts": changed, "previous": earlier, "keep": keep, "stay": stay}
    found, best = solve(after), brute_force.best(after)
    assert (found.status is Status.INFEASIBLE) == (best is None)
    assert found.objective == found.bound == best
