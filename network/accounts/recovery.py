"""A forgotten password: a link by mail, of one use and one hour, that lets its reader choose another."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from network.accounts import letters, passwords
from network.accounts.attempts import RESET, count_attempt, forget_attempts
from network.accounts.models import User
from network.accounts.queries import find_user_by_email, get_user, normal_email
from network.accounts.services import end_sessions, tell_password_changed
from network.activity.services import record
from network.activity.verbs import register_verb
from network.actors import Actor
from network.database import lock
from network.errors import NotFoundError
from network.web.links import path_for, read, sign

LINK_DAYS = 1 / 24

register_verb("account.password_reset", _l("chose a new password through a link"))


def request_password_reset(email: str, *, address: str) -> None:
    """Write to the address: a link when it has an account, that it has none otherwise.

    TooManyAttemptsError when it was asked too often for the address or from the network address.
    """
    email = normal_email(email)
    count_attempt(email, address, purpose=RESET)
    user = find_user_by_email(email)
    if user:
        letters.write_to_user(
            user,
            RESET,
            subject=_l("Choose a new password"),
            sentence=_l(
                "Somebody, you we suppose, asked for a new password for your account. The link below is good for one "
                "hour and one use. If it was not you, there is nothing to do: your password stays."
            ),
            action=_l("Choose a new password"),
            path=path_for("security.new_password", token=reset_token(user)),
        )
    else:
        letters.write_to_address(
            email,
            RESET,
            subject=_l("There is no account with this address"),
            sentence=_l(
                "Somebody, you perhaps, asked for a new password, but no account has this e-mail address. "
                "Try another of your addresses, or open an account."
            ),
            action=_l("Open an account"),
            path=path_for("sign_up.start"),
        )


def user_of_link(token: str) -> User:
    """The person of a link that is still good; NotFoundError when it is false, too old or was used."""
    data = read(RESET, token, max_age_days=LINK_DAYS)
    user = get_user(data["user"])
    if data["state"] != user.link_state:
        raise NotFoundError
    return user


def reset_password(token: str, password: str) -> User:
    """Take the new password of a link: every session ends, the link with them, and the person is told."""
    lock(user_of_link(token))  # of two clicks, one after the other
    user = user_of_link(token)
    user.password_hash = passwords.hash_password(password)
    end_sessions(user)
    forget_attempts(user.email)
    record("account.password_reset", user, actor=Actor(user_id=user.id, name=user.name))
    tell_password_changed(user)
    return user


def reset_token(user: User) -> str:
    """What the link says: good until the password or the address changes."""
    return sign(RESET, user=user.id, state=user.link_state)
