"""Workers: threads that do jobs, lose them, stop."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta

import pytest
import sqlalchemy as sa

from network import clock
from network.database import db, writing
from network.jobs import queue
from network.jobs import worker as worker_module
from network.jobs.models import Job, JobState
from network.jobs.services import submit
from network.jobs.worker import Worker
from tests.jobs import kinds
from tests.jobs.workers import LEASE, wait_until


@pytest.fixture
def put(own_app):
    """A function that submits a job and commits."""

    def put_job(kind, **options):
        with own_app.app_context(), writing():
            job_id = submit(kind, **options).id
            db.session.commit()
            return job_id

    return put_job


@pytest.fixture
def job_now(own_app):
    """A function that reads a job as it is now."""

    def read(job_id):
        with own_app.app_context():
            return db.session.get(Job, job_id)

    return read


def all_done(app):
    with app.app_context():
        left = sa.select(sa.func.count()).select_from(Job).where(Job.state != JobState.DONE)
        return db.session.scalar(left) == 0


def test_worker__does_what_is_submitted_while_it_idles(own_app, new_worker, put):
    new_worker()
    put("test.note", payload={"text": "a"})
    wait_until(lambda: all_done(own_app))
    with own_app.app_context():
        assert kinds.noted() == ["a"]


def test_worker__two_of_them_do_each_job_once(own_app, new_worker, put):
    """100 jobs, two workers with two threads each: no job is lost and none is done twice."""
    with own_app.app_context(), writing():
        for number in range(100):
            submit("test.note", payload={"text": str(number)})
        db.session.commit()
    new_worker()
    new_worker()
    wait_until(lambda: all_done(own_app))
    with own_app.app_context():
        assert Counter(kinds.noted()) == Counter(str(number) for number in range(100))
        assert set(db.session.scalars(sa.select(Job.attempts))) == {1}


def test_worker__a_failed_job_leaves_nothing_and_is_tried_again(own_app, put, job_now, caplog):
    job_id = put("test.fail", payload={"text": "x"})
    worker = Worker(own_app)
    assert worker.work_off() == 1
    failed = job_now(job_id)
    assert (failed.state, failed.attempts) == (JobState.WAITING, 1)
    assert "ValueError: x cannot be done" in failed.error
    for hours in (1, 2, 3):
        with clock.frozen(clock.now() + timedelta(hours=hours)):
            worker.work_off()
    assert job_now(job_id).state is JobState.FAILED
    with own_app.app_context():
        assert kinds.noted() == []


def test_worker__takes_over_from_one_that_died(own_app, new_worker, put, job_now):
    """A dead worker renews nothing: its job is another's once the lease is over."""
    job_id = put("test.note", payload={"text": "a"})
    with own_app.app_context():
        queue.claim("dead", ["test.note"], lease=LEASE)
    new_worker()
    wait_until(lambda: job_now(job_id).state is JobState.DONE)
    assert job_now(job_id).attempts == 2


def test_worker__a_job_that_kills_every_worker_is_given_up(own_app, put, job_now, caplog):
    job_id = put("test.fail", payload={"text": "poison"})
    kinds.given_up.clear()
    for attempt in range(queue.MAX_ATTEMPTS):
        with own_app.app_context(), clock.frozen(clock.now() + attempt * timedelta(minutes=1)):
            assert queue.claim("dead", ["test.fail"])
    with clock.frozen(clock.now() + timedelta(hours=1)):
        Worker(own_app).work_off()
    assert job_now(job_id).state is JobState.FAILED
    assert kinds.given_up == ["poison"]


def test_worker__keeps_a_long_job_by_renewing_its_lease(own_app, new_worker, put, job_now):
    kinds.started.clear(), kinds.may_end.clear()
    job_id = put("test.hold")
    new_worker()
    assert kinds.started.wait(10)
    taken_until = job_now(job_id).lease_until
    wait_until(lambda: job_now(job_id).lease_until > taken_until + LEASE)
    assert job_now(job_id).attempts == 1


def test_worker__stopped_it_gives_the_long_job_back(own_app, new_worker, put, job_now):
    kinds.started.clear(), kinds.may_end.clear()
    job_id = put("test.hold")
    worker = new_worker()
    assert kinds.started.wait(10)
    worker.stop()
    given_back = job_now(job_id)
    assert (given_back.state, given_back.attempts, given_back.worker) == (JobState.WAITING, 0, None)


def test_worker__quick_jobs_do_not_wait_for_the_long_one(own_app, new_worker, put, job_now):
    kinds.started.clear(), kinds.may_end.clear()
    put("test.hold")
    new_worker()
    assert kinds.started.wait(10)
    quick = put("test.note", payload={"text": "a"})
    wait_until(lambda: job_now(quick).state is JobState.DONE)


def test_worker__what_a_lost_attempt_did_is_undone(own_app, put, job_now):
    """Two attempts at the same job are both at work; only the one that holds the lease leaves its effect."""
    job_id = put("test.note", payload={"text": "a"})
    first = Worker(own_app, lease=timedelta(0))
    with own_app.app_context():
        lost = queue.claim(first.name, ["test.note"], lease=timedelta(0))
        kept = queue.claim("other", ["test.note"])
        for lease in (kept, lost):
            with writing():
                kinds.note(text=str(lease.attempt))
                try:
                    queue.finish(lease)
                    db.session.commit()
                except queue.LeaseLostError:
                    db.session.rollback()
        assert kinds.noted() == ["2"]
    assert job_now(job_id).state is JobState.DONE


def test_worker__survives_a_database_that_is_away(own_app, new_worker, put, monkeypatch, caplog):
    """The thread goes on when a claim fails."""
    monkeypatch.setattr(worker_module, "PATIENCE_SECONDS", 0.1)
    away = threading.Event()
    real = queue.claim

    def claim(*args, **options):
        if not away.is_set():
            away.set()
            raise OSError("no database")
        return real(*args, **options)

    monkeypatch.setattr(queue, "claim", claim)
    put("test.note", payload={"text": "a"})
    new_worker()
    wait_until(lambda: all_done(own_app))
