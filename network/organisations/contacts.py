"""Contact people: shown as their organisation chooses, on a click that is counted, to so many an hour and reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import lazyload

from network import clock
from network.accounts.letters import write_to_address
from network.accounts.models import User
from network.activity.models import Event
from network.activity.services import record
from network.activity.verbs import register_verb
from network.actors import Actor
from network.database import db, get_row, lock, read
from network.errors import ConflictError, MaillageError
from network.notifications.kinds import register_kind
from network.notifications.services import notify
from network.organisations.mandates import ENGAGING
from network.organisations.models import Contact, ContactAccess, ContactAudience, Organisation
from network.organisations.policies import may_ask_to_be_called, may_keep_contacts, may_see_contact
from network.organisations.queries import list_federation_ids, list_people
from network.web.links import path_for
from network.web.policies import require

MOST_CONTACTS = 10
MOST_AN_HOUR = 20
ASKED_AGAIN_AFTER = timedelta(days=30)
CALLERS_KEPT = timedelta(days=365)
ASKED = "contact.asked"

register_verb("contact.added", _l("added a contact person"))
register_verb("contact.changed", _l("changed a contact person"))
register_verb("contact.removed", _l("removed a contact person"))
register_verb(ASKED, _l("asked to be called back"))
register_kind(ASKED, title=_l("%(actor)s would like %(name)s to call back"), action=_l("See who asks"))


class TooManyContactsError(MaillageError):
    """The reader has looked at many contact people within the hour (429)."""


def add_contact(organisation: Organisation, terms: Mapping[str, Any], *, actor: Actor) -> Contact:
    """Show one more person, who is told by mail; the same one twice is one (a double click)."""
    require(may_keep_contacts(organisation, actor))
    lock(organisation)
    contacts = list_contacts(organisation.id)
    same = next((contact for contact in contacts if terms == {name: getattr(contact, name) for name in terms}), None)
    if same:
        return same
    if len(contacts) >= MOST_CONTACTS:
        raise ConflictError(
            _("There are %(most)s contact people already. Remove one of them first.", most=MOST_CONTACTS)
        )
    contact = Contact(organisation=organisation, agreed_at=clock.now(), **terms)
    db.session.add(contact)
    record("contact.added", organisation, actor=actor)
    _tell_contact(contact)
    return contact


def update_contact(contact: Contact, terms: Mapping[str, Any], *, actor: Actor, version: int) -> None:
    """Change how a person is shown; StaleError when somebody else did since `version`."""
    require(may_keep_contacts(contact.organisation, actor))
    lock(contact)
    before = {name: getattr(contact, name) for name in terms}
    if before == terms:
        return
    contact.expect_version(version)
    for name, value in terms.items():
        setattr(contact, name, value)
    contact.agreed_at = clock.now()
    record("contact.changed", contact.organisation, actor=actor)
    if before["email"] != contact.email:
        _tell_contact(contact)


def remove_contact(contact: Contact, *, actor: Actor) -> None:
    """The person is shown no more, and who looked is forgotten."""
    require(may_keep_contacts(contact.organisation, actor))
    record("contact.removed", contact.organisation, actor=actor)
    _delete(contact)


def open_contact(contact: Contact, *, actor: Actor) -> None:
    """Count that the actor reads how to reach the person; TooManyContactsError past the limit of an hour."""
    require(may_see_contact(contact, actor, _shared_federations(contact.organisation_id, actor)))
    if actor.belongs_to(contact.organisation_id):
        return
    require(contact.audience is not ContactAudience.REQUEST)
    _count_access(contact, actor)


def ask_to_be_called(contact: Contact, *, actor: Actor) -> None:
    """Hand the actor's name and address to the organisation; asked again within the month, nothing more."""
    require(contact.audience is ContactAudience.REQUEST and not actor.belongs_to(contact.organisation_id))
    if _hand_over(contact.organisation, actor, about=contact.function):
        _count_access(contact, actor)


def ask_organisation_to_call(organisation: Organisation, *, actor: Actor) -> None:
    """The same where the actor may know of no contact person."""
    require(may_ask_to_be_called(organisation, actor) and not list_visible_contacts(organisation.id, actor))
    lately = sa.select(sa.func.count(Event.id)).where(
        Event.actor_id == actor.user_id, Event.verb == ASKED, Event.at > clock.now() - timedelta(hours=1)
    )
    if (db.session.scalar(lately) or 0) >= MOST_AN_HOUR:
        raise _too_many()
    _hand_over(organisation, actor)


def has_asked(organisation: Organisation, actor: Actor, *, about: str = "") -> bool:
    """Whether the organisation has the actor's name and address since less than a month."""
    since = {"organisation_id": organisation.id, "user_id": actor.user_id, "since": clock.now() - ASKED_AGAIN_AFTER}
    return any(asked.after.get("about", "") == about for asked in read(_asked_since(), since))


@cache
def _asked_since() -> sa.Select[Any]:
    """What a person asked an organisation to call back about."""
    asked = _asked(sa.bindparam("organisation_id")).with_only_columns(Event.after)
    return asked.where(Event.actor_id == sa.bindparam("user_id"), Event.at > sa.bindparam("since"))


