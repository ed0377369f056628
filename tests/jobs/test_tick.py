"""The tick."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from network import clock
from network.database import db, writing
from network.jobs import tick
from network.jobs.models import Job, JobState
from network.jobs.worker import Worker
from tests.factories.jobs import JobFactory
from tests.jobs import kinds
from tests.jobs.workers import wait_until


@pytest.fixture
def functions(monkeypatch):
    """The tick's functions, none to begin with."""
    functions: dict = {}
    monkeypatch.setattr(tick, "_functions", functions)
    return functions


def submit_tick(app, at):
    with app.app_context(), writing():
        tick.submit_tick(at)
        db.session.commit()


def ticks(app):
    with app.app_context():
        return list(db.session.scalars(sa.select(Job).where(Job.kind == "jobs.tick")))


def test_tick__each_function_once_with_the_minute(own_app, functions, noon):
    called = []
    tick.every_tick("a")(called.append)
    for second in (3, 30, 59):
        submit_tick(own_app, noon + timedelta(seconds=second))
    with clock.frozen(noon + timedelta(minutes=1)):
        assert Worker(own_app).work_off() == 1
    assert called == [noon]


def test_tick__one_that_fails_does_not_stop_the_others_and_is_tried_again(own_app, functions, noon, caplog):
    """What was done in the same minute is not done again."""
    failures = [1]
    tick.every_tick("a")(lambda now: kinds.note(text="a"))
    tick.every_tick("z")(lambda now: kinds.note(text="z"))

    @tick.every_tick("b")
    def fail_once(now):
        kinds.note(text="b")
        if failures:
            raise ValueError(failures.pop())

    submit_tick(own_app, noon)
    for later in (0, 1):
        with clock.frozen(noon + timedelta(minutes=later)):
            Worker(own_app).work_off()
            with own_app.app_context():
                assert kinds.noted() == (["a", "b", "z"] if later else ["a", "z"])
    assert [job.state for job in ticks(own_app)] == [JobState.DONE]


def test_tick__once_a_minute_with_two_workers(own_app, functions, new_worker):
    called = []
    tick.every_tick("a")(called.append)
    before = clock.now().replace(second=0, microsecond=0)
    workers = [new_worker(ticks=True), new_worker(ticks=True)]
    wait_until(lambda: all(worker._last_tick for worker in workers))
    wait_until(lambda: all(job.state is JobState.DONE for job in ticks(own_app)))
    for worker in workers:
        worker.stop()
    assert before <= called[0]
    assert len(called) == len(set(called)) == len(ticks(own_app))


def test_forget_old_jobs__only_those_that_ended_long_ago(database, noon):
    old, recent = noon - timedelta(days=31), noon - timedelta(days=29)
    JobFactory(state=JobState.DONE, run_at=old, finished_at=old)
    JobFactory(state=JobState.FAILED, run_at=old, finished_at=old)
    kept = [
        JobFactory(state=JobState.DONE, run_at=old, finished_at=recent),
        JobFactory(state=JobState.DONE, run_at=recent, finished_at=recent),
        JobFactory(state=JobState.WAITING, run_at=old),
    ]
    tick.forget_old_jobs(noon)
    assert set(db.session.scalars(sa.select(Job.id))) == {job.id for job in kept}
