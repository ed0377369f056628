"""What people do with their account."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from network import clock
from network.accounts import letters, passwords
from network.accounts.attempts import count_attempt, forget_attempts
from network.accounts.models import LoginSession, User
from network.accounts.policies import may_change
from network.accounts.queries import find_user_by_email, normal_email
from network.activity.services import record
from network.activity.verbs import register_verb
from network.actors import Actor
from network.database import db
from network.errors import ConflictError
from network.notifications.frequency import MailFrequency
from network.notifications.services import settle_mails
from network.web.locale import LANGUAGES
from network.web.policies import require

register_verb("account.changed", _l("changed their account"))
register_verb("account.password_changed", _l("changed their password"))
register_verb("account.made_administrator", _l("made this person an administrator"))


def create_user(
    *, email: str, name: str, password_hash: str, language: str = "fr", is_administrator: bool = False
) -> User:
    """A new person; ConflictError when the e-mail address is taken. The hash comes from `passwords.hash_password`."""
    if find_user_by_email(email):
        raise ConflictError(_("This e-mail address already has an account."))
    user = User(
        email=normal_email(email),
        name=name,
        password_hash=password_hash,
        session_key=new_session_key(),
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
    forget_attempts(email)
    user = find_user_by_email(email)
    if user and passwords.needs_rehash(user.password_hash):
        user.password_hash = passwords.hash_password(password)
    return user


def change_account(user: User, *, name: str, language: str, mail_frequency: MailFrequency, actor: Actor) -> None:
    """Keep what a person says of themselves."""
    require(may_change(user, actor))
    user.name = name
    choose_language(user, language)
    choose_mail_frequency(user, mail_frequency)
    record("account.changed", user, actor=actor)


def change_password(user: User, password: str, *, actor: Actor) -> None:
    """Take a new password: every session begun before ends."""
    require(may_change(user, actor))
    user.password_hash = passwords.hash_password(password)
    end_sessions(user)
    record("account.password_changed", user, actor=actor)
    tell_password_changed(user)


def tell_password_changed(user: User) -> None:
    """The person learns it even if somebody else did it."""
    letters.write_to_user(
        user,
        "password-changed",
        subject=_l("Your password was changed"),
        sentence=_l(
            "The password of your account was changed, and every other session has ended. If it was not you, choose "
            "another one at once with “Forgotten password?” on the log-in page."
        ),
        action=_l("See my account"),
    )


def end_sessions(user: User) -> None:
    """Wherever the person is logged in, they no longer are."""
    user.session_key = new_session_key()
    db.session.execute(sa.delete(LoginSession).where(LoginSession.user_id == user.id))


def choose_language(user: User, language: str) -> None:
    """Pages and mails come in this language from now on."""
    if language in LANGUAGES:
        user.language = language


def choose_mail_frequency(user: User, frequency: MailFrequency) -> None:
    """Notices come by mail this often from now on."""
    user.mail_frequency = frequency
    if frequency is MailFrequency.NEVER:
        settle_mails(user.id)


def new_session_key() -> str:
    """A key that nobody can guess."""
    return secrets.token_hex(16)
