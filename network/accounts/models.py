"""People and their attempts to log in."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from flask_login import UserMixin
from sqlalchemy.orm import Mapped, mapped_column

from network.database import Model
from network.notifications.frequency import MailFrequency


class User(UserMixin, Model):
    """A person. `session_key` changes with the password: it ends every other session."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(sa.String(254), unique=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    password_hash: Mapped[str] = mapped_column(sa.String(200))
    session_key: Mapped[str] = mapped_column(sa.String(32), unique=True)
    language: Mapped[str] = mapped_column(sa.String(2), default="fr")
    mail_frequency: Mapped[MailFrequency] = mapped_column(default=MailFrequency.IMMEDIATE)
    is_administrator: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    last_login_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]

    def get_id(self) -> str:
        """What the session cookie holds."""
        return self.session_key

    @property
    def is_active(self) -> bool:
        """An erased person no longer logs in."""
        return self.erased_at is None


class LoginAttempt(Model):
    """A failed attempt, counted per account and per address; the e-mail is kept as a digest only."""

    __tablename__ = "login_attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    email_digest: Mapped[str] = mapped_column(sa.String(64), index=True)
    address: Mapped[str] = mapped_column(sa.String(45), index=True)
