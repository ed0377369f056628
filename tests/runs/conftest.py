"""What the tests of runs share: an application that solves with the slow kind, and runs on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import undefer

from network.actors import SYSTEM
from network.database import db, writing
from network.jobs.models import Job, JobState
from network.matching.solver import Limits
from network.runs.models import Run
from network.runs.services import request_run
from network.runs.solver import close_idle_solvers
from tests.factories.accounts import UserFactory
from tests.jobs.workers import new_worker, own_app
from tests.runs import slow
from tests.runs.purposes import count_ends

__all__ = ["new_worker", "own_app"]


@pytest.fixture(autouse=True)
def slow_kind() -> Iterator[None]:
    """The kind of problem that these tests solve; no solver process outlives a test."""
    slow.install()
    yield
    close_idle_solvers()


@pytest.fixture
def request_slow(own_app: Flask) -> Callable[..., int]:
    """A function that asks for a slow solve, commits, and gives the id of the run."""
    own_app.config["SOLVER_COMMAND"] = slow.COMMAND

    def ask(*, seconds: float = 10, workers: int = 1, memory_mb: int | None = None, **problem: Any) -> int:
        with own_app.app_context(), writing():
            limits = Limits(seconds=seconds, workers=workers, memory_mb=memory_mb)
            run = request_slow_run(slow.problem(**problem), limits)
            db.session.commit()
            return run.id

    return ask


def request_slow_run(problem: dict[str, Any], limits: Limits) -> Run:
    """Ask for a solve about a person made for it."""
    return request_run("slow", problem, purpose="test.count", subject=UserFactory(), actor=SYSTEM, limits=limits)


@pytest.fixture
def run_now(own_app: Flask) -> Callable[[int], Run]:
    """A function that reads a run with its large columns, as it is now."""

    def read(run_id: int) -> Run:
        with own_app.app_context():
            return db.session.get_one(Run, run_id, options=[undefer("*")])

    return read


@pytest.fixture
def settled(own_app: Flask) -> Callable[[int], tuple[JobState, int]]:
    """A function that gives the state of a run's job and how often its end was counted."""

    def read(run_id: int) -> tuple[JobState, int]:
        with own_app.app_context():
            job = db.session.scalars(sa.select(Job).where(Job.key == f"run {run_id}")).one()
            return job.state, count_ends(run_id)

    return read
