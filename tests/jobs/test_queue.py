"""Claiming, holding, ending and giving up."""

from __future__ import annotations

from datetime import timedelta

import pytest

from network import clock
from network.database import db
from network.jobs import queue
from network.jobs.models import JobState
from network.jobs.services import submit
from tests.jobs import kinds

LATER = timedelta(seconds=11)


@pytest.fixture
def job(database, noon):
    """A job that is due."""
    job = submit("test.note", payload={"text": "a"})
    db.session.commit()
    return job


def claim(worker="one"):
    return queue.claim(worker, ["test.note", "test.fail"])


def test_claim__one_worker_gets_it(job):
    lease = claim()
    assert (lease.job_id, lease.payload, lease.attempt) == (job.id, {"text": "a"}, 1)
    assert claim("two") is None


def test_claim__the_one_due_for_longest_first(job, noon):
    older = submit("test.note", payload={"text": "b"}, run_at=noon - timedelta(hours=1))
    db.session.commit()
    assert [claim().job_id, claim().job_id] == [older.id, job.id]


def test_claim__not_before_its_time_nor_of_an_unknown_kind(database, noon):
    submit("test.note", payload={"text": "a"}, run_at=noon + timedelta(minutes=1))
    db.session.commit()
    assert claim() is None
    with clock.frozen(noon + timedelta(minutes=1)):
        assert queue.claim("one", ["mail.send"]) is None
        assert claim() is not None


def test_lease__once_over_another_takes_the_job(job, noon):
    lost = claim("one")
    with clock.frozen(noon + LATER):
        taken = claim("two")
        assert taken.attempt == 2
        assert not queue.renew(lost, noon + 2 * LATER)
        with pytest.raises(queue.LeaseLostError):
            queue.finish(lost)
        queue.finish(taken)
    assert job.state is JobState.DONE


def test_lease__renewed_in_time_it_stays(job, noon):
    lease = claim("one")
    assert queue.renew(lease, noon + 2 * LATER)
    with clock.frozen(noon + LATER):
        assert claim("two") is None


def test_lease__over_but_taken_by_nobody_it_still_counts(job, noon):
    lease = claim()
    with clock.frozen(noon + LATER):
        queue.finish(lease)
    assert job.state is JobState.DONE


def test_lease__not_the_same_worker_s_earlier_one(job, noon):
    first = claim("one")
    with clock.frozen(noon + LATER):
        claim("one")
        with pytest.raises(queue.LeaseLostError):
            queue.hold(first)


def test_release__as_if_nothing_had_been(job):
    queue.release(claim())
    assert (job.state, job.attempts, job.worker) == (JobState.WAITING, 0, None)
    assert claim().attempt == 1


def test_retry_or_fail__waits_longer_each_time_then_gives_up(database, noon):
    job = submit("test.fail", payload={"text": "x"})
    db.session.commit()
    kinds.given_up.clear()
    waits, now = [], noon
    while job.state is JobState.WAITING:
        with clock.frozen(now):
            queue.retry_or_fail(claim(), "it broke")
            waits.append(job.run_at - now)
            now = max(now, job.run_at)
    assert len(waits) == queue.MAX_ATTEMPTS == 4
    assert waits[:3] == sorted(set(waits[:3]))
    assert (job.state, job.error, kinds.given_up) == (JobState.FAILED, "it broke", ["x"])
