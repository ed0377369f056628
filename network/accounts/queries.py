"""Finding people."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from network.accounts.models import User
from network.database import db
from network.errors import NotFoundError


def get_user(user_id: int) -> User:
    """The person of this id; NotFoundError when there is none, or it was erased."""
    user = db.session.get(User, user_id)
    if user is None or user.erased_at:
        raise NotFoundError
    return user


def list_names(user_ids: Collection[int | None]) -> dict[int, str]:
    """The names of these people, by id; those who were erased are left out."""
    query = sa.select(User.id, User.name).where(User.id.in_(user_ids), User.erased_at.is_(None))
    return dict(db.session.execute(query).all())


def find_user_by_email(email: str) -> User | None:
    """The person with this e-mail address, whatever its case."""
    return db.session.scalar(sa.select(User).where(User.email == normal_email(email), User.erased_at.is_(None)))


def find_user_by_session_key(key: str) -> User | None:
    """The person whose session this is."""
    return db.session.scalar(sa.select(User).where(User.session_key == key, User.erased_at.is_(None)))


def normal_email(email: str) -> str:
    """How an e-mail address is kept: without blanks around it, in small letters."""
    return email.strip().lower()
