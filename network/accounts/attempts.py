"""How often one may try to log in or ask for a mail: so many times per account and address in a quarter of an hour."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from collections.abc import Collection
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import current_app
from flask_babel import gettext as _

from network import clock
from network.accounts.models import LoginAttempt
from network.database import db
from network.errors import MaillageError

WINDOW = timedelta(minutes=15)
PER_ACCOUNT = 5
PER_ADDRESS = 20
# What is counted apart: the password, a new password asked for, opening an account, another address, the second factor.
PASSWORD, RESET, SIGN_UP, NEW_ADDRESS, CODE = PURPOSES = ("", "password-reset", "sign-up", "new-address", "code")


class TooManyAttemptsError(MaillageError):
    """The account or the address failed too often of late (429)."""


def count_attempt(email: str, address: str, *, purpose: str = PASSWORD) -> None:
    """Count an attempt before it is checked; TooManyAttemptsError past the limits.

    `purpose`: attempts at something else than a password have a count of their own per account; per address there is
    one count for all.

    It is committed here: it counts although the request fails. Written first and counted after, so that of attempts
    made at the same instant none slips through. A refused one is not kept: the wait does not grow.
    """
    now = clock.now()
    digest = email_digest(email, purpose)
    attempt = LoginAttempt(at=now, email_digest=digest, address=network_of(address))
    db.session.add(attempt)
    db.session.commit()
    since = now - WINDOW
    per_account = _count(LoginAttempt.email_digest == digest, since)
    per_address = _count(LoginAttempt.address == network_of(address), since)
    if per_account > PER_ACCOUNT or per_address > PER_ADDRESS:
        db.session.delete(attempt)
        db.session.commit()
        raise TooManyAttemptsError(_("Too many attempts. Wait a quarter of an hour, then try again."))


def forget_attempts(email: str, *, purposes: Collection[str] = (PASSWORD,)) -> None:
    """After a success the account starts anew."""
    db.session.execute(sa.delete(LoginAttempt).where(_of(email, purposes)))


def remove_old_attempts(before: datetime) -> None:
    """Remove the attempts made before then."""
    db.session.execute(sa.delete(LoginAttempt).where(LoginAttempt.at < before))


def list_attempts(email: str) -> list[LoginAttempt]:
    """The attempts kept for an account, whatever their purpose, oldest first."""
    query = sa.select(LoginAttempt).where(_of(email, PURPOSES))
    return list(db.session.scalars(query.order_by(LoginAttempt.at)))


def email_digest(email: str, purpose: str = PASSWORD) -> str:
    """What is kept of an e-mail address: it can be compared, not read."""
    text = f"{purpose} {email}" if purpose else email
    return hmac.new(current_app.config["SECRET_KEY"].encode(), text.encode(), hashlib.sha256).hexdigest()


def network_of(address: str) -> str:
    """An IPv4 address, or the /64 of an IPv6 one: one subscriber holds all of it. Some proxies name the port too."""
    bracketed = address.startswith("[")
    try:
        parsed = ipaddress.ip_address(address[1:].partition("]")[0] if bracketed else address)
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.IPv6Network((parsed, 64), strict=False))
    return str(parsed)


def _of(email: str, purposes: Collection[str]) -> sa.ColumnElement[bool]:
    return LoginAttempt.email_digest.in_([email_digest(email, purpose) for purpose in purposes])


def _count(condition: sa.ColumnElement[bool], since: datetime) -> int:
    query = sa.select(sa.func.count(LoginAttempt.id)).where(condition, LoginAttempt.at > since)
    return db.session.scalar(query) or 0
