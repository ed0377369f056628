"""Reading the queue."""

from __future__ import annotations

import sqlalchemy as sa

from network.database import db
from network.jobs.models import Job, JobState


def find_job(key: str) -> Job | None:
    """The job submitted with this key."""
    return db.session.scalar(sa.select(Job).where(Job.key == key))


def list_failed_jobs(*, limit: int = 50) -> list[Job]:
    """Jobs that were given up, the latest first."""
    failed = sa.select(Job).where(Job.state == JobState.FAILED).order_by(Job.finished_at.desc()).limit(limit)
    return list(db.session.scalars(failed))
