"""Scheduled work: once a minute, whatever the number of workers."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from network.database import db, writing
from network.jobs import queue
from network.jobs.models import Job, JobState
from network.jobs.registry import job
from network.jobs.services import submit

log = logging.getLogger(__name__)

TickFunction = Callable[[datetime], Any]

KEPT = timedelta(days=30)
_functions: dict[str, TickFunction] = {}


class TickError(Exception):
    """Some of the tick's functions failed; the message names them."""


def every_tick(name: str) -> Callable[[TickFunction], TickFunction]:
    """Register a function that is called each minute with the minute's instant, in a transaction of its own.

    While no worker runs there are no ticks and none is made up for: look at what is due by then, not at the minute.
    """

    def register(function: TickFunction) -> TickFunction:
        _functions[name] = function
        return function

    return register


def submit_tick(now: datetime) -> Job:
    """The job of this minute, the same for all workers."""
    minute = now.replace(second=0, microsecond=0)
    return submit("jobs.tick", key=f"tick {minute:%Y-%m-%d %H:%M}", payload={"at": minute.isoformat()})


@job("jobs.tick", takes_lease=True)
def tick(lease: queue.Lease, *, at: str, done: list[str] | None = None) -> None:
    """Call what has not been called yet for this minute; one that fails does not stop the others and is tried again."""
    failed = [name for name in sorted(_functions) if name not in (done or []) and not _call(lease, name, at)]
    if failed:
        raise TickError(", ".join(failed))
    with writing():
        queue.finish(lease)
        db.session.commit()


def _call(lease: queue.Lease, name: str, at: str) -> bool:
    """Call one function; that it was called is kept in the same transaction as what it did."""
    if lease.ended.is_set():
        raise queue.StoppedError
    try:
        with writing():
            held = queue.hold(lease)
            held.payload = {"at": at, "done": [*held.payload.get("done", []), name]}
            _functions[name](datetime.fromisoformat(at))
            db.session.commit()
    except queue.LeaseLostError:
        raise
    except Exception:
        db.session.rollback()
        log.exception("tick %s failed", name)
        return False
    return True


@every_tick("jobs.forget")
def forget_old_jobs(now: datetime) -> None:
    """Remove jobs that ended more than 30 days ago."""
    oldest = now - KEPT
    over = Job.state.in_((JobState.DONE, JobState.FAILED))
    db.session.execute(sa.delete(Job).where(over, Job.run_at < oldest, Job.finished_at < oldest))
