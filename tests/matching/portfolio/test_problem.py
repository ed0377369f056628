"""Unusable portfolios: one line that names the place."""

from __future__ import annotations

from typing import Any

import pytest

from network.errors import ProblemError
from network.matching.portfolio import read_problem
from tests.matching.portfolio.instances import village


def dossier(**changes: Any) -> dict[str, Any]:
    """A village of one dossier."""
    return village(dossiers=[{"id": "anna", "score": 1, "asks": 2} | changes])


@pytest.mark.parametrize(
    ("problem", "message"),
    [
        (village(kind="panels"), 'kind: must be "portfolio"'),
        (village(colour=1), "colour: unknown key"),
        (village(dossiers={}), "dossiers: must be a list"),
        (village(dossiers=[7]), "dossiers[0]: must be an object"),
        (village(dossiers=[*village()["dossiers"], village()["dossiers"][0]]), "dossiers[4].id: is given twice"),
        (village(envelope=-1), "envelope: must be a whole number >= 0"),
        (village(envelope=1.0), "envelope: must be a whole number >= 0"),
        (village(envelope=10**9 + 1), "envelope: must be a whole number <= 1000000000"),
        (village(cap_per_dossier=True), "cap_per_dossier: must be a whole number >= 0"),
        (village(max_per_member=None), "max_per_member: must be a whole number >= 0"),
        (village(min_per_area=[]), "min_per_area: must be an object"),
        (village(min_per_area={"liege": -1}), "min_per_area.liege: must be a whole number >= 0"),
        (village(min_per_area={"": 1}), 'min_per_area[""]: must be a text that is not empty'),
        (dossier(id=""), "dossiers[0].id: must be a text that is not empty"),
        (dossier(colour=1), "dossiers[0].colour: unknown key"),
        (dossier(score=-1), "dossiers[0].score: must be a whole number >= 0"),
        (dossier(asks="2"), "dossiers[0].asks: must be a whole number >= 0"),
        (dossier(members=["a", "a"]), "dossiers[0].members[1]: is given twice"),
        (dossier(areas=[3]), "dossiers[0].areas[0]: must be a text that is not empty"),
    ],
)
def test_a_problem_that_breaks_the_format(problem: dict[str, Any], message: str) -> None:
    """The place and the rule."""
    with pytest.raises(ProblemError) as refused:
        read_problem(problem)
    assert refused.value.message == message


def test_what_is_missing_is_named() -> None:
    """A portfolio needs its envelope, a dossier its id, points and euros."""
    with pytest.raises(ProblemError, match=r"^envelope: is missing$"):
        read_problem({"kind": "portfolio"})
    for key in ("id", "score", "asks"):
        broken = dossier()
        del broken["dossiers"][0][key]
        with pytest.raises(ProblemError, match=rf"^dossiers\[0\]\.{key}: is missing$"):
            read_problem(broken)


def test_absent_rules_are_none() -> None:
    """And absent lists are empty."""
    read = read_problem({"kind": "portfolio", "dossiers": [{"id": "a", "score": 0, "asks": 0}], "envelope": 0})
    assert (read.cap_per_dossier, read.max_per_member, dict(read.min_per_area)) == (None, None, {})
    assert (read.dossiers[0].members, read.dossiers[0].areas) == ((), ())
