"""Fixtures of jobs and runs: an application over a database of its own, and workers on it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from network.database import db
from network.jobs.worker import Worker
from tests.conftest import make_app

LEASE = timedelta(seconds=1)


@pytest.fixture
def own_app(new_database: Callable[[], str], tmp_path: Path) -> Iterator[Flask]:
    """An application whose database several threads may reach."""
    app = make_app(new_database(), tmp_path)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def new_worker(own_app: Flask) -> Iterator[Callable[..., Worker]]:
    """A function that starts a worker, with a short lease and without ticks; all are stopped after the test."""
    workers: list[Worker] = []

    def start(**options: bool) -> Worker:
        worker = Worker(own_app, **{"lease": LEASE, "ticks": False, **options})
        workers.append(worker)
        worker.start()
        return worker

    yield start
    for worker in workers:
        worker.stop()


def wait_until(holds: Callable[[], object], seconds: float = 30.0) -> None:
    """Wait until it holds, and fail when it takes longer than that."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
