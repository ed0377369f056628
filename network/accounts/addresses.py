"""Another e-mail address: confirmed from the new one, told at the old one."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from network.accounts import letters
from network.accounts.attempts import NEW_ADDRESS, count_attempt
from network.accounts.models import User
from network.accounts.policies import may_change
from network.accounts.queries import find_user_by_email, get_user, normal_email
from network.activity.services import record
from network.activity.verbs import register_verb
from network.actors import Actor
from network.database import db, lock
from network.errors import ConflictError, NotFoundError
from network.web.links import path_for, read, sign
from network.web.policies import require

LINK_DAYS = 1

register_verb("account.address_changed", _l("changed their e-mail address"))


@dataclass(frozen=True, slots=True)
class NewAddress:
    """The address that a link confirms, and whose it will be."""

    user: User
    email: str


def request_address(user: User, email: str, *, actor: Actor, address: str) -> None:
    """Write a link to the new address; the answer is the same when it belongs to somebody else, who is told.

    TooManyAttemptsError as for other mails.
    """
    require(may_change(user, actor))
    email = normal_email(email)
    count_attempt(email, address, purpose=NEW_ADDRESS)
    owner = find_user_by_email(email)
    if owner:
        letters.write_to_user(
            owner,
            NEW_ADDRESS,
            subject=_l("This address already has an account"),
            sentence=_l("Somebody, you perhaps, wanted to use this address for another account. It has yours already."),
            action=_l("See my account"),
        )
    else:
        letters.write_to_user(
            user,
            NEW_ADDRESS,
            subject=_l("Confirm your new e-mail address"),
            sentence=_l("Confirm that you want to log in with this address from now on. The link is good for a day."),
            action=_l("Confirm this address"),
            path=path_for("security.new_address", token=_token(user, email)),
            email=email,
        )


def read_address_link(token: str) -> NewAddress:
    """What a link confirms; NotFoundError when it is false, too old, or the address or the password changed since."""
    data = read(NEW_ADDRESS, token, max_age_days=LINK_DAYS)
    user = get_user(data["user"])
    if user.email != data["email"] and data["state"] != user.link_state:
        raise NotFoundError
    return NewAddress(user, data["email"])


def take_address(token: str) -> User:
    """Log in with the new address from now on; the old one is told. ConflictError when it was taken meanwhile."""
    lock(read_address_link(token).user)  # of two clicks, one after the other
    change = read_address_link(token)
    user, before = change.user, change.user.email
    if before == change.email:
        return user
    if find_user_by_email(change.email):
        raise ConflictError
    letters.write_to_user(
        user,
        "address-changed",
        subject=_l("Your e-mail address was changed"),
        sentence=_l(
            "From now on your account is opened with another e-mail address, and nothing more is written to this one. "
            "If it was not you, write at once to those who run this site."
        ),
        action=_l("See my account"),
        email=before,
    )
    user.email = change.email
    record("account.address_changed", user, actor=Actor(user_id=user.id, name=user.name))
    db.session.flush()
    return user


def _token(user: User, email: str) -> str:
    return sign(NEW_ADDRESS, user=user.id, email=email, state=user.link_state)
