"""Unusable problems: one line that names the place."""

from __future__ import annotations

from typing import Any

import pytest

from network.errors import ProblemError
from network.matching.consortia import read_problem
from tests.matching.consortia.helpers import PAIR, road
from tests.matching.instances import organisation


def one(**changes: Any) -> dict[str, Any]:
    """A road of one project."""
    return road(projects=[{"id": "moulin", "call": PAIR} | changes])


@pytest.mark.parametrize(
    ("problem", "message"),
    [
        (road(kind="consortium"), 'kind: must be "consortia"'),
        (road(colour=1), "colour: unknown key"),
        (road(call=PAIR), "call: unknown key"),
        (road(projects={}), "projects: must be a list"),
        (road(projects=[7]), "projects[0]: must be an object"),
        (road(projects=2 * road()["projects"]), "projects[2].id: is given twice"),
        (road(max_per_member=-1), "max_per_member: must be a whole number >= 0"),
        (road(max_per_member=1.0), "max_per_member: must be a whole number >= 0"),
        (road(max_of_member=[]), "max_of_member: must be an object"),
        (road(max_of_member={"anna": -1}), "max_of_member.anna: must be a whole number >= 0"),
        (road(max_of_member={"zoe": 1}), "max_of_member.zoe: is not the id of any listed"),
        (road(ties=[["anna", "zoe", 5]]), "ties[0][1]: is not the id of any listed"),
        (road(candidates=[{"id": "anna"}]), "candidates[0].lat: is missing"),
        (one(id=""), "projects[0].id: must be a text that is not empty"),
        (one(colour=1), "projects[0].colour: unknown key"),
        (one(alternatives=1), "projects[0].alternatives: unknown key"),
        (one(call={}), "projects[0].call.min_partners: is missing"),
        (one(pinned=["zoe"]), "projects[0].pinned[0]: is not the id of any listed"),
        (one(candidates=[{"id": "anna"}], ties=[]), "projects[0].candidates[0].lat: is missing"),
        (one(candidates=[organisation("zoe")]), "ties[0][0]: is not the id of any listed"),
        (one(cohesion="love"), 'projects[0].cohesion: must be "lead" or "pairs"'),
    ],
)
def test_a_problem_that_breaks_the_format(problem: dict[str, Any], message: str) -> None:
    """The place and the rule."""
    with pytest.raises(ProblemError) as refused:
        read_problem(problem)
    assert refused.value.message == message


def test_what_a_project_does_not_say_holds_for_all() -> None:
    """Candidates, ties and the rest; each may be in one consortium unless it is said."""
    own = [organisation("anna", north_km=1), organisation("emil")]
    projects = [{"id": "moulin", "call": PAIR}, {"id": "verger", "call": PAIR, "candidates": own, "ties": []}]
    read = read_problem(road(projects=projects, cohesion="pairs", max_of_member={"emil": 3}))
    assert [len(project.team.candidates) for project in read.projects] == [4, 2]
    assert {project.team.cohesion for project in read.projects} == {"pairs"}
    assert read.organisations == ("anna", "bert", "carl", "dora", "emil")
    assert (read.most_of("anna"), read.most_of("emil")) == (1, 3)
