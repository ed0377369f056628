"""A kind of problem for tests: it counts down in small steps, and can misbehave in every way a solver may.

As a program it is a solver process that knows this kind.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from network.matching import registry
from network.matching.problem import Node
from network.matching.solver import Limits, OnProgress, Progress, Status
from network.matching.validation import RuleBrokenError, need
from network.runs import results

COMMAND = (sys.executable, "-m", "tests.runs.slow")
FAULTS = ("none", "broken", "crash", "fault", "deaf", "memory", "hog", "self-check")


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Count down from `steps`; `fault` is how it goes wrong on the way."""

    steps: int
    step_seconds: float
    fault: str
    start: int


@dataclass(frozen=True, kw_only=True)
class Solution:
    """What is left to count, and where the counting began."""

    left: int
    began_at: int
    seconds: float
    status: Status

    def to_dict(self) -> dict[str, Any]:
        return {
            "kind": "slow",
            "status": str(self.status),
            "objective": self.left,
            "bound": 0,
            "seconds": self.seconds,
            "began_at": self.began_at,
        }


def problem(**changes: Any) -> dict[str, Any]:
    """A problem of two seconds."""
    return {"kind": "slow", "steps": 100, "step_seconds": 0.02, **changes}


def read_problem(data: Any) -> Problem:
    """The problem of parsed data."""
    root = Node(data)
    root.fields("kind", "steps", "step_seconds", "fault", "previous")
    steps = root.at("steps").whole(most=10_000)
    return Problem(
        steps=steps,
        step_seconds=root.at("step_seconds").number(0, 10),
        fault=root.at("fault").choice(FAULTS, default="none"),
        start=root.at("previous").at("objective").whole(default=steps),
    )


def solve(asked: Problem, limits: Limits, on_progress: OnProgress) -> Solution:
    """Count down, one step after another, until done, out of time or cancelled."""
    started, left = time.monotonic(), asked.start
    cancelled = False

    def found(status: Status) -> Solution:
        return Solution(left=left, began_at=asked.start, seconds=time.monotonic() - started, status=status)

    while left > 0 and not cancelled and time.monotonic() - started < limits.seconds:
        if left == asked.steps // 2:
            _misbehave(asked.fault)
        left -= 1
        on_progress(Progress(phase="teams", objective=left, bound=0, best=found(Status.FEASIBLE)))
        if asked.fault == "deaf":
            time.sleep(asked.step_seconds)
        else:
            cancelled = limits.cancel.wait(asked.step_seconds)
    if asked.fault == "broken":
        left = -1
    return found(Status.FEASIBLE if left > 0 else Status.OPTIMAL)


def _misbehave(fault: str) -> None:
    match fault:
        case "crash":
            os.kill(os.getpid(), signal.SIGKILL)
        case "fault":
            raise ZeroDivisionError("a mistake in the engine")
        case "memory":
            bytearray(64 * 1024 * 1024 * 1024)
        case "hog":
            os.write(2, b"terminate called after throwing an instance of 'std::bad_alloc'\n")
            os.abort()
        case "self-check":
            raise RuleBrokenError("the engine found its own mistake")


def validate(asked: Problem, solution: Mapping[str, Any]) -> None:
    """What is left is within what there was."""
    need(0 <= solution["objective"] <= asked.steps, "what is left")


def install() -> None:
    """Make the kind known to this process."""
    if "slow" not in registry.KINDS:
        registry.KINDS = (*registry.KINDS, "slow")
        results.STARTED_KINDS = results.STARTED_KINDS | {"slow"}
        sys.modules["network.matching.slow"] = sys.modules[__name__]


if __name__ == "__main__":
    from network.runs.solver_process import main

    install()
    main()
