"""Unusable problems of hubs: one line that names the place."""

from __future__ import annotations

from typing import Any

import pytest

from network.errors import ProblemError
from network.matching.hubs import read_problem
from tests.matching.hubs.instances import street

SITE = {"id": "a", "lat": 50.0, "lon": 4.0, "demand": 1, "capacity": 2}


def mapped(*sites: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A problem without a matrix."""
    return {"kind": "hubs", "sites": list(sites), "hub_count": 1} | changes


@pytest.mark.parametrize(
    ("problem", "message"),
    [
        (street(kind="audits"), 'kind: must be "hubs"'),
        (street(colour=1), "colour: unknown key"),
        (street(sites={}), "sites: must be a list"),
        (street(hub_count=0), "hub_count: must be a whole number >= 1"),
        (street(hub_count=2.0), "hub_count: must be a whole number >= 1"),
        (street(distances=[[0]]), "distances: must have a row for each of the 5 sites"),
        (street(distances=[[0] * 4] * 5), "distances[0]: must be a list of 5 distances"),
        (street(distances=[[-1] * 5] * 5), "distances[0][0]: must be a whole number >= 0"),
        (mapped(SITE, hub_count=None), "hub_count: must be a whole number >= 1"),
        (mapped(SITE, SITE), "sites[1].id: is given twice"),
        (mapped(SITE | {"id": ""}), "sites[0].id: must be a text that is not empty"),
        (mapped(SITE | {"demand": -1}), "sites[0].demand: must be a whole number >= 0"),
        (mapped(SITE | {"capacity": True}), "sites[0].capacity: must be a whole number >= 0"),
        (mapped(SITE | {"lat": 91}), "sites[0].lat: must be a number from -90 to 90"),
        (mapped(SITE | {"lon": "4"}), "sites[0].lon: must be a number from -180 to 180"),
        (mapped(SITE | {"can_host": 1}), "sites[0].can_host: must be true or false"),
        (mapped(SITE | {"size": 1}), "sites[0].size: unknown key"),
        (mapped({"id": "a", "demand": 1, "capacity": 2}), "sites[0].lat: is missing"),
    ],
)
def test_a_problem_that_breaks_the_format(problem: dict[str, Any], message: str) -> None:
    """The place and the rule."""
    with pytest.raises(ProblemError) as refused:
        read_problem(problem)
    assert refused.value.message == message


def test_a_matrix_needs_no_places() -> None:
    """Every site may host unless something else is said."""
    read = read_problem(mapped({"id": "a", "demand": 1, "capacity": 2}, distances=[[3]]))
    assert (read.distances, read.sites[0].can_host) == (((3,),), True)
