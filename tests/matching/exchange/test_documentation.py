"""The example of `docs/models/exchange.md` is what the engine finds."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

from network.matching import exchange
from tests.matching.exchange.helpers import LIMITS

PAGE = (Path(__file__).parents[3] / "docs/models/exchange.md").read_text()


def test_the_worked_example() -> None:
    """Who serves whom; without Bert, Carl is left."""
    example = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert example is not None
    problem = exchange.read_problem(json.loads(example[1]))
    found = exchange.solve(problem, LIMITS)
    assert found.objective == found.bound
    assert found.objective is not None
    assert found.objective[0] == 6
    assert [(row.offer, row.need) for row in found.allocations] == [
        ("anna", "carl"),
        ("bert", "dora"),
        ("anna", "emil"),
    ]
    without = replace(problem, offers=problem.offers[:1])
    left = exchange.explain_unserved(without, exchange.solve(without, LIMITS))
    assert [(row["need"], row["reason"], row["taken_by"]) for row in left] == [("carl", "others", ["dora"])]
