"""Runs from beginning to end, by a worker in this process and a real solver process."""

from __future__ import annotations

import os
import signal
import time
from datetime import timedelta

import pytest
import sqlalchemy as sa

from network.actors import SYSTEM
from network.database import db, writing
from network.jobs import queue
from network.jobs.models import JobState
from network.runs import execution, solver
from network.runs.models import Failure, Run, RunState
from network.runs.queries import has_same_result
from network.runs.services import cancel_run, replay_run
from tests.jobs.workers import wait_until


def cancel(app, run_id):
    with app.app_context(), writing():
        cancel_run(db.session.get_one(Run, run_id), actor=SYSTEM)
        db.session.commit()


@pytest.fixture
def finish(new_worker, run_now):
    """A function that has a worker do what was asked, and gives the run when it is over."""
    workers = []

    def wait_for(run_id):
        workers.append(workers[0] if workers else new_worker())
        wait_until(lambda: run_now(run_id).is_over)
        return run_now(run_id)

    return wait_for


@pytest.fixture
def begun(new_worker, run_now):
    """A function that has a worker begin with a run, and waits for the first progress."""

    def wait_for(run_id):
        new_worker()
        wait_until(lambda: run_now(run_id).best)

    return wait_for


def test_run__done_with_its_result_versions_and_effect(request_slow, finish, settled):
    run = finish(request_slow(steps=10))
    assert run.state is RunState.DONE
    assert (run.solution["status"], run.solution["objective"]) == ("optimal", 0)
    assert set(run.versions) == {"maillage", "ortools", "python"}
    assert run.is_reproducible
    assert settled(run.id) == (JobState.DONE, 1)


def test_run__tells_its_progress(request_slow, begun, run_now):
    run_id = request_slow(steps=500)
    begun(run_id)
    first = run_now(run_id)
    assert (first.state, first.progress["phase"], first.progress["bound"]) == (RunState.RUNNING, "teams", 0)
    wait_until(lambda: run_now(run_id).progress["objective"] < first.progress["objective"])
    later = run_now(run_id)
    assert later.best["objective"] == later.progress["objective"]
    assert later.started_at == first.started_at


def test_run__writes_progress_at_most_twice_a_second(request_slow, finish, monkeypatch):
    """The engine reports sixty times in a second."""
    told = []
    real = execution.Attempt._note_progress
    monkeypatch.setattr(execution.Attempt, "_note_progress", lambda *args: [told.append(args), real(*args)])
    run = finish(request_slow(steps=60))
    assert 2 <= len(told) <= 2 * run.solution["seconds"] + 1


def test_run__no_transaction_is_open_during_the_solve(own_app, request_slow, begun):
    """Others write at once while the solver is at work."""
    begun(request_slow(steps=500))
    started = time.monotonic()
    with own_app.app_context(), writing():
        for _ in range(20):
            db.session.execute(sa.update(Run).values(error=""))
            db.session.commit()
    assert time.monotonic() - started < 1


def test_cancel__within_a_second_with_the_best_so_far(own_app, request_slow, begun, run_now, settled):
    run_id = request_slow(steps=5000)
    begun(run_id)
    started = time.monotonic()
    cancel(own_app, run_id)
    wait_until(lambda: run_now(run_id).is_over)
    assert time.monotonic() - started < 1
    run = run_now(run_id)
    assert run.state is RunState.CANCELLED
    assert 0 < run.solution["objective"] < 5000
    assert not run.is_reproducible
    assert settled(run_id) == (JobState.DONE, 1)


def test_cancel__a_solver_that_does_not_listen_is_killed(own_app, request_slow, begun, run_now, settled):
    """It is asked, killed a second later, and the best it had told of is kept."""
    run_id = request_slow(steps=5000, fault="deaf")
    begun(run_id)
    started = time.monotonic()
    cancel(own_app, run_id)
    wait_until(lambda: run_now(run_id).is_over)
    assert time.monotonic() - started < 2.5
    run = run_now(run_id)
    assert (run.state, run.solution) == (RunState.CANCELLED, run.best)
    assert settled(run_id) == (JobState.DONE, 1)


def test_cancel__before_it_began_nothing_is_solved(own_app, request_slow, finish, run_now, settled):
    run_id = request_slow()
    cancel(own_app, run_id)
    assert run_now(run_id).state is RunState.CANCELLED
    other = finish(request_slow(steps=1))
    assert other.state is RunState.DONE
    assert run_now(run_id).started_at is None
    assert settled(run_id) == (JobState.DONE, 0)


def test_cancel__the_solver_is_ready_for_the_next(own_app, request_slow, begun, run_now):
    """The same process serves on, and a cancel does not reach the next solve."""
    first, second = request_slow(steps=5000), request_slow(steps=10)
    begun(first)
    cancel(own_app, first)
    wait_until(lambda: run_now(second).is_over)
    assert run_now(second).solution["status"] == "optimal"
    assert len(solver._idle) == 1


