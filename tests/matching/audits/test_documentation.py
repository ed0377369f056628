"""The example of `docs/models/audits.md` is what the engine finds."""

from __future__ import annotations

import json
import re
from pathlib import Path

from network.matching import audits
from tests.matching.audits.brute_force import cycles
from tests.matching.audits.helpers import LIMITS

PAGE = (Path(__file__).parents[3] / "docs/models/audits.md").read_text()


def test_the_worked_example() -> None:
    """Its cycles, its best choice, and why Emil is left."""
    example = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert example is not None
    problem = json.loads(example[1])
    assert list(cycles(problem | {"max_cycle": 3})) == [("anna", "bert"), ("carl", "dora"), ("bert", "carl", "dora")]
    read = audits.read_problem(problem)
    found = audits.solve(read, LIMITS)
    assert (found.objective, found.bound) == ([4, 51], [4, 51])
    assert (found.cycles, found.unpaired) == ((("anna", "bert"), ("carl", "dora")), ("emil",))
    assert [row["reason"] for row in audits.explain_unpaired(read, found, LIMITS)] == ["no_exchange"]
    ring = audits.solve(audits.read_problem(problem | {"keep": [["bert", "carl", "dora"]]}), LIMITS)
    assert ring.objective == [3, 120]
