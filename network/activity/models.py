"""The activity log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Mapped, mapped_column

from network.activity.verbs import Change, changes, sentence
from network.database import Model


class Event(Model):
    """Who did what, when, to what. `verb` reads `noun.done`; `before` and `after` hold what changed.

    The name is kept as it was that day; it is emptied when the person is erased.
    """

    __tablename__ = "events"
    __table_args__ = (sa.Index(None, "subject_type", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"), index=True)
    actor_name: Mapped[str] = mapped_column(sa.String(120), default="")
    verb: Mapped[str] = mapped_column(sa.String(60))
    subject_type: Mapped[str] = mapped_column(sa.String(40))
    subject_id: Mapped[int]
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(default=dict)

    @property
    def who(self) -> str:
        """Who did it, in the reader's language."""
        return self.actor_name or _("an erased person")

    @property
    def sentence(self) -> str:
        """What was done, as it reads after the name."""
        return sentence(self.verb)

    @property
    def changes(self) -> list[Change]:
        """The few fields that changed, in words."""
        return changes(self.verb, self.before, self.after)
