"""Who acts for an organisation: given, changed and ended; somebody always engages it."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from network import clock
from network.activity.services import record
from network.activity.verbs import register_verb
from network.actors import Actor, Role
from network.database import db, get_row, lock
from network.errors import ConflictError
from network.organisations.models import Mandate, Organisation
from network.organisations.policies import may_change_role, may_end_mandate
from network.web.policies import require

ENGAGING = (Role.MANAGER, Role.COORDINATOR)

register_verb("mandate.role_changed", _l("changed what somebody may do for the organisation"))
register_verb("mandate.ended", _l("no longer acts for the organisation"))
register_verb("mandate.withdrawn", _l("ended somebody’s mandate"))


def roles_of(organisation: Organisation) -> tuple[Role, Role]:
    """The roles that people have there: who engages it first, who contributes second."""
    return (Role.COORDINATOR if organisation.is_federation else Role.MANAGER, Role.MEMBER)


def give_mandate(user_id: int, organisation: Organisation, role: Role) -> Mandate:
    """Let a person act for the organisation; who does already keeps the higher of both roles.

    Called where it was agreed (a claim granted, an invitation accepted), which asks the policies and keeps the log.
    """
    lock(organisation)  # of two clicks, one after the other
    held = find_mandate(user_id, organisation.id)
    if held is None:
        held = Mandate(user_id=user_id, organisation=organisation, role=role, since=clock.now())
        db.session.add(held)
    elif role in ENGAGING:
        held.role = role
    db.session.flush()
    return held


def change_role(mandate: Mandate, role: Role, *, actor: Actor) -> None:
    """Let a person engage the organisation, or only contribute; ConflictError when nobody would engage it."""
    require(may_change_role(mandate, actor) and role in roles_of(mandate.organisation))
    if mandate.role is role:
        return
    if leaves_nobody(mandate):
        raise ConflictError(_("Nobody else engages this organisation. Name somebody first."))
    before, mandate.role = mandate.role, role
    record("mandate.role_changed", mandate.organisation, actor=actor, before={"role": before}, after={"role": role})


def end_mandate(mandate: Mandate, *, actor: Actor) -> None:
    """The person no longer acts for the organisation; ConflictError when nobody would engage it."""
    require(may_end_mandate(mandate, actor))
    if leaves_nobody(mandate):
        raise ConflictError(_("Nobody else engages this organisation. Name somebody first."))
    verb = "mandate.ended" if mandate.user_id == actor.user_id else "mandate.withdrawn"
    record(verb, mandate.organisation, actor=actor)
    db.session.delete(mandate)
    db.session.flush()


def leaves_nobody(mandate: Mandate) -> bool:
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


def get_mandate(mandate_id: int) -> Mandate:
    """A mandate; NotFoundError when there is none."""
    return get_row(Mandate, mandate_id)


def find_mandate(user_id: int, organisation_id: int) -> Mandate | None:
    """What the person may do for the organisation, if anything."""
    return db.session.scalar(sa.select(Mandate).filter_by(user_id=user_id, organisation_id=organisation_id))


def list_mandates(organisation_id: int) -> Sequence[Mandate]:
    """The mandates of an organisation, the oldest first."""
    query = sa.select(Mandate).where(Mandate.organisation_id == organisation_id)
    return db.session.scalars(query.order_by(Mandate.since, Mandate.id)).all()
