"""The example of `docs/models/hubs.md` is what the engine finds."""

from __future__ import annotations

import json
import re
from pathlib import Path

from network.matching import hubs
from tests.matching.hubs.helpers import LIMITS
from tests.matching.hubs.instances import street

PAGE = (Path(__file__).parents[3] / "docs/models/hubs.md").read_text()


def test_the_worked_example() -> None:
    """Its hubs, what one more would change, and why one less cannot be."""
    example = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert example is not None
    problem = hubs.read_problem(json.loads(example[1]))
    assert problem == hubs.read_problem(street())
    found = hubs.solve(problem, LIMITS)
    assert (found.objective, found.bound) == (4, 4)
    assert found.hubs == {"bert": ("anna", "bert", "carl"), "dora": ("dora", "emil")}
    fewer, more = hubs.explain_count(problem, found, LIMITS)
    assert (fewer["hub_count"], fewer["status"], fewer["change"]) == (1, "infeasible", None)
    assert (more["hub_count"], more["objective"], more["change"], more["closed"]) == (3, 3, -1, [])
