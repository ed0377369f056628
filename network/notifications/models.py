"""Notices, reminders and outgoing mail."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Mapped, mapped_column, relationship

from network.database import Model
from network.notifications import kinds

if TYPE_CHECKING:
    from network.accounts.models import User
    from network.activity.models import Event


_UNMAILED = sa.text("mailed_at IS NULL")


class Notification(Model):
    """One notice of one event, or of one reminder, to one person; worded by its `kind` in the reader's language.

    `mailed_at`: when it was put into a mail, or when it was settled that no mail will tell it.
    """

    __tablename__ = "notifications"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "user_id"),
        sa.CheckConstraint("(event_id IS NULL) <> (reminder_id IS NULL)", name="one_cause"),
        sa.Index(None, "user_id", "read_at"),
        sa.Index("ix_notifications_unmailed", "created_at", sqlite_where=_UNMAILED, postgresql_where=_UNMAILED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int | None] = mapped_column(sa.ForeignKey("events.id"))
    reminder_id: Mapped[int | None] = mapped_column(sa.ForeignKey("reminders.id"), unique=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    kind: Mapped[str] = mapped_column(sa.String(60))
    words: Mapped[dict[str, Any]] = mapped_column(default=dict)
    path: Mapped[str] = mapped_column(sa.String(200))
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]

    event: Mapped[Event | None] = relationship()
    user: Mapped[User] = relationship()

    @property
    def sentence(self) -> str:
        """What it says, in the reader's language."""
        actor = self.event.actor_name if self.event else ""
        return kinds.sentence(self.kind, {"actor": actor or _("an erased person"), **self.words})

    @property
    def action(self) -> str:
        """What its button says."""
        return kinds.action(self.kind)


class OutgoingMail(Model):
    """A mail written in the request's transaction and sent by a job; `key` keeps it from being written twice."""

    __tablename__ = "outgoing_mails"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(120), unique=True)
    recipient: Mapped[str] = mapped_column(sa.String(254), index=True)
    subject: Mapped[str] = mapped_column(sa.String(300))
    text: Mapped[str] = mapped_column(sa.Text)
    html: Mapped[str] = mapped_column(sa.Text)
    unsubscribe_url: Mapped[str] = mapped_column(sa.String(400), default="")
    created_at: Mapped[datetime] = mapped_column(index=True)
    sent_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(sa.String(300), default="")


class Reminder(Model):
    """A reminder sent: at most one of a kind, subject, recipient and day."""

    __tablename__ = "reminders"
    __table_args__ = (sa.UniqueConstraint("kind", "subject_id", "user_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(60))
    subject_id: Mapped[int]
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    day: Mapped[str] = mapped_column(sa.String(10))
