"""A second factor for those who want one: a code of their phone (TOTP, RFC 6238), or one of ten recovery codes."""

from __future__ import annotations

import hashlib
import hmac
import secrets

import pyotp
import segno
from flask import current_app
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from network import clock
from network.accounts import letters
from network.accounts.attempts import CODE, count_attempt, forget_attempts
from network.accounts.models import User
from network.accounts.policies import may_change
from network.accounts.queries import get_user
from network.activity.services import record
from network.activity.verbs import register_verb
from network.actors import Actor
from network.database import db, lock
from network.errors import NotFoundError
from network.web.links import read, sign
from network.web.policies import require

ISSUER = "Maillage"
STEP_SECONDS = 30
DRIFT_STEPS = 1  # a clock may be half a minute off
RECOVERY_CODES = 10
RECOVERY_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is read for something else
HALF_LENGTH = 5
PENDING = "second-factor"
PENDING_DAYS = 10 / (24 * 60)  # ten minutes between the password and the code
SETUP = "second-factor-setup"
SETUP_DAYS = 1 / 24

register_verb("account.second_factor_enabled", _l("asks for a code when logging in"))
register_verb("account.second_factor_disabled", _l("no longer asks for a code when logging in"))


def sign_secret(user: User, secret: str = "") -> str:
    """A secret, new unless it is given, as the page of the set-up hands it back."""
    return sign(SETUP, user=user.id, secret=secret or pyotp.random_base32())


def read_secret(token: str, user: User) -> str:
    """The secret of the set-up's page; NotFoundError when it is not this person's or an hour old."""
    data = read(SETUP, token, max_age_days=SETUP_DAYS)
    if data["user"] != user.id:
        raise NotFoundError
    return str(data["secret"])


def setup_address(user: User, secret: str) -> str:
    """The address that an application for codes on this same device opens."""
    return pyotp.TOTP(secret).provisioning_uri(name=user.email, issuer_name=ISSUER)


def qr_code(address: str) -> Markup:
    """The drawing of it that the application of a phone reads, as SVG without any style of its own."""
    drawing = segno.make(address, error="m").svg_inline(
        scale=5, border=4, dark="#1f2a37", light="#ffffff", omitsize=True
    )
    return Markup(drawing)


def enable(user: User, secret: str, code: str, *, actor: Actor) -> list[str] | None:
    """Ask for a code from now on; the recovery codes, to be shown once, or None when the code is not right."""
    require(may_change(user, actor))
    lock(user)
    step = _step_of(secret, code, after=0)
    if step is None:
        return None
    codes = [_new_recovery_code() for _number in range(RECOVERY_CODES)]
    user.totp_secret, user.totp_step = secret, step
    user.recovery_codes = [_digest(user, code) for code in codes]
    record("account.second_factor_enabled", user, actor=actor)
    letters.write_to_user(
        user,
        "second-factor-enabled",
        subject=_l("A code is asked when you log in"),
        sentence=_l("From now on a code of your phone is asked after your password."),
        action=_l("See my account"),
    )
    return codes


def disable(user: User, *, actor: Actor) -> None:
    """The password is enough from now on; the person is told."""
    require(may_change(user, actor))
    lift(user, actor=actor)


def lift(user: User, *, actor: Actor) -> None:
    """The same, for who has lost phone and recovery codes and has shown the administration who they are."""
    lock(user)
    if not user.has_second_factor:
        return
    user.totp_secret, user.recovery_codes = None, []
    record("account.second_factor_disabled", user, actor=actor)
    letters.write_to_user(
        user,
        "second-factor-disabled",
        subject=_l("No code is asked any more when you log in"),
        sentence=_l(
            "The password of your account is enough again. If it was not you, change it at once, then ask for a code "
            "again."
        ),
        action=_l("See my account"),
    )


def sign_pending(user: User) -> str:
    """That this person's password was right, until the code is."""
    return sign(PENDING, user=user.id, key=user.session_key)


def user_of_pending(token: str) -> User:
    """Whose password was right; NotFoundError when that is ten minutes ago or it has changed since."""
    data = read(PENDING, token, max_age_days=PENDING_DAYS)
    user = get_user(data["user"])
    if user.session_key != data["key"]:
        raise NotFoundError
    return user


def is_code(user: User, code: str, *, address: str) -> bool:
    """Whether it is a code of their phone or a recovery code, neither taken before; TooManyAttemptsError as ever."""
    count_attempt(user.email, address, purpose=CODE)
    lock(user)
    typed = "".join(code.lower().split()).replace("-", "")
    if not (_take_code(user, typed) or _take_recovery_code(user, typed)):
        return False
    forget_attempts(user.email, purposes=[CODE])
    return True


def _take_code(user: User, typed: str) -> bool:
    step = _step_of(user.totp_secret or "", typed, after=user.totp_step)
    if step is None:
        return False
    user.totp_step = step
    return True


def _take_recovery_code(user: User, typed: str) -> bool:
    digest = _digest(user, typed)
    if digest not in user.recovery_codes:
        return False
    user.recovery_codes = [kept for kept in user.recovery_codes if kept != digest]
    db.session.flush()
    return True


def _step_of(secret: str, typed: str, *, after: int) -> int | None:
    """The half-minute since 1970 whose code this is, past `after` and near now; None when there is none."""
    code = "".join(typed.split())
    now = int(clock.now().timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret, interval=STEP_SECONDS)
    steps = (step for step in range(now - DRIFT_STEPS, now + DRIFT_STEPS + 1) if step > after)
    return next((step for step in steps if _same(totp.at(step * STEP_SECONDS), code)), None)


def _same(expected: str, typed: str) -> bool:
    return hmac.compare_digest(expected.encode(), typed.encode())


def _new_recovery_code() -> str:
    """Ten letters and digits, in two halves: about 50 bits."""
    halves = ("".join(secrets.choice(RECOVERY_ALPHABET) for _place in range(HALF_LENGTH)) for _half in range(2))
    return "-".join(halves)


def _digest(user: User, code: str) -> str:
    """What is kept of a recovery code; it is too random to be guessed from it."""
    key = current_app.config["SECRET_KEY"].encode()
    return hmac.new(key, f"recovery {user.id} {code.replace('-', '')}".encode(), hashlib.sha256).hexdigest()
