"""People, where they are logged in, and their attempts to log in."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_login import UserMixin
from sqlalchemy.orm import Mapped, mapped_column

from network.database import Model
from network.notifications.frequency import MailFrequency


class User(UserMixin, Model):
    """A person. `session_key` changes with the password: it ends every other session.

    Second factor: `totp_secret` is what their application knows too, `totp_step` the half-minute of the last code taken
    (no code is taken twice), `recovery_codes` the digests of the codes not used yet.
    """

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
    totp_secret: Mapped[str | None] = mapped_column(sa.String(32))
    totp_step: Mapped[int] = mapped_column(default=0)
    recovery_codes: Mapped[list[Any]] = mapped_column(default=list)

    def get_id(self) -> str:
        """What the session cookie holds."""
        return self.session_key

    @property
    def is_active(self) -> bool:
        """An erased person no longer logs in."""
        return self.erased_at is None

    @property
    def link_state(self) -> str:
        """What links about the account are good for: it changes with the password and with the address, and tells
        nothing of either."""
        return hashlib.sha256(f"{self.session_key} {self.email}".encode()).hexdigest()[:16]

    @property
    def has_second_factor(self) -> bool:
        """Whether a code is asked after the password."""
        return self.totp_secret is not None


class LoginSession(Model):
    """A browser in which a person is logged in; without its row, its cookie opens nothing."""

    __tablename__ = "login_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"), index=True)
    key: Mapped[str] = mapped_column(sa.String(32), unique=True)
    device: Mapped[str] = mapped_column(sa.String(60))
    begun_at: Mapped[datetime]
    last_acted_at: Mapped[datetime]


class LoginAttempt(Model):
    """A failed attempt, counted per account and per address; the e-mail is kept as a digest only."""

    __tablename__ = "login_attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    email_digest: Mapped[str] = mapped_column(sa.String(64), index=True)
    address: Mapped[str] = mapped_column(sa.String(45), index=True)