def get_contact(contact_id: int) -> Contact:
    """A contact person; NotFoundError when there is none."""
    return get_row(Contact, contact_id)


def list_contacts(organisation_id: int) -> Sequence[Contact]:
    """The contact people of an organisation, the first named first."""
    return db.session.scalars(_of_organisation(), {"organisation_id": organisation_id}).all()


@cache
def _of_organisation() -> sa.Select[Any]:
    """Without the organisation, which whoever asks has read."""
    query = sa.select(Contact).where(Contact.organisation_id == sa.bindparam("organisation_id"))
    return query.options(lazyload(Contact.organisation)).order_by(Contact.id)


def list_visible_contacts(organisation_id: int, actor: Actor) -> list[Contact]:
    """Those of whom the actor may know."""
    contacts = list_contacts(organisation_id)
    shared = _shared_federations(organisation_id, actor) if contacts else set()
    return [contact for contact in contacts if may_see_contact(contact, actor, shared)]


def count_accesses(organisation_id: int) -> dict[int, int]:
    """How often each contact person of an organisation was looked at."""
    of_organisation = sa.select(Contact.id).filter_by(organisation_id=organisation_id)
    query = sa.select(ContactAccess.contact_id, sa.func.count()).where(ContactAccess.contact_id.in_(of_organisation))
    return {row[0]: row[1] for row in db.session.execute(query.group_by(ContactAccess.contact_id))}


def list_callers(organisation_id: int) -> Sequence[sa.Row[User, Event]]:
    """Who asked to be called back within a year, the last first: the person, and when and about what they asked."""
    query = _asked(organisation_id).join(User, User.id == Event.actor_id).with_only_columns(User, Event)
    query = query.where(User.erased_at.is_(None), Event.at > clock.now() - CALLERS_KEPT)
    return db.session.execute(query.order_by(Event.id.desc()).limit(50)).all()


def remove_old_accesses(before: datetime) -> None:
    """Forget who looked before then."""
    db.session.execute(sa.delete(ContactAccess).where(ContactAccess.at < before))


def forget_contacts(email: str, user_id: int) -> None:
    """A person is shown nowhere any more, and what they looked at is forgotten."""
    db.session.execute(sa.delete(ContactAccess).where(ContactAccess.user_id == user_id))
    for contact in db.session.scalars(sa.select(Contact).filter_by(email=email)):
        _delete(contact)


def _delete(contact: Contact) -> None:
    db.session.execute(sa.delete(ContactAccess).where(ContactAccess.contact_id == contact.id))
    db.session.delete(contact)
    db.session.flush()


def _shared_federations(organisation_id: int, actor: Actor) -> set[int]:
    """The federations of the organisation that the actor acts for, or for a member of which."""
    federations = list_federation_ids({organisation_id, *actor.roles})
    theirs = set(actor.roles).union(*(federations[own] for own in actor.roles))
    return federations[organisation_id] & theirs


def _asked(organisation_id: Any) -> sa.Select[Any]:
    of_organisation = Event.subject_type == Organisation.__tablename__, Event.subject_id == organisation_id
    return sa.select(Event).where(*of_organisation, Event.verb == ASKED)


def _hand_over(organisation: Organisation, actor: Actor, *, about: str = "") -> bool:
    """Tell those who engage the organisation who would like to be called back; False when they know already."""
    lock(organisation)  # of two clicks, one after the other
    if has_asked(organisation, actor, about=about):
        return False
    notify(
        record(ASKED, organisation, actor=actor, after={"about": about}),
        users=list_people(organisation.id, roles=ENGAGING),
        kind=ASKED,
        words={"name": organisation.name},
        path=path_for("contacts.index", organisation_id=organisation.id),
    )
    return True


def _too_many() -> TooManyContactsError:
    return TooManyContactsError(_("You have looked at many contact people. Wait an hour, then go on."))


def _count_access(contact: Contact, actor: Actor) -> None:
    now = clock.now()
    db.session.add(ContactAccess(contact=contact, user_id=actor.user_id, at=now))
    of_reader = sa.select(sa.func.count(ContactAccess.id)).where(
        ContactAccess.user_id == actor.user_id, ContactAccess.at > now - timedelta(hours=1)
    )
    if (db.session.scalar(of_reader) or 0) > MOST_AN_HOUR:
        raise _too_many()


def _tell_contact(contact: Contact) -> None:
    """Who is shown by somebody else is told, and by whom."""
    if not contact.email:
        return
    name = contact.organisation.name
    write_to_address(
        contact.email,
        "contact",
        subject=_("%(name)s names you as a contact person on Maillage", name=name),
        sentence=_(
            "%(name)s shows how to reach you to those whom it has chosen, with your agreement. You may ask it to "
            "remove you at any time; your address is used for nothing else.",
            name=name,
        ),
        action=_("See the sheet"),
        path=path_for("directory.organisation", organisation_id=contact.organisation_id),
    )
