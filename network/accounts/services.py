"""What people do with their account."""

from __future__ import annotations

import secrets

import sqlalchemy as sa

from network import clock
from network.accounts import passwords
from network.accounts.attempts import count_attempt, forget_attempts
from network.accounts.models import User
from network.accounts.queries import find_user_by_email, normal_email
from network.database import db
from network.errors import ConflictError
from network.web.locale import LANGUAGES


def create_user(
    *, email: str, name: str, password_hash: str, language: str = "fr", is_administrator: bool = False
) -> User:
    """A new person; ConflictError when the e-mail address is taken. The hash comes from `passwords.hash_password`."""
    if find_user_by_email(email):
        raise ConflictError(email)
    user = User(
        email=normal_email(email),
        name=name,
        password_hash=password_hash,
        session_key=_new_session_key(),
        language=language,
        is_administrator=is_administrator,
        created_at=clock.now(),
    )
    db.session.add(user)
    db.session.flush()
    return user


def authenticate(email: str, password: str, *, address: str) -> User | None:
    """The person of this e-mail address and password, or None: as slowly when there is no such person.

    TooManyAttemptsError when the account or the address failed too often. What was written before is committed,
    since a failure counts too, and no lock is held while the password is checked.
    """
    email = normal_email(email)
    count_attempt(email, address)
    kept_hash = db.session.scalar(sa.select(User.password_hash).where(User.email == email, User.erased_at.is_(None)))
    db.session.rollback()
    if not passwords.is_password(password, kept_hash):
        return None
    new_hash = passwords.hash_password(password) if passwords.needs_rehash(kept_hash or "") else kept_hash
    forget_attempts(email)
    user = find_user_by_email(email)
    if user and new_hash and user.password_hash == kept_hash:
        user.password_hash = new_hash
        user.last_login_at = clock.now()
        return user
    return None


def choose_language(user: User, language: str) -> None:
    """Pages and mails come in this language from now on."""
    if language in LANGUAGES:
        user.language = language


def _new_session_key() -> str:
    return secrets.token_hex(16)
