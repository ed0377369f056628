"""Unusable input: one line that names the place."""

from __future__ import annotations

import json
from typing import Any

import pytest

from network.errors import ProblemError
from network.matching.consortium import read_problem
from network.matching.problem import Node, parse_json
from network.matching.registry import KINDS, kind_named
from network.matching.registry import read_problem as read_any
from network.matching.solver import Limits
from tests.matching.instances import organisation, three_organisations

LOCATED = {"id": "x", "lat": 50, "lon": 4}
WEIGHTS = {"km_weight": 50, "tie_weight": 50, "km_scale": 100}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": 1, "b": [{"c": 1, "c": 2}]}', "b[0].c: is given twice"),
        ('{"a\\n": 1, "a\\n": 2}', '["a\\n"]: is given twice'),
        ('{"a": NaN}', "problem: NaN is no number of JSON"),
        ('{"a": -Infinity}', "problem: -Infinity is no number of JSON"),
        ('{"a": ' + "9" * 5000 + "}", "problem: a number of 5000 digits is too long"),
        ('{"a": 0.' + "9" * 5000 + "}", "problem: a number of 5002 digits is too long"),
        ('{"a": 1', "problem: Expecting ',' delimiter at line 1, column 8"),
        ("", "problem: Expecting value at line 1, column 1"),
        ("[" * 100_000 + "]" * 100_000, "problem: is nested too deeply"),
        (b'{"a": "\xff"}', "problem: must be UTF-8, byte 7 is not"),
    ],
)
def test_text_that_is_not_usable_json(text: str | bytes, message: str) -> None:
    """Strict JSON in UTF-8."""
    with pytest.raises(ProblemError) as refused:
        parse_json(text if isinstance(text, bytes) else text.encode())
    assert refused.value.message == message


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"kind": "hubs"}, 'kind: must be "consortium"'),
        ({"colour": 1}, "colour: unknown key"),
        ({"call": {"min_partner": 1}}, "call.min_partner: unknown key"),
        ({"call": {"min_partners": True}}, "call.min_partners: must be a whole number >= 0"),
        ({"call": {"min_partners": 2.0}}, "call.min_partners: must be a whole number >= 0"),
        ({"call": {"min_partners": -1}}, "call.min_partners: must be a whole number >= 0"),
        ({"call": {"min_partners": 10**9 + 1}}, "call.min_partners: must be a whole number <= 1000000000"),
        ({"call": {"min_small": 1}}, "call.small_below: is missing, min_small needs it"),
        ({"call": {"small_below": 9}}, "call.min_small: is missing, small_below needs it"),
        ({"call": {"min_small": 1, "small_below": 9}}, "candidates[0].workforce: is missing"),
        ({"call": {"max_share_percent": 0}}, "call.max_share_percent: must be a whole number from 1 to 100"),
        ({"call": {"max_share_percent": 101}}, "call.max_share_percent: must be a whole number from 1 to 100"),
        ({"call": {"requires": {"": 1}}}, 'call.requires[""]: must be a text that is not empty'),
        ({"call": {"requires": {"trucks": "2"}}}, "call.requires.trucks: must be a whole number >= 0"),
        ({"call": {"requires": [1]}}, "call.requires: must be an object"),
        ({"call": {"required_areas": ["a", "a"]}}, "call.required_areas[1]: is given twice"),
        ({"call": {"lead_experienced": 1}}, "call.lead_experienced: must be true or false"),
        ({"candidates": {}}, "candidates: must be a list"),
        ({"candidates": [1]}, "candidates[0]: must be an object"),
        ({"candidates": [LOCATED | {"id": ""}]}, "candidates[0].id: must be a text that is not empty"),
        ({"candidates": [LOCATED | {"id": 7}]}, "candidates[0].id: must be a text that is not empty"),
        ({"candidates": [LOCATED | {"id": "\ud800"}]}, "candidates[0].id: must be valid Unicode"),
        ({"candidates": [{"lat": 50, "lon": 4}]}, "candidates[0].id: is missing"),
        ({"candidates": [LOCATED, LOCATED]}, "candidates[1].id: is given twice"),
        ({"candidates": [LOCATED | {"lat": 90.5}]}, "candidates[0].lat: must be a number from -90 to 90"),
        ({"candidates": [LOCATED | {"lon": float("nan")}]}, "candidates[0].lon: must be a number from -180 to 180"),
        ({"candidates": [LOCATED | {"lon": True}]}, "candidates[0].lon: must be a number from -180 to 180"),
        ({"candidates": [LOCATED | {"asks": -1}]}, "candidates[0].asks: must be a whole number >= 0"),
        ({"candidates": [LOCATED | {"asks": None}]}, "candidates[0].asks: must be a whole number >= 0"),
        ({"anna": {"offers": {"trucks": 1.5}}}, "candidates[0].offers.trucks: must be a whole number >= 0"),
        ({"ties": [["anna", "bert"]]}, "ties[0]: must be two ids and a tie"),
        ({"ties": [["anna", "zoe", 1]]}, "ties[0][1]: is not the id of any listed"),
        ({"ties": [["anna", "anna", 1]]}, "ties[0]: pairs an id with itself"),
        ({"ties": [["anna", "bert", 1], ["bert", "anna", 1]]}, "ties[1]: is given twice"),
        ({"ties": [["anna", "bert", 101]]}, "ties[0][2]: must be a whole number from 0 to 100"),
        ({"incompatible": [["anna", "anna"]]}, "incompatible[0]: pairs an id with itself"),
        ({"pinned": ["zoe"]}, "pinned[0]: is not the id of any listed"),
        ({"excluded": ["anna", "anna"]}, "excluded[1]: is given twice"),
        ({"cohesion": "all"}, 'cohesion: must be "lead" or "pairs"'),
        ({"remoteness": WEIGHTS | {"km_weight": 60}}, "remoteness: km_weight and tie_weight must add to 100"),
        ({"remoteness": WEIGHTS | {"km_scale": 0}}, "remoteness.km_scale: must be a whole number >= 1"),
        ({"remoteness": {"km_weight": 50, "tie_weight": 50}}, "remoteness.km_scale: is missing"),
        ({"min_difference": 0}, "min_difference: must be a whole number >= 1"),
        ({"alternatives": -1}, "alternatives: must be a whole number >= 0"),
        ({"keep": {"member": []}}, "keep.member: unknown key"),
        ({"keep": ["zoe"]}, "keep[0]: is not the id of any listed"),
        ({"previous": []}, "previous: must be an object"),
        ({"stay": "yes", "previous": {}}, "stay: must be true or false"),
    ],
)
def test_a_consortium_that_breaks_the_format(changes: dict[str, Any], message: str) -> None:
    """The place and the rule."""
    with pytest.raises(ProblemError) as refused:
        read_problem(three_organisations(**changes))
    assert refused.value.message == message


