"""Finding people."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from network.accounts.models import LoginSession, User
from network.database import db, read
from network.errors import NotFoundError

# Asked by every page, therefore put together once.
_OF_SESSION = sa.select(User).where(User.session_key == sa.bindparam("key"), User.erased_at.is_(None))
_OF_LOGIN = _OF_SESSION.join(LoginSession, LoginSession.user_id == User.id).where(
    LoginSession.key == sa.bindparam("login_key")
)

_NAMES = sa.select(User.id, User.name).where(User.id.in_(sa.bindparam("ids")), User.erased_at.is_(None))


def get_user(user_id: int) -> User:
    """The person of this id; NotFoundError when there is none, or it was erased."""
    user = db.session.get(User, user_id)
    if user is None or user.erased_at:
        raise NotFoundError
    return user


def list_names(user_ids: Collection[int | None]) -> dict[int, str]:
    """The names of these people, by id; those who were erased are left out."""
    return dict(map(tuple, read(_NAMES, {"ids": list(user_ids)})))


def list_administrators() -> list[User]:
    """Those who look after the platform."""
    query = sa.select(User).where(User.is_administrator, User.erased_at.is_(None))
    return list(db.session.scalars(query.order_by(User.id)))


def find_user_by_email(email: str) -> User | None:
    """The person with this e-mail address, whatever its case."""
    return db.session.scalar(sa.select(User).where(User.email == normal_email(email), User.erased_at.is_(None)))


def find_user_by_session(key: str, login_key: str | None) -> User | None:
    """The person whose session this is: nobody when its log-in was ended. One query.

    `login_key` is None in cookies from before log-ins were listed; they end with the password.
    """
    if login_key is None:
        return db.session.scalar(_OF_SESSION, {"key": key})
    return db.session.scalar(_OF_LOGIN, {"key": key, "login_key": login_key})


def list_sessions(user_id: int) -> list[LoginSession]:
    """Where the person is logged in, the latest act first."""
    query = sa.select(LoginSession).where(LoginSession.user_id == user_id)
    return list(db.session.scalars(query.order_by(LoginSession.last_acted_at.desc(), LoginSession.id.desc())))


def normal_email(email: str) -> str:
    """How an e-mail address is kept: without blanks around it, in small letters."""
    return email.strip().lower()
