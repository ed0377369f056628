"""Solving a model of CP-SAT within the limits of a solve."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from network.matching.solver import Watch

POLL_SECONDS = 0.05
NO_INCLUSIONS = 0
"""Of constraints in one another: with numbers of some hundred millions OR-Tools 9.15 loses solutions over them."""


def solve(solver: Any, model: Any, watch: Watch, listener: Any = None) -> Any:
    """The status; a cancel from another thread stops it."""
    limits = watch.limits
    solver.parameters.num_workers = limits.workers
    solver.parameters.random_seed = limits.seed
    solver.parameters.max_time_in_seconds = watch.left
    solver.parameters.presolve_inclusion_work_limit = NO_INCLUSIONS
    if limits.memory_mb is not None:
        solver.parameters.max_memory_in_mb = limits.memory_mb
    done = threading.Event()

    def stop_when_cancelled() -> None:
        while not done.is_set():
            if limits.cancel.wait(POLL_SECONDS):
                solver.stop_search()

    threading.Thread(target=stop_when_cancelled, daemon=True).start()
    try:
        return solver.solve(model, listener)
    finally:
        done.set()
