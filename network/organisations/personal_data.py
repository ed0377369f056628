"""The mandates of a person: exported with their data, ended when they are erased."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from network.accounts.models import User
from network.accounts.personal_data import register_personal_data
from network.activity.services import record
from network.activity.verbs import register_verb
from network.actors import Actor, Role
from network.database import db, lock
from network.errors import ConflictError
from network.organisations.models import Mandate

register_verb("mandate.ended", _l("no longer acts for the organisation"))

ENGAGING = (Role.MANAGER, Role.COORDINATOR)


def export_mandates(user: User) -> list[dict[str, Any]]:
    """For whom the person acts, and since when."""
    return [
        {"organisation": mandate.organisation.name, "role": mandate.role, "since": mandate.since}
        for mandate in _list_mandates(user)
    ]


def end_mandates(user: User) -> None:
    """End them all; ConflictError when an organisation would be left with nobody who engages it."""
    mandates = _list_mandates(user)
    orphans = [mandate.organisation.name for mandate in mandates if _leaves_nobody(mandate)]
    if orphans:
        raise ConflictError(
            _(
                "You are the only person who engages %(names)s. Have somebody else named there first.",
                names=", ".join(orphans),
            )
        )
    for mandate in mandates:
        record("mandate.ended", mandate.organisation, actor=Actor(user_id=user.id))
        db.session.delete(mandate)
    db.session.flush()


def _list_mandates(user: User) -> list[Mandate]:
    return list(db.session.scalars(sa.select(Mandate).where(Mandate.user_id == user.id).order_by(Mandate.id)))


def _leaves_nobody(mandate: Mandate) -> bool:
    """Whether nobody else engages the organisation; it is locked, so that two do not leave at the same instant."""
    if mandate.role not in ENGAGING:
        return False
    lock(mandate.organisation)
    others = sa.select(Mandate.id).where(
        Mandate.organisation_id == mandate.organisation_id,
        Mandate.user_id != mandate.user_id,
        Mandate.role.in_(ENGAGING),
    )
    return db.session.scalar(others.limit(1)) is None


register_personal_data("mandates", export=export_mandates, erase=end_mandates)
