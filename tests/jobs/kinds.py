"""Kinds of jobs for tests. What they do is an event of the activity log, so that it can be counted."""

from __future__ import annotations

import threading

import sqlalchemy as sa

from network import clock
from network.activity.models import Event
from network.database import db
from network.jobs import queue
from network.jobs.registry import job
from tests.jobs.workers import wait_until

given_up: list[str] = []
started, may_end = threading.Event(), threading.Event()


@job("test.note")
def note(*, text: str) -> None:
    """Leave an effect."""
    db.session.add(Event(at=clock.now(), verb="test.noted", subject_type="jobs", subject_id=1, after={"text": text}))


@job("test.fail", on_failed=lambda text: given_up.append(text))
def fail(*, text: str) -> None:
    """Leave an effect and fail: the effect must go."""
    note(text=text)
    db.session.flush()
    raise ValueError(f"{text} cannot be done")


@job("test.hold", slow=True, takes_lease=True)
def hold(lease: queue.Lease) -> None:
    """Go on until the test lets it end, or the lease is."""
    started.set()
    wait_until(lambda: may_end.is_set() or lease.ended.is_set())
    if lease.ended.is_set():
        raise queue.StoppedError


def noted() -> list[str]:
    """The effects so far, sorted."""
    texts = [event.after["text"] for event in db.session.scalars(sa.select(Event).where(Event.verb == "test.noted"))]
    db.session.rollback()
    return sorted(texts)
