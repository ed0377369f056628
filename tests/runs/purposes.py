"""A purpose for tests: its runs belong to the person who asked; their end is an event, so that it can be counted."""

from __future__ import annotations

import sqlalchemy as sa

from network import clock
from network.activity.models import Event
from network.database import db
from network.runs.models import Run
from network.runs.registry import register_purpose


def note_end(run: Run) -> None:
    """Leave an effect."""
    db.session.add(Event(at=clock.now(), verb="test.ended", subject_type="runs", subject_id=run.id))


def count_ends(run_id: int) -> int:
    """How often the run's end was noted."""
    ended = sa.select(sa.func.count()).select_from(Event).where(Event.verb == "test.ended", Event.subject_id == run_id)
    return db.session.scalar(ended) or 0


register_purpose(
    "test.count",
    room="hires",
    may_see=lambda run, actor: run.created_by_id in (None, actor.user_id),
    page_url=lambda run: f"/resultat/{run.id}",
    on_finished=note_end,
)
