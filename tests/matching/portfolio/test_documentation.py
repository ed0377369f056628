"""The example of `docs/models/portfolio.md` is what the engine finds."""

from __future__ import annotations

import json
import re
from pathlib import Path

from network.matching import portfolio
from tests.matching.portfolio.helpers import LIMITS, solve

PAGE = (Path(__file__).parents[3] / "docs/models/portfolio.md").read_text()


def test_the_worked_example() -> None:
    """What is funded, what the last euro buys, and what those who are left would need."""
    example = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert example is not None
    problem = json.loads(example[1])
    found = solve(problem)
    assert (found.objective, found.bound, found.funded) == ([90, 90], [90, 90], ("anna", "carl"))
    assert portfolio.explain_funding(portfolio.read_problem(problem), found, LIMITS) == {
        "unspent": 10,
        "last_euro": {"envelope": 89, "score": 80, "joined": ["bert"], "left": ["anna"]},
        "next_step": {"envelope": 110, "score": 100, "joined": ["bert", "dora"], "left": ["anna"]},
        "left": [
            {"dossier": "bert", "reason": "fewer_points", "points": 10, "envelope": None},
            {"dossier": "dora", "reason": "fewer_points", "points": 20, "envelope": 130},
        ],
    }
