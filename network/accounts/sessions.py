"""The browser's session: who is logged in, since when, in which language."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import request, session
from flask_login import login_user

from network import clock
from network.accounts import second_factor
from network.accounts.devices import device_of
from network.accounts.models import LoginSession, User
from network.accounts.queries import find_user_by_session
from network.accounts.services import new_session_key
from network.database import MAX_ID, db
from network.extensions import login_manager

LOGIN = "login"
PENDING = "pending"
NOTED_EVERY = timedelta(minutes=5)


@login_manager.user_loader
def load_user(key: str) -> User | None:
    """The person of a session cookie; none once the password has changed or the session was ended."""
    return find_user_by_session(key, current_login())


def current_login() -> str | None:
    """The key of the log-in that this browser's cookie holds."""
    return session.get(LOGIN)


def begin_session(user: User) -> None:
    """Log in: nothing of the session before is kept."""
    session.clear()
    session.permanent = True
    session["language"] = user.language
    session[LOGIN] = new_session_key()
    now = user.last_login_at = clock.now()
    device = device_of(request.user_agent.string)
    db.session.add(LoginSession(user_id=user.id, key=session[LOGIN], device=device, begun_at=now, last_acted_at=now))
    login_user(user)


def begin_session_again(user: User) -> None:
    """Go on after all sessions were ended, this one too: for the same organisation."""
    organisation_id = session.get("organisation_id")
    begin_session(user)
    session["organisation_id"] = organisation_id


def await_code(user: User) -> None:
    """The password was right, the code is still to come: logged in as nobody until then."""
    session.clear()
    session[PENDING] = second_factor.sign_pending(user)


def user_of_code() -> User:
    """Whose code is awaited in this browser; NotFoundError when nobody's, or for too long."""
    return second_factor.user_of_pending(session.get(PENDING, ""))


def end_session() -> None:
    """Log out; the language stays."""
    db.session.execute(sa.delete(LoginSession).where(LoginSession.key == current_login()))
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language


def note_act() -> None:
    """The person did something in this session: written now and then, never by reading a page."""
    before = clock.now() - NOTED_EVERY
    own = sa.and_(LoginSession.key == current_login(), LoginSession.last_acted_at < before)
    db.session.execute(sa.update(LoginSession).where(own).values(last_acted_at=clock.now()))


def end_session_of(user: User, session_id: int) -> None:
    """End one of the person's sessions, if it is theirs and has not ended yet."""
    if session_id <= MAX_ID:
        own = sa.and_(LoginSession.user_id == user.id, LoginSession.id == session_id)
        db.session.execute(sa.delete(LoginSession).where(own))


def end_other_sessions(user: User) -> None:
    """End all sessions of the person but this one."""
    others = sa.and_(LoginSession.user_id == user.id, LoginSession.key != current_login())
    db.session.execute(sa.delete(LoginSession).where(others))


def remove_idle_sessions(before: datetime) -> None:
    """End the sessions in which nothing was done since then."""
    db.session.execute(sa.delete(LoginSession).where(LoginSession.last_acted_at < before))
