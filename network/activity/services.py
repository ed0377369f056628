"""Writing the activity log."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from network import clock
from network.activity.models import Event
from network.actors import Actor
from network.database import Base, db


def record(
    verb: str,
    subject: Base,
    *,
    actor: Actor,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> Event:
    """Log what the actor did to a row; of `before` and `after`, what did not change is left out.

    Names and e-mail addresses of people do not belong in `before` and `after`: an erasure would not find them.
    """
    if sa.inspect(subject).pending:
        db.session.flush()
    old, new = _plain(before or {}), _plain(after or {})
    same = {name for name in old.keys() & new.keys() if old[name] == new[name]}
    event = Event(
        **_facts(verb, subject, actor),
        before={name: value for name, value in old.items() if name not in same},
        after={name: value for name, value in new.items() if name not in same},
    )
    db.session.add(event)
    db.session.flush()
    return event


def record_all(verb: str, subjects: Iterable[Base], *, actor: Actor) -> None:
    """Log at once that the actor did the same to many rows, which stand already; there is no event to tell of."""
    rows = [_facts(verb, subject, actor) | {"before": {}, "after": {}} for subject in subjects]
    if rows:
        db.session.execute(sa.insert(Event), rows)


def forget_person(user_id: int, *, subject_type: str) -> None:
    """Empty the person's name wherever they acted, and what was logged about them as a row of `subject_type`."""
    db.session.execute(sa.update(Event).where(Event.actor_id == user_id).values(actor_name=""))
    about = sa.and_(Event.subject_type == subject_type, Event.subject_id == user_id)
    db.session.execute(sa.update(Event).where(about).values(before={}, after={}))


def forget_subjects(subject_type: str, subject_ids: Collection[int]) -> None:
    """Remove what was logged about rows that are being deleted: their ids may be given again."""
    about = sa.and_(Event.subject_type == subject_type, Event.subject_id.in_(subject_ids))
    db.session.execute(sa.delete(Event).where(about))


def _facts(verb: str, subject: Base, actor: Actor) -> dict[str, Any]:
    return {
        "at": clock.now(),
        "actor_id": actor.user_id,
        "actor_name": actor.name,
        "verb": verb,
        "subject_type": subject.__tablename__,
        "subject_id": subject.id,  # type: ignore[attr-defined]
    }


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain_value(value) for name, value in values.items()}


def _plain_value(value: Any) -> Any:
    """As JSON keeps it."""
    match value:
        case enum.Enum():
            return value.value
        case date():
            return value.isoformat()
        case list() | tuple() | set() | frozenset():
            return [_plain_value(item) for item in value]
    return value
