"""What every solve shares: its limits, its clock, its progress and its cancel token."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol


class Status(StrEnum):
    """How a solve ended; `feasible` means a solution without the proof that none is better."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much a solve may use.

    Attributes
    ----------
    seconds: wall clock of the whole solve, explanations included.
    workers: threads of the solvers that have any; with 1 the result does not depend on the machine's load
        as long as no limit is hit.
    seed: of every random choice.
    memory_mb: a bound handed to the solvers that take one.
    cancel: set it from another thread to end the solve soon with the best found so far.
    """

    seconds: float = 10.0
    workers: int = 2
    seed: int = 0
    memory_mb: int | None = None
    cancel: threading.Event = field(default_factory=threading.Event)


class AnySolution(Protocol):
    """What the solutions of all kinds have in common."""

    @property
    def status(self) -> Status: ...

    def to_dict(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """News of a solve: a phase code of the kind, the best objective and bound so far, and the best solution."""

    phase: str
    objective: int | list[int] | None = None
    bound: int | list[int | None] | None = None
    best: AnySolution | None = None


OnProgress = Callable[[Progress], None]


def silent(_: Progress) -> None:
    """Nobody listens."""


class OutOfTimeError(Exception):
    """The time is over or the solve was cancelled: raised by `Watch.check` deep inside a search."""


class Watch:
    """The clock of one solve. Time spent importing a solver is not the solve's."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._started = time.perf_counter()

    @property
    def seconds(self) -> float:
        """Since the start."""
        return time.perf_counter() - self._started

    @property
    def left(self) -> float:
        """Seconds left, 0 when cancelled."""
        return 0.0 if self._limits.cancel.is_set() else max(0.0, self._limits.seconds - self.seconds)

    @property
    def over(self) -> bool:
        """Whether to stop now."""
        return self.left <= 0.0

    def check(self) -> None:
        """Raise `OutOfTimeError` if it is time to stop."""
        if self.over:
            raise OutOfTimeError
