"""The example of `docs/models/panels.md` is what the engine finds."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.matching.panels.helpers import solve

PAGE = (Path(__file__).parents[3] / "docs/models/panels.md").read_text()


def test_the_worked_example() -> None:
    """Its panels by total and fairly, and why there are none with less time."""
    example = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert example is not None
    problem = json.loads(example[1])
    fullest, fair = solve(problem), solve(problem | {"objective": "fair"})
    assert (fullest.objective, fullest.bound) == (250, 250)
    assert fullest.panels == {"gaume": ("anna", "bert"), "hesbaye": ("anna", "carl")}
    assert (fair.objective, fair.bound) == ([120, 245], [120, 245])
    assert fair.panels == {"gaume": ("anna", "carl"), "hesbaye": ("anna", "bert")}
    busy = [row | {"max_audits": 1} for row in problem["auditors"]]
    shortage = solve(problem | {"auditors": busy}).to_dict()["shortage"]
    assert shortage == {"audited": ["gaume", "hesbaye"], "needed": 4, "available": 3}
