"""The example of `docs/models/consortium.md` is what the engine finds."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from network.matching.consortium import explain_weights, read_problem, solve
from network.matching.solver import Limits

PAGE = (Path(__file__).parents[3] / "docs/models/consortium.md").read_text()
LIMITS = Limits(seconds=10, workers=1, seed=0)


@pytest.fixture
def problem() -> dict[str, Any]:
    example = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert example is not None
    return dict(json.loads(example[1]))


def test_the_worked_example(problem: dict[str, Any]) -> None:
    found = solve(read_problem(problem), LIMITS)
    best = found.proposals[0]
    assert (found.status, found.objective, best.members, best.lead) == (
        "optimal",
        850,
        ("anna", "bert", "dora"),
        "bert",
    )


def test_how_firm_it_is(problem: dict[str, Any]) -> None:
    read = read_problem(problem)
    weights = explain_weights(read, solve(read, LIMITS).proposals[0], LIMITS)
    assert (weights["from"], weights["to"]) == (0, 85)
    assert (weights["above"]["joined"], weights["above"]["left"]) == (["carl"], ["dora"])


def test_too_many_trucks(problem: dict[str, Any]) -> None:
    problem["call"]["requires"]["trucks"] = 9
    found = solve(read_problem(problem), LIMITS).to_dict()
    assert found["conflict"] == ["requires.trucks"]
    assert found["relaxations"] == [{"criterion": "requires.trucks", "from": 9, "to": 8}]
