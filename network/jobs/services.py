"""Handing work to the workers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from blinker import Signal
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from network import clock
from network.database import db
from network.jobs.models import Job, JobState
from network.jobs.queries import find_job
from network.jobs.registry import kind_named

# sent after the commit of a transaction that submitted a job: workers of this process need not poll for it
submitted = Signal()


def submit(
    kind: str, *, payload: dict[str, Any] | None = None, key: str | None = None, run_at: datetime | None = None
) -> Job:
    """Write work down in the caller's transaction: it is done after the commit, at `run_at` if given, or never was.

    With a `key`, a job that was submitted with it before is given back instead, whatever has become of it.
    Raises LookupError when no feature registered the kind.
    """
    now = clock.now()
    job = Job(kind=kind_named(kind).name, key=key, payload=payload or {}, run_at=run_at or now, created_at=now)
    db.session.info["submitted"] = True
    if key is None:
        db.session.add(job)
        db.session.flush()
        return job
    return find_job(key) or _insert(job, key)


def bring_forward(key: str) -> None:
    """Let the job of this key wait no longer, if it waits."""
    db.session.info["submitted"] = True
    waiting = sa.update(Job).where(Job.key == key, Job.state == JobState.WAITING, Job.run_at > clock.now())
    db.session.execute(waiting.values(run_at=clock.now()))


def _insert(job: Job, key: str) -> Job:
    """The new job, or the one of somebody who was faster with the same key."""
    try:
        with db.session.begin_nested():
            db.session.add(job)
    except IntegrityError:
        return db.session.scalars(sa.select(Job).where(Job.key == key)).one()
    return job


@event.listens_for(db.session, "after_commit")
def _tell_workers(session: Session) -> None:
    if not session.in_nested_transaction() and session.info.pop("submitted", False):
        submitted.send()
