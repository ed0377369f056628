"""Notices of a kind of their own."""

from __future__ import annotations

from network.activity.models import Event
from network.activity.services import record
from network.actors import SYSTEM, Actor
from network.database import Base
from network.notifications.kinds import register_kind

KIND = "test.notice"
register_kind(KIND, title="%(actor)s wrote about %(name)s", action="Read it")


def new_event(subject: Base, *, actor: Actor = SYSTEM) -> Event:
    """Something that happened to a row."""
    return record("test.happened", subject, actor=actor)
