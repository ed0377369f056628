"""Reading the activity log."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any

import sqlalchemy as sa

from network.activity.models import Event
from network.database import Base, db, read

_EVENTS = (
    sa.select(Event)
    .where(Event.subject_type == sa.bindparam("subject_type"), Event.subject_id == sa.bindparam("subject_id"))
    .order_by(Event.at.desc(), Event.id.desc())
    .limit(sa.bindparam("limit", type_=sa.Integer))
)

_WHO_ACTED = (
    sa.select(Event.actor_id)
    .where(
        Event.subject_type == sa.bindparam("subject_type"),
        Event.subject_id.in_(sa.bindparam("subject_ids")),
        Event.actor_id.is_not(None),
    )
    .distinct()
)


def list_events(subject: Base, *, limit: int = 50, but: Collection[str] = ()) -> list[Event]:
    """What was done to a row, newest first; `but`: beginnings of the verbs to leave out."""
    about = {"subject_type": subject.__tablename__, "subject_id": subject.id}  # type: ignore[attr-defined]
    return list(db.session.scalars(_events_but(tuple(but)), about | {"limit": limit}))


@cache
def _events_but(beginnings: tuple[str, ...]) -> sa.Select[Any]:
    return _EVENTS.where(*(~Event.verb.startswith(beginning) for beginning in beginnings))


def list_events_of_person(user_id: int, *, subject_type: str) -> list[Event]:
    """All that a person did, and all that was logged about them as a row of `subject_type`, oldest first."""
    about = sa.and_(Event.subject_type == subject_type, Event.subject_id == user_id)
    return list(db.session.scalars(sa.select(Event).where(sa.or_(Event.actor_id == user_id, about)).order_by(Event.id)))


def list_people_who_acted(subjects: Collection[Base]) -> set[int]:
    """The ids of the people who did anything to one of these rows, all of one table: one query."""
    if not subjects:
        return set()
    ids = [subject.id for subject in subjects]  # type: ignore[attr-defined]
    table = next(iter(subjects)).__tablename__
    return {row.actor_id for row in read(_WHO_ACTED, {"subject_type": table, "subject_ids": ids})}
