"""Submitting work."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa

from network.database import db, writing
from network.jobs.models import Job, JobState
from network.jobs.services import submit, submitted
from tests.jobs import kinds  # noqa: F401


def test_submit__waits_with_its_payload(database, noon):
    job = submit("test.note", payload={"text": "a"})
    assert (job.state, job.payload, job.run_at, job.attempts) == (JobState.WAITING, {"text": "a"}, noon, 0)


def test_submit__an_unknown_kind_is_refused_at_once(database):
    with pytest.raises(LookupError):
        submit("nobody.does_this")


def test_submit__the_same_key_gives_the_same_job(database):
    first = submit("test.note", key="digest 2026-11-22", payload={"text": "a"})
    assert submit("test.note", key="digest 2026-11-22", payload={"text": "b"}) is first


def test_submit__what_is_rolled_back_never_was(database):
    submit("test.note", payload={"text": "a"})
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Job)) == 0


def test_submit__the_same_key_from_many_threads_is_one_job(own_app):
    """None of them fails: who comes second gets the first one's job."""
    ids: list[int] = []
    together = threading.Barrier(8)

    def submit_once() -> None:
        with own_app.app_context(), writing():
            together.wait()
            job = submit("test.note", key="once", payload={"text": "a"})
            db.session.commit()
            ids.append(job.id)

    threads = [threading.Thread(target=submit_once) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ids) == 8
    assert len(set(ids)) == 1


def test_submit__workers_are_told_after_the_commit(database):
    told: list[object] = []
    with submitted.connected_to(told.append):
        with db.session.begin_nested():
            submit("test.note", key="k", payload={"text": "a"})
        assert told == []
        db.session.commit()
        db.session.commit()
    assert len(told) == 1
