"""Searches that people keep."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from network.database import FLAT, Model
from network.notifications.frequency import MailFrequency

if TYPE_CHECKING:
    from network.accounts.models import User


class SearchKind(enum.StrEnum):
    """Which list is searched, by the word in addresses."""

    DIRECTORY = "structures"
    RESOURCES = "ressources"


class SavedSearch(Model):
    """The filters of a list as its address holds them; a mail tells what is new since `told_until`."""

    __tablename__ = "saved_searches"
    __table_args__ = (sa.Index(None, "frequency", "told_until"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    kind: Mapped[SearchKind]
    name: Mapped[str] = mapped_column(sa.String(120))
    filters: Mapped[dict[str, Any]] = mapped_column(default=dict)
    frequency: Mapped[MailFrequency]
    told_until: Mapped[datetime]

    user: Mapped[User] = relationship(lazy="joined", innerjoin=FLAT)
