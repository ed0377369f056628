"""Opening an account: an e-mail address is asked first, and the link sent there shows that it is the person's own."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from network.accounts import letters, passwords
from network.accounts.attempts import SIGN_UP, count_attempt
from network.accounts.models import User
from network.accounts.queries import find_user_by_email, normal_email
from network.accounts.services import create_user
from network.activity.services import record
from network.activity.verbs import register_verb
from network.actors import Actor
from network.web.links import path_for, read, sign

LINK_DAYS = 2

register_verb("account.opened", _l("opened their account"))


def request_sign_up(email: str, *, next_path: str, address: str) -> None:
    """Write to the address: a link to go on with, or that it has an account already; nothing is kept of it.

    TooManyAttemptsError when it was asked too often for the address or from the network address.
    """
    email = normal_email(email)
    count_attempt(email, address, purpose=SIGN_UP)
    user = find_user_by_email(email)
    if user:
        letters.write_to_user(
            user,
            SIGN_UP,
            subject=_l("You already have an account"),
            sentence=_l("Somebody, you perhaps, wanted to open an account with this address. It has one: log in."),
            action=_l("Log in"),
            path=path_for("accounts.login"),
        )
    else:
        letters.write_to_address(
            email,
            SIGN_UP,
            subject=_l("Confirm your e-mail address"),
            sentence=_l(
                "Welcome to Maillage. Open the link below to confirm this address and go on; it is good for two days. "
                "If you asked for nothing, there is nothing to do."
            ),
            action=_l("Confirm and go on"),
            path=sign_up_path(email, next_path=next_path),
        )


def sign_up_path(email: str, *, next_path: str) -> str:
    """The page where whoever reads the mails of this address opens an account, and what they go to afterwards."""
    return path_for("sign_up.confirm", token=sign(SIGN_UP, email=normal_email(email), next=next_path))


def read_link(token: str) -> dict[str, Any]:
    """`email` and `next` of a link; NotFoundError when it is false or too old."""
    return read(SIGN_UP, token, max_age_days=LINK_DAYS)


def open_account(token: str, *, name: str, password: str) -> User:
    """The account of the link's address; ConflictError when it has one already."""
    user = create_user(
        email=read_link(token)["email"],
        name=name,
        password_hash=passwords.hash_password(password),
        language=letters.language_of_moment(),
    )
    record("account.opened", user, actor=Actor(user_id=user.id, name=name))
    return user
