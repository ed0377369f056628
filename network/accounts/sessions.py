"""The browser's session: who is logged in, in which language."""

from __future__ import annotations

from flask import session
from flask_login import login_user

from network.accounts.models import User
from network.accounts.queries import find_user_by_session_key
from network.extensions import login_manager


@login_manager.user_loader
def load_user(key: str) -> User | None:
    """The person of a session cookie; none once the password has changed."""
    return find_user_by_session_key(key)


def begin_session(user: User) -> None:
    """Log in: nothing of the session before is kept."""
    session.clear()
    session.permanent = True
    session["language"] = user.language
    login_user(user)


def end_session() -> None:
    """Log out; the language stays."""
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
