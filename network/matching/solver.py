"""What every solve shares: its limits, its clock, its progress and its cancel token."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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


class Ended(Protocol):
    """How the solutions of most kinds begin: `objective` and `bound` have the same shape."""

    @property
    def status(self) -> Status: ...

    @property
    def seconds(self) -> float: ...

    @property
    def seed(self) -> int: ...

    @property
    def objective(self) -> Any: ...

    @property
    def bound(self) -> Any: ...


def heading(kind: str, solution: Ended) -> dict[str, Any]:
    """The first keys of a solution as plain data for JSON."""
    return {
        "kind": kind,
        "status": str(solution.status),
        "objective": solution.objective,
        "bound": solution.bound,
        "seconds": round(solution.seconds, 4),
        "seed": solution.seed,
    }


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
    """The clock of one solve."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._started = time.perf_counter()
        self._paused = 0.0

    @property
    def seconds(self) -> float:
        """Since the start, but for pauses."""
        return time.perf_counter() - self._started - self._paused

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Time that is not the solve's own, such as importing a solver; the limit counts it all the same."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self._paused += time.perf_counter() - started

    @property
    def left(self) -> float:
        """Seconds left, 0 when cancelled."""
        left = self._started + self.limits.seconds - time.perf_counter()
        return 0.0 if self.limits.cancel.is_set() else max(0.0, left)

    @property
    def over(self) -> bool:
        """Whether to stop now."""
        return self.left <= 0.0

    def check(self) -> None:
        """Raise `OutOfTimeError` if it is time to stop."""
        if self.over:
            raise OutOfTimeError
