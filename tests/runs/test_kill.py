"""kill -9: the run that was under way ends, once."""

from __future__ import annotations

import socket
import subprocess
import sys
import urllib.request
from contextlib import ExitStack
from pathlib import Path

import pytest

from network.config import ROOT
from network.database import db
from network.jobs.models import Job, JobState
from network.runs.models import RunState
from tests.jobs.workers import wait_until


@pytest.fixture
def served(own_app, tmp_path: Path):
    """A function that starts a process with a worker over the test's database: with pages too, if it gets a port."""
    with ExitStack() as stack:

        def start(port: int | None = None) -> subprocess.Popen[bytes]:
            with own_app.app_context():
                url = db.engine.url.render_as_string(hide_password=False)
            role = ["web", str(port)] if port else ["worker"]
            command = [sys.executable, "-m", "tests.runs.served", url, str(tmp_path), *role]
            process = stack.enter_context(subprocess.Popen(command, cwd=ROOT))
            stack.callback(process.kill)
            return process

        yield start


@pytest.fixture
def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def is_healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=1) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def children(pid: int) -> list[Path]:
    """The processes that a process has started, as folders of Linux; none on systems without them."""
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return [Path("/proc") / child for children in lists for child in children.read_text().split()]


def check_ended_once(run, settled):
    """It ended like a run that nobody disturbed, but that its result cannot be had again for sure."""
    assert (run.state, run.solution["objective"]) == (RunState.DONE, 0)
    assert not run.is_reproducible
    assert settled(run.id) == (JobState.DONE, 1)


def test_kill__web_and_worker_then_started_again(request_slow, served, free_port, run_now, settled):
    """The process dies in the middle of a solve, and its solver with it; the next one goes on from the best so far."""
    run_id = request_slow(steps=100)
    first = served(free_port)
    wait_until(lambda: run_now(run_id).best and is_healthy(free_port))
    solvers = children(first.pid)
    assert solvers or not Path("/proc/self/task").exists()
    first.kill()
    first.wait()
    best = run_now(run_id).best
    served(free_port)
    wait_until(lambda: not any(solver.exists() for solver in solvers))
    wait_until(lambda: run_now(run_id).is_over)
    run = run_now(run_id)
    assert run.solution["began_at"] <= best["objective"]
    check_ended_once(run, settled)
    assert is_healthy(free_port)


@pytest.mark.postgres_only
def test_kill__another_worker_takes_the_run_over(own_app, request_slow, served, run_now, settled):
    """Two workers on one database: the one that holds the run is killed, the other ends it."""
    run_id = request_slow(steps=100)
    processes = {process.pid: process for process in (served(), served())}
    wait_until(lambda: run_now(run_id).best)
    with own_app.app_context():
        holder = int(db.session.query(Job.worker).filter_by(key=f"run {run_id}").scalar().split(":")[1])
    processes[holder].kill()
    wait_until(lambda: run_now(run_id).is_over)
    check_ended_once(run_now(run_id), settled)