def test_what_is_missing_is_named() -> None:
    """A problem needs its kind, that of a team its call."""
    with pytest.raises(ProblemError, match=r"^call: is missing$"):
        read_problem({"kind": "consortium"})
    for kind in KINDS:
        with pytest.raises(ProblemError, match=r"^kind: is missing$"):
            kind_named(kind).read_problem({})


@pytest.mark.parametrize("kind", sorted({*KINDS} - {"lenses"}))
def test_absent_lists_are_empty(kind: str) -> None:
    """The main ones too, in every kind: there is nothing to choose from, which is no mistake."""
    bare = {"consortium": {"call": {"min_partners": 0}}, "hubs": {"hub_count": 1}, "portfolio": {"envelope": 5}}
    found = kind_named(kind).solve(read_any({"kind": kind} | bare.get(kind, {})), Limits(workers=1))
    assert found.status == ("infeasible" if kind in ("consortium", "hubs") else "optimal")


def test_a_problem_is_an_object_of_a_known_kind() -> None:
    """Whoever reads problems of any kind."""
    for data in ([], None, "x", {"kind": "tombola"}, {"kind": 3}, {}):
        with pytest.raises(ProblemError):
            read_any(data)
    with pytest.raises(ProblemError, match="kind: must be one of"):
        kind_named("tombola")


def test_absent_keys_have_the_values_of_the_format() -> None:
    """Candidates are sorted, pairs too."""
    read = read_any(three_organisations(candidates=[organisation("b"), organisation("a")], ties=[["b", "a", 3]]))
    assert [candidate.id for candidate in read.candidates] == ["a", "b"]
    assert (read.cohesion, read.min_difference, read.remoteness.km_scale) == ("lead", 1, 100)
    assert read.candidates[0].can_lead
    assert not read.candidates[0].experienced
    assert read.ties == {("a", "b"): 3}


def test_a_problem_survives_json() -> None:
    """Text, data, problem: nothing is lost."""
    problem = three_organisations(ties=[["anna", "bert", 40]])
    assert read_problem(parse_json(json.dumps(problem).encode())) == read_problem(problem)


def test_places_of_odd_keys_stay_on_one_line() -> None:
    """Keys that are no plain words are quoted."""
    node = Node({"a b": {"\n": -1}})
    with pytest.raises(ProblemError) as refused:
        node.at("a b").at("\n").whole()
    assert refused.value.message == '["a b"]["\\n"]: must be a whole number >= 0'