def test_limit__a_run_that_hits_it_is_not_reproducible(request_slow, finish):
    run = finish(request_slow(steps=5000, seconds=0.3))
    assert (run.state, run.solution["status"]) == (RunState.DONE, "feasible")
    assert not run.is_reproducible


def test_limit__a_solver_that_ignores_it_is_stopped(request_slow, finish, monkeypatch):
    """Past the limit and some patience it is cancelled like by a person, and what it found is the result."""
    monkeypatch.setattr(execution, "OVERRUN_SECONDS", -9.0)
    run = finish(request_slow(steps=5000, fault="deaf"))
    assert (run.state, run.solution["status"]) == (RunState.DONE, "feasible")
    assert not run.is_reproducible


def test_workers__more_than_one_is_not_reproducible(request_slow, finish):
    assert not finish(request_slow(steps=5, workers=2)).is_reproducible


@pytest.mark.parametrize(
    ("fault", "failure"),
    [
        ("broken", Failure.BROKEN),
        ("self-check", Failure.BROKEN),
        ("fault", Failure.FAULT),
        ("memory", Failure.MEMORY),
        ("hog", Failure.MEMORY),
    ],
)
def test_failure__is_told_at_once_and_changes_nothing(request_slow, finish, settled, fault, failure, caplog):
    run = finish(request_slow(steps=10, fault=fault))
    assert (run.state, run.error, run.solution) == (RunState.FAILED, failure, None)
    assert settled(run.id) == (JobState.DONE, 0)


def test_failure__the_next_run_is_done(request_slow, finish, caplog):
    finish(request_slow(steps=10, fault="memory"))
    assert finish(request_slow(steps=10)).state is RunState.DONE


def test_memory__is_limited_by_the_run(request_slow, finish, caplog):
    """What a solve may use is what its limits say: 64 GB are refused, the process lives."""
    run = finish(request_slow(steps=10, fault="memory", memory_mb=600))
    assert run.error == Failure.MEMORY


def test_crash__each_time_the_run_is_given_up(request_slow, finish, monkeypatch, settled, caplog):
    monkeypatch.setattr(queue, "WAITS", (timedelta(0),) * 3)
    run = finish(request_slow(steps=10, fault="crash"))
    assert (run.state, run.error) == (RunState.FAILED, Failure.CRASHED)
    assert settled(run.id) == (JobState.FAILED, 0)


def test_crash__once_it_goes_on_from_the_best_so_far(request_slow, begun, run_now, settled, monkeypatch, caplog):
    """The solver process is killed, nothing else: the run ends once, started from what was found, as asked."""
    monkeypatch.setattr(queue, "WAITS", (timedelta(0),) * 3)
    asked = []
    real = solver.Solver.ask
    monkeypatch.setattr(solver.Solver, "ask", lambda self, *args: [asked.append(self), real(self, *args)])
    run_id = request_slow(steps=60)
    begun(run_id)
    best = run_now(run_id).best["objective"]
    os.kill(asked[0].pid, signal.SIGKILL)
    wait_until(lambda: run_now(run_id).is_over)
    run = run_now(run_id)
    assert (run.state, run.solution["objective"]) == (RunState.DONE, 0)
    assert run.solution["began_at"] <= best
    assert "previous" not in run.problem
    assert not run.is_reproducible
    assert settled(run_id) == (JobState.DONE, 1)


def test_crash__cancelled_while_it_waits_for_its_next_attempt(
    own_app, request_slow, new_worker, run_now, settled, caplog
):
    """It does not wait for that: the best so far is the result, and no solver is started for it."""
    run_id = request_slow(steps=60, fault="crash")
    new_worker()
    wait_until(lambda: settled(run_id)[0] is JobState.WAITING and run_now(run_id).best)
    cancel(own_app, run_id)
    wait_until(lambda: run_now(run_id).is_over, 1.5)
    run = run_now(run_id)
    assert (run.state, run.solution) == (RunState.CANCELLED, run.best)
    assert settled(run_id) == (JobState.DONE, 1)


def test_stop__a_worker_that_stops_hands_the_run_on(own_app, request_slow, new_worker, run_now, settled):
    """The run waits for the next worker, which goes on from the best so far; the attempt does not count."""
    run_id = request_slow(steps=60)
    first = new_worker()
    wait_until(lambda: run_now(run_id).best)
    first.stop()
    assert settled(run_id) == (JobState.WAITING, 0)
    new_worker()
    wait_until(lambda: run_now(run_id).is_over)
    assert run_now(run_id).solution["began_at"] < 60
    assert settled(run_id) == (JobState.DONE, 1)


def test_replay__gives_the_same_and_changes_nothing(own_app, request_slow, finish, settled):
    original = finish(request_slow(steps=10))
    with own_app.app_context(), writing():
        run_id = replay_run(db.session.get_one(Run, original.id), actor=SYSTEM).id
        db.session.commit()
    replay = finish(run_id)
    assert (replay.replay_of_id, replay.problem, replay.limits) == (original.id, original.problem, original.limits)
    with own_app.app_context():
        assert has_same_result(db.session.get_one(Run, run_id))
    assert settled(run_id) == (JobState.DONE, 0)
