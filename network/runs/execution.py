"""Doing a run: the job that hands the problem to a solver process, follows it, and keeps what comes of it."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from network import clock
from network.database import db, writing
from network.jobs import queue
from network.jobs.registry import job
from network.runs.models import Failure, Run, RunState
from network.runs.registry import purpose_named
from network.runs.results import is_usable, is_valid, started_from, was_complete
from network.runs.solver import Solver, SolverDiedError, borrowed_solver

log = logging.getLogger(__name__)

SOLVE = "runs.solve"
LISTEN_SECONDS = 0.2
KILL_SECONDS = 1.0
OVERRUN_SECONDS = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of an attempt: a solution, a failure, or neither when it was stopped before anything was found."""

    solution: dict[str, Any] | None = None
    failure: Failure | None = None
    detail: str = ""


def give_up(*, run_id: int) -> None:
    """Mark a run that brought down its worker or its solver process each time."""
    run = db.session.get(Run, run_id)
    if run and not run.is_over:
        mark_failed(run, Failure.CRASHED, "")


@job(SOLVE, slow=True, takes_lease=True, on_failed=give_up)
def solve_run(lease: queue.Lease, *, run_id: int) -> None:
    """Solve what the run asks for, with no transaction open meanwhile, and end run and job together."""
    attempt = Attempt(lease, run_id)
    if attempt.begin():
        outcome = attempt.checked(attempt.solve())
        attempt.end(outcome)


class Attempt:
    """One attempt at a run. Every write holds the lease first: an attempt that has lost it changes nothing any more."""

    def __init__(self, lease: queue.Lease, run_id: int) -> None:
        self._lease, self._run_id = lease, run_id
        self._since = clock.now().isoformat()
        self._is_cancelled = self._is_killed = False
        self._kill_at: float | None = None

    def begin(self) -> bool:
        """Mark the run as running and read what it asks for; False when it was over before it began."""
        with writing():
            queue.hold(self._lease)
            run = self._locked_run()
            self._problem, self._limits, self._best = run.problem, run.limits, run.best
            self._to_solve = started_from(run.problem, run.best)
            self._is_cancelled = run.cancel_asked_at is not None
            is_wanted = not run.is_over
            if is_wanted:
                run.state, run.started_at = RunState.RUNNING, run.started_at or clock.now()
                run.progress = {"phase": "starting", "since": self._since}
            else:
                queue.finish(self._lease)
            db.session.commit()
        return is_wanted

    def solve(self) -> Outcome:
        """Have a solver process do it. SolverDiedError when that crashed: the job is then tried again."""
        if self._is_cancelled:
            return Outcome(solution=self._best)
        try:
            with borrowed_solver() as solver:
                solver.ask(self._to_solve, self._limits)
                return self._follow(solver)
        except SolverDiedError as error:
            if not error.out_of_memory:
                raise
            return Outcome(failure=Failure.MEMORY, detail=str(error))

    def checked(self, outcome: Outcome) -> Outcome:
        """The outcome, or a failure when its solution breaks a rule or there is none where there should be."""
        if outcome.solution and is_usable(outcome.solution) and not is_valid(self._problem, outcome.solution):
            return Outcome(failure=Failure.BROKEN, detail="the solution breaks a rule of its problem")
        if outcome == Outcome() and not self._is_cancelled:
            return Outcome(failure=Failure.OVERRAN)
        return outcome

    def end(self, outcome: Outcome) -> None:
        """Keep what came of it, together with what that changes elsewhere and with the end of the job."""
        with writing():
            queue.hold(self._lease)
            run = self._locked_run()
            if outcome.failure:
                mark_failed(run, outcome.failure, outcome.detail)
            else:
                self._mark_ended(run, outcome.solution)
            if run.replay_of_id is None and (run.state is RunState.DONE or run.solution is not None):
                purpose_named(run.purpose).on_finished(run)
            queue.finish(self._lease)
            db.session.commit()

    def _follow(self, solver: Solver) -> Outcome:
        """Listen until the solver process is done, or has to be stopped."""
        overruns_at = time.monotonic() + self._limits["seconds"] + OVERRUN_SECONDS
        while True:
            event = solver.next_event(LISTEN_SECONDS)
            if self._lease.ended.is_set():
                raise queue.StoppedError
            if event and (outcome := self._hear(event)):
                if outcome.failure:
                    solver.kill()  # the next solve starts from a clean one
                return outcome
            if self._kill_at is None:
                self._is_cancelled = self._was_cancel_asked()
                if self._is_cancelled or time.monotonic() > overruns_at:
                    solver.cancel()
                    self._kill_at = time.monotonic() + KILL_SECONDS
            elif time.monotonic() > self._kill_at:
                solver.kill()
                self._is_killed = True
                return Outcome(solution=self._best)

    def _hear(self, event: dict[str, Any]) -> Outcome | None:
        """Take note of news; the outcome when it is the last."""
        match event:
            case {"event": "started", "versions": versions}:
                self._write(versions=versions)
            case {"event": "progress"}:
                self._note_progress(event)
            case {"event": "solution", "solution": solution}:
                return Outcome(solution=solution)
            case {"event": "error", "code": code, "detail": detail}:
                return Outcome(failure=Failure(code), detail=detail)
        return None

    def _note_progress(self, event: dict[str, Any]) -> None:
        news = {key: event[key] for key in ("phase", "objective", "bound")}
        found: dict[str, Any] = {}
        if event["best"]:
            self._best = found["best"] = event["best"]
        self._write(progress={**news, "since": self._since, "has_best": self._best is not None}, **found)

    def _write(self, **columns: Any) -> None:
        with writing():
            queue.hold(self._lease)
            db.session.execute(sa.update(Run).where(Run.id == self._run_id).values(**columns))
            db.session.commit()

    def _was_cancel_asked(self) -> bool:
        asked_at = db.session.scalar(sa.select(Run.cancel_asked_at).where(Run.id == self._run_id))
        db.session.rollback()
        return asked_at is not None

    def _locked_run(self) -> Run:
        return db.session.get_one(Run, self._run_id, with_for_update=True, populate_existing=True)

    def _mark_ended(self, run: Run, solution: dict[str, Any] | None) -> None:
        run.state = RunState.CANCELLED if self._is_cancelled else RunState.DONE
        run.finished_at = clock.now()
        run.solution = solution if is_usable(solution) or run.state is RunState.DONE else None
        was_disturbed = self._is_cancelled or self._is_killed or self._to_solve != self._problem
        run.is_reproducible = (
            solution is not None
            and not was_disturbed
            and run.limits["workers"] == 1
            and was_complete(solution, run.limits)
        )


def mark_failed(run: Run, failure: Failure, detail: str) -> None:
    """End a run without a result."""
    log.error("run %s failed: %s %s", run.id, failure, detail)
    run.state, run.error, run.finished_at = RunState.FAILED, failure, clock.now()
