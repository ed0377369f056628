"""Unusable problems of shared posts: one line that names the place."""

from __future__ import annotations

from typing import Any

import pytest

from network.errors import ProblemError
from network.matching.hires import grid_of, read_problem
from tests.matching.hires.instances import demand, village

PLACE = {"id": "x", "lat": 50, "lon": 4, "half_days": 1}
POST = {"host": "anna", "demands": ["anna"]}


def one(**changes: Any) -> dict[str, Any]:
    """A single demand with some keys changed."""
    return {"demands": [PLACE | changes]}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"kind": "hubs"}, 'kind: must be "hires"'),
        ({"colour": 1}, "colour: unknown key"),
        ({"weeks": 3}, "weeks: must be a whole number from 1 to 2"),
        ({"weeks": True}, "weeks: must be a whole number from 1 to 2"),
        ({"first": "posts"}, 'first: must be "half_days" or "demands"'),
        ({"demands": {}}, "demands: must be a list"),
        ({"demands": [1]}, "demands[0]: must be an object"),
        ({"demands": [PLACE, PLACE]}, "demands[1].id: is given twice"),
        (one(id=""), "demands[0].id: must be a text that is not empty"),
        (one(lat=91), "demands[0].lat: must be a number from -90 to 90"),
        (one(lon=float("inf")), "demands[0].lon: must be a number from -180 to 180"),
        (one(half_days=0), "demands[0].half_days: must be a whole number from 1 to 10"),
        (one(half_days=11), "demands[0].half_days: must be a whole number from 1 to 10"),
        (one(half_days=2.0), "demands[0].half_days: must be a whole number from 1 to 10"),
        (one(half_days=21) | {"weeks": 2}, "demands[0].half_days: must be a whole number from 1 to 20"),
        (one(open=["sat_am"]), "demands[0].open[0]: is no half-day of the grid"),
        (one(open=["w1_mon_am"]), "demands[0].open[0]: is no half-day of the grid"),
        (one(open=["mon_am"]) | {"weeks": 2}, "demands[0].open[0]: is no half-day of the grid"),
        (one(open=["mon_am", "mon_am"]), "demands[0].open[1]: is given twice"),
        (one(open="mon_am"), "demands[0].open: must be a list"),
        (one(must=[1]), "demands[0].must[0]: must be a text that is not empty"),
        (one(must=["mon_am", "mon_am"]), "demands[0].must[1]: is given twice"),
        (one(priority=-1), "demands[0].priority: must be a whole number >= 0"),
        (one(can_host=1), "demands[0].can_host: must be true or false"),
        (one(kind="eta"), "demands[0].kind: unknown key"),
        ({"posts": []}, "posts: must be an object"),
        ({"posts": {"min_km": 1}}, "posts.min_km: unknown key"),
        ({"posts": {"max_km": 1.5}}, "posts.max_km: must be a whole number >= 0"),
        ({"posts": {"min_half_days": None}}, "posts.min_half_days: must be a whole number >= 0"),
        ({"posts": {"max_sites": 10**9 + 1}}, "posts.max_sites: must be a whole number <= 1000000000"),
        ({"keep": {"post": []}}, "keep.post: unknown key"),
        ({"keep": ["anna"]}, "keep[0]: must be an object"),
        ({"keep": [{"demands": ["anna"]}]}, "keep[0].host: is missing"),
        ({"keep": [POST | {"host": "bert"}]}, "keep[0].host: is none of the demands"),
        ({"keep": [POST | {"demands": ["zoe"]}]}, "keep[0].demands[0]: is not the id of any listed"),
        ({"keep": [POST | {"demands": ["anna", "anna"]}]}, "keep[0].demands[1]: is given twice"),
        ({"keep": [POST | {"timetable": {}}]}, "keep[0].timetable.anna: is missing"),
        ({"keep": [POST | {"timetable": {"bert": []}}]}, "keep[0].timetable.bert: unknown key"),
        ({"keep": [POST | {"timetable": {"anna": ["am"]}}]}, "keep[0].timetable.anna[0]: is no half-day of the grid"),
        ({"previous": []}, "previous: must be an object"),
        ({"previous": {"posts": [1]}}, "previous.posts[0]: must be an object"),
        ({"previous": {"posts": [POST, POST]}}, "previous.posts[1].demands[0]: is given twice"),
        ({"stay": True}, "stay: needs a previous solution"),
        ({"stay": 1, "previous": {}}, "stay: must be true or false"),
    ],
)
def test_a_problem_that_breaks_the_format(changes: dict[str, Any], message: str) -> None:
    """The place and the rule."""
    with pytest.raises(ProblemError) as refused:
        read_problem(village() | changes)
    assert refused.value.message == message


def test_absent_keys_have_the_values_of_the_format() -> None:
    """Demands are sorted, half-days are in the order of the grid."""
    rows = [demand("b", 1, open=["tue_am", "mon_pm"]), demand("a", 2)]
    read = read_problem({"kind": "hires", "demands": rows})
    first, second = read.demands
    assert (first.id, first.open, first.must, first.priority, first.can_host) == ("a", grid_of(1), (), 1, True)
    assert second.open == ("mon_pm", "tue_am")
    assert (read.rules.min_half_days, read.rules.max_half_days, read.rules.max_km) == (1, 10, None)
    assert read_problem({"kind": "hires", "weeks": 2, "demands": []}).rules.max_half_days == 20
