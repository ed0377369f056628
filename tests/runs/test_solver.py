"""The solver process seen from the worker."""

from __future__ import annotations

import sys

from network.runs.solver import Solver

NOISY = (sys.executable, "-c", """
import sys
print("Presolving model")
print(3)
print("{}")
print('{"id": 1, "event": "started"}', flush=True)
sys.stdin.read()
""")  # fmt: skip


def test_a_line_that_is_not_an_answer_is_passed_over() -> None:
    """What a library prints does not end the conversation."""
    solver = Solver(NOISY)
    solver.ask({}, {})
    heard = [solver.next_event(10) for _ in range(2)]
    solver.kill()
    assert heard == [None, {"id": 1, "event": "started"}]
