"""The example of `docs/models/consortia.md` is what the engine finds."""

from __future__ import annotations

import json
import re
from pathlib import Path

from network.matching import consortia
from tests.matching.consortia.helpers import LIMITS, solve

PAGE = (Path(__file__).parents[3] / "docs/models/consortia.md").read_text()


def test_the_worked_example() -> None:
    """Who is where, what each project gives up, and whose second place would help."""
    example = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert example is not None
    problem = json.loads(example[1])
    found = solve(problem)
    assert (found.objective, found.bound, found.one_by_one) == ([2, 1100], [2, 1100], [1, 250])
    assert [row.members for row in found.formed] == [("carl", "dora"), ("anna", "bert")]
    assert consortia.explain_sharing(consortia.read_problem(problem), found, LIMITS) == {
        "projects": [
            {
                "project": "moulin",
                "extra": 300,
                "missed": [{"member": "bert", "serves": ["verger"]}],
                "reason": None,
            },
            {
                "project": "verger",
                "extra": 300,
                "missed": [{"member": "carl", "serves": ["moulin"]}],
                "reason": None,
            },
        ],
        "one_more": [{"member": "bert", "objective": [2, 800]}, {"member": "carl", "objective": [2, 800]}],
    }
