"""What the platform holds on a person: each feature registers how its part is exported and erased."""

from __future__ import annotations

import enum
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from network import clock
from network.accounts.models import User
from network.accounts.policies import may_change
from network.accounts.services import end_sessions
from network.activity.services import record
from network.activity.verbs import register_verb
from network.actors import Actor
from network.database import db
from network.web.formats import day
from network.web.policies import require

register_verb("account.exported", _l("exported their data"))
register_verb("account.erased", _l("erased their account"))

Export = Callable[[User], Any]
Erase = Callable[[User], None]


@dataclass(frozen=True, slots=True)
class _Holding:
    export: Export
    erase: Erase


_holdings: dict[str, _Holding] = {}


def register_personal_data(name: str, *, export: Export, erase: Erase) -> None:
    """Say how a feature's data on a person are exported and erased.

    `export` gives what JSON can hold (days, instants and enums included), for the file `name`.json. `erase` empties
    what is about the person and ends what they do; ConflictError, with a sentence for them, when it cannot be yet.
    """
    _holdings[name] = _Holding(export, erase)


def export_person(user: User, *, actor: Actor) -> bytes:
    """All that is held on a person, as a ZIP of JSON files; the export is logged."""
    require(may_change(user, actor))
    record("account.exported", user, actor=actor)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(_("readme.txt"), _readme(user))
        for name in sorted(_holdings):
            held = _holdings[name].export(user)
            file.writestr(f"{name}.json", json.dumps(held, default=_plain, ensure_ascii=False, indent=2))
    return archive.getvalue()


def erase_person(user: User, *, actor: Actor) -> None:
    """Erase a person: what they did stays, their name and e-mail address go. ConflictError when it cannot be yet."""
    require(may_change(user, actor))
    record("account.erased", user, actor=actor)
    for holding in _holdings.values():
        holding.erase(user)
    user.name = ""
    user.email = f"{user.id}@erased.invalid"
    user.password_hash = ""
    end_sessions(user)
    user.totp_secret, user.recovery_codes = None, []
    user.is_administrator = False
    user.last_login_at = None
    user.erased_at = clock.now()
    db.session.flush()


def _readme(user: User) -> str:
    text = _l("What Maillage holds on %(name)s on %(day)s. Each file is a part of it; any text editor opens it.")
    return str(text) % {"name": user.name, "day": day(clock.today())}


def _plain(value: Any) -> Any:
    match value:
        case date():
            return value.isoformat()
        case enum.Enum():
            return value.value
    raise TypeError(f"{type(value).__name__} in an export")
