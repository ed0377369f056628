"""The queue itself: how a job is claimed, held, ended, given up. `docs/decisions/0002-background-work.md` says why."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from network import clock
from network.database import db, writing
from network.jobs.models import Job, JobState
from network.jobs.registry import kind_named

LEASE = timedelta(seconds=10)
WAITS = (timedelta(seconds=2), timedelta(seconds=20), timedelta(minutes=2))
MAX_ATTEMPTS = len(WAITS) + 1


class LeaseLostError(Exception):
    """Another worker has taken the job over: nothing of this attempt may be kept."""


class StoppedError(Exception):
    """The job function ended early because its lease is `ended`: the job goes back into the queue."""


@dataclass(frozen=True, slots=True, eq=False)
class Lease:
    """A worker's hold on a job for one attempt; `ended` is set when it must leave it: lost, or the worker stops."""

    job_id: int
    kind: str
    payload: dict[str, Any]
    worker: str
    attempt: int
    ended: threading.Event = field(default_factory=threading.Event)


def claim(worker: str, kinds: Sequence[str], *, lease: timedelta = LEASE) -> Lease | None:
    """Take the job that has been due for longest, in a transaction of its own; None when there is none."""
    now = clock.now()
    with writing():
        job = db.session.scalar(_due(kinds, now).limit(1).with_for_update(skip_locked=True))
        if job is None:
            db.session.rollback()
            return None
        job.state, job.worker, job.lease_until = JobState.RUNNING, worker, now + lease
        job.attempts += 1
        taken = Lease(job.id, job.kind, job.payload, worker, job.attempts)
        db.session.commit()
    return taken


def renew(lease: Lease, until: datetime) -> bool:
    """Hold the job until then, in a transaction of its own; False when it is no longer ours.

    A row that is locked is just being written to by its own worker, and nobody else can claim it: it needs no renewal,
    and must not keep the other leases waiting for theirs.
    """
    ours = sa.select(Job).where(*_is_ours(lease))
    with writing():
        job = db.session.scalar(ours.with_for_update(skip_locked=True))
        if job:
            job.lease_until = until
        is_ours = job is not None or db.session.scalar(ours) is not None
        db.session.commit()
    return is_ours


def hold(lease: Lease) -> Job:
    """The job, locked until the transaction ends; LeaseLostError when it is no longer ours."""
    ours = sa.select(Job).where(*_is_ours(lease)).with_for_update().execution_options(populate_existing=True)
    job = db.session.scalar(ours)
    if job is None:
        raise LeaseLostError
    return job


def finish(lease: Lease) -> None:
    """End the job in the caller's transaction."""
    _end(hold(lease), JobState.DONE)


def release(lease: Lease) -> None:
    """Give the job back undone in the caller's transaction, as if this attempt had not been."""
    job = hold(lease)
    job.attempts -= 1
    _wait(job, clock.now())


def retry_or_fail(lease: Lease, error: str) -> JobState:
    """After a failure let the job wait, longer each time, or give it up for good; in the caller's transaction."""
    job = hold(lease)
    job.error = error
    if lease.attempt < MAX_ATTEMPTS:
        _wait(job, clock.now() + WAITS[lease.attempt - 1])
    else:
        _end(job, JobState.FAILED)
        if on_failed := kind_named(job.kind).on_failed:
            on_failed(**job.payload)
    return job.state


def _due(kinds: Sequence[str], now: datetime) -> sa.Select[Job]:
    """Jobs that wait and are due, or whose worker has not renewed its lease."""
    waiting = sa.and_(Job.state == JobState.WAITING, Job.run_at <= now)
    abandoned = sa.and_(Job.state == JobState.RUNNING, Job.lease_until < now)
    return sa.select(Job).where(Job.kind.in_(kinds), waiting | abandoned).order_by(Job.run_at, Job.id)


def _is_ours(lease: Lease) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        Job.id == lease.job_id,
        Job.state == JobState.RUNNING,
        Job.worker == lease.worker,
        Job.attempts == lease.attempt,
    )


def _end(job: Job, state: JobState) -> None:
    job.state, job.lease_until, job.finished_at = state, None, clock.now()


def _wait(job: Job, until: datetime) -> None:
    job.state, job.worker, job.lease_until, job.run_at = JobState.WAITING, None, None, until
