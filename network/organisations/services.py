"""What people do with the sheet of an organisation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm.attributes import flag_modified

from network import clock
from network.activity.services import record, record_all
from network.activity.verbs import register_verb
from network.actors import Actor
from network.database import db, lock
from network.errors import ConflictError
from network.organisations.facts import Facts, facts_of, write_facts
from network.organisations.labels import FIELD_LABELS
from network.organisations.mandates import give_mandate, roles_of
from network.organisations.memberships import ask_membership, offer_to_listed
from network.organisations.models import Organisation
from network.organisations.policies import may_be_of_kind, may_edit, may_import, may_register, may_register_own
from network.web.policies import require

# Facts that the log shows as they are kept; the others are keys.
READABLE = ("name", "bce", "locality", "address", "headcount", "counted_on", "description")

register_verb("organisation.registered", _l("listed the organisation"))
register_verb("organisation.updated", _l("changed the sheet"), fields={name: FIELD_LABELS[name] for name in READABLE})


class BceTakenError(ConflictError):
    """Another organisation has this enterprise number."""


def register_organisation(facts: Facts, *, actor: Actor) -> Organisation:
    """List a new organisation; BceTakenError when its enterprise number is known already."""
    require(may_register(actor))
    return _list_organisation(facts, actor)


def register_own_organisation(facts: Facts, *, federation: Organisation | None, actor: Actor) -> Organisation:
    """List the actor's own organisation, which they engage; the federation, if any, is asked to confirm it.

    BceTakenError as when registering: an organisation that is listed already is claimed.
    """
    require(may_register_own(facts.kind, actor))
    organisation = _list_organisation(facts, actor)
    mandate = give_mandate(actor.user_id or 0, organisation, roles_of(organisation)[0])
    if federation:
        ask_membership(organisation, federation, actor=replace(actor, roles={organisation.id: mandate.role}))
    return organisation


def list_members(entries: Iterable[Facts], *, federation: Organisation, actor: Actor) -> list[Organisation]:
    """List organisations for them, as members of the federation that they have still to confirm, all of them at once.
    Their enterprise numbers are known to be free."""
    require(may_import(federation, actor))
    organisations = [_new_organisation(facts) for facts in entries]
    db.session.flush()
    record_all("organisation.registered", organisations, actor=actor)
    offer_to_listed(organisations, federation, actor=actor)
    return organisations


def _list_organisation(facts: Facts, actor: Actor) -> Organisation:
    _check_bce(facts.bce)
    organisation = _new_organisation(facts)
    record("organisation.registered", organisation, actor=actor)
    return organisation


def _new_organisation(facts: Facts) -> Organisation:
    organisation = Organisation(created_at=clock.now())
    write_facts(organisation, facts)
    db.session.add(organisation)
    return organisation


def update_organisation(organisation: Organisation, facts: Facts, *, actor: Actor, version: int) -> None:
    """Change the sheet; StaleError when somebody else did since `version`, BceTakenError as when registering."""
    require(may_edit(organisation, actor) and may_be_of_kind(organisation, facts.kind))
    lock(organisation)
    before = facts_of(organisation).logged()
    if facts.logged() == before:  # nothing was changed, or the form was sent twice
        return
    organisation.expect_version(version)
    _check_bce(facts.bce, owner=organisation)
    write_facts(organisation, facts)
    flag_modified(organisation, "name")  # the version grows even when only sectors change
    db.session.flush()
    record("organisation.updated", organisation, actor=actor, before=before, after=facts.logged())


def _check_bce(bce: str | None, *, owner: Organisation | None = None) -> None:
    holder = db.session.scalar(sa.select(Organisation.id).filter_by(bce=bce)) if bce else None
    if holder and (owner is None or holder != owner.id):
        raise BceTakenError
