"""The example of `docs/models/hires.md` is what the engine finds."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.matching.hires.helpers import solve

PAGE = (Path(__file__).parents[3] / "docs/models/hires.md").read_text()


def test_the_worked_example() -> None:
    """As it stands, and with two who both must have Monday morning."""
    example = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert example is not None
    problem = json.loads(example[1])
    found = solve(problem)
    assert (found.objective, found.bound) == ([17, 2, 15000], [17, 2, 15000])
    assert [(post.host, post.demands) for post in found.posts] == [
        ("bert", ("anna", "bert", "carl")), ("dora", ("dora", "emil")),
    ]  # fmt: skip
    for row in problem["demands"][1:3]:
        row["must"] = ["mon_am"]
    assert solve(problem).objective == [17, 2, 30000]
