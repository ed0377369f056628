"""Notices of a kind of their own."""

from __future__ import annotations

from network.accounts.models import User
from network.activity.models import Event
from network.activity.services import record
from network.actors import SYSTEM, Actor
from network.database import Base, db
from network.notifications.kinds import register_kind
from network.notifications.services import notify

KIND = "test.notice"
REMINDER = "test.reminder"
register_kind(KIND, title="%(actor)s wrote about %(name)s", action="Read it")
register_kind(REMINDER, title="Answer %(name)s by %(day)s", action="Answer")


def new_event(subject: Base, *, actor: Actor = SYSTEM) -> Event:
    """Something that happened to a row."""
    return record("test.happened", subject, actor=actor)


def tell(*users: User, name: str = "x", path: str = "/", actor: Actor = SYSTEM) -> Event:
    """Tell people of an event that happened to the first of them."""
    event = new_event(users[0], actor=actor)
    notify(event, users=users, kind=KIND, words={"name": name}, path=path)
    db.session.commit()
    return event
