"""Who is told what about groupements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from network.actors import Role
from network.notifications.kinds import register_kind
from network.notifications.services import notify, remind
from network.organisations.queries import list_people
from network.web.links import path_for, sign

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from network.accounts.models import User
    from network.activity.models import Event
    from network.consortia.models import Consortium, Partner

LINK_PURPOSE = "invitation"

register_kind(
    "consortium.invitation",
    title=_l("You are invited to join the consortium “%(project)s”; please answer by %(reply_by)s"),
    action=_l("Read the invitation"),
    mail_path=lambda words: path_for("invitations.by_link", token=sign(LINK_PURPOSE, partner=words["partner_id"])),
)
register_kind(
    "consortium.reminder",
    title=_l("Your answer is still awaited for “%(project)s”, by %(reply_by)s"),
    action=_l("Read the invitation"),
    mail_path=lambda words: path_for("invitations.by_link", token=sign(LINK_PURPOSE, partner=words["partner_id"])),
)
register_kind(
    "consortium.interested",
    title=_l("%(name)s is interested in joining “%(project)s”; a manager has still to answer"),
    action=_l("See the consortium"),
)
register_kind(
    "consortium.accepted", title=_l("%(name)s accepts to join “%(project)s”"), action=_l("See the consortium")
)
register_kind(
    "consortium.reserved",
    title=_l("%(name)s accepts to join “%(project)s”, subject to its board"),
    action=_l("See the consortium"),
)
register_kind(
    "consortium.other_contribution",
    title=_l("%(name)s offers another contribution to “%(project)s”"),
    action=_l("See its offer"),
)
register_kind(
    "consortium.declined", title=_l("%(name)s will not join “%(project)s”"), action=_l("Look for another partner")
)
register_kind(
    "consortium.withdrawn", title=_l("%(name)s withdraws from “%(project)s”"), action=_l("Look for another partner")
)
register_kind(
    "consortium.lapsed",
    title=_l("%(name)s did not answer for “%(project)s” in time"),
    action=_l("Look for another partner"),
)
register_kind(
    "consortium.next_invited",
    title=_l("%(name)s is invited to “%(project)s” in the place of one that does not come"),
    action=_l("See the consortium"),
)
register_kind(
    "consortium.short",
    title=_l("Everyone has accepted “%(project)s”, but a criterion is not met"),
    action=_l("See what is missing"),
)
register_kind(
    "consortium.unmet",
    title=_l("What “%(project)s” asks has changed: its consortium no longer meets it"),
    action=_l("See what is missing"),
)
register_kind(
    "consortium.confirmed",
    title=_l("The consortium “%(project)s” is confirmed; its single contact is %(lead)s"),
    action=_l("See the consortium"),
)
register_kind(
    "consortium.bid_confirmed",
    title=_l("The consortium “%(project)s” is confirmed; its agent for all is %(lead)s"),
    action=_l("See the consortium"),
)
register_kind(
    "consortium.reopened",
    title=_l("A partner leaves “%(project)s”; the coordination looks for another"),
    action=_l("See the consortium"),
)
register_kind(
    "consortium.abandoned",
    title=_l("The consortium “%(project)s” will not be formed"),
    action=_l("See the consortium"),
)
register_kind(
    "consortium.invitation_cancelled",
    title=_l("The invitation to join “%(project)s” is withdrawn"),
    action=_l("See the project"),
)


def tell_invited(event: Event, partners: Iterable[Partner]) -> None:
    """The managers of each organisation invited read their own invitation."""
    for partner in partners:
        notify(
            event,
            users=list_people(partner.organisation_id, roles=[Role.MANAGER]),
            kind="consortium.invitation",
            words=_invitation_words(partner),
            path=path_for("invitations.invitation", partner_id=partner.id),
        )


def remind_invited(partner: Partner, today: date) -> None:
    """The managers of an organisation that has not answered, once a day at most."""
    path = path_for("invitations.invitation", partner_id=partner.id)
    for person in list_people(partner.organisation_id, roles=[Role.MANAGER]):
        remind("consortium.reminder", partner, user=person, day=today, words=_invitation_words(partner), path=path)


def tell_organisation(event: Event, partner: Partner, kind: str) -> None:
    """The managers of one organisation."""
    notify(
        event,
        users=list_people(partner.organisation_id, roles=[Role.MANAGER]),
        kind=kind,
        words=_words(partner.consortium),
        path=path_for("invitations.invitation", partner_id=partner.id),
    )


def tell_coordination(event: Event, partner: Partner, kind: str) -> None:
    """Those who compose the groupement."""
    notify(
        event,
        users=list_composers(partner.consortium),
        kind=kind,
        words=_words(partner.consortium) | {"name": partner.organisation.name},
        path=path_for("consortia.compose", consortium_id=partner.consortium_id),
    )


def list_managers(partners: Iterable[Partner]) -> list[User]:
    """Those who engage these partners."""
    return [person for partner in partners for person in list_people(partner.organisation_id, roles=[Role.MANAGER])]


def list_composers(consortium: Consortium) -> list[User]:
    """The coordinators of the federation, but for the jury."""
    coordinators = list_people(consortium.federation_id, roles=[Role.COORDINATOR])
    return [person for person in coordinators if person.id not in consortium.project.judges]


def tell_partners(event: Event, consortium: Consortium, kind: str) -> None:
    """The managers of the organisations that stand."""
    for partner in consortium.team:
        if partner.is_informed:
            tell_organisation(event, partner, kind)


def tell_confirmed(event: Event, consortium: Consortium) -> None:
    """That it is confirmed."""
    lead = consortium.lead.name if consortium.lead else ""
    kind = "consortium.bid_confirmed" if consortium.project.is_market else "consortium.confirmed"
    _tell_everyone(event, consortium, kind, lead=lead)


def tell_unmet(event: Event, consortium: Consortium) -> None:
    """That what its project asks now is not met."""
    _tell_everyone(event, consortium, "consortium.unmet")


def _tell_everyone(event: Event, consortium: Consortium, kind: str, **words: str) -> None:
    """Once: the partners' managers and the coordination."""
    notify(
        event,
        users=[*list_managers(consortium.team), *list_composers(consortium)],
        kind=kind,
        words=_words(consortium) | words,
        path=path_for("consortia.consortium", consortium_id=consortium.id),
    )


def _words(consortium: Consortium) -> dict[str, str]:
    return {"project": consortium.project.title}


def _invitation_words(partner: Partner) -> dict[str, Any]:
    return _words(partner.consortium) | {"reply_by": str(partner.consortium.reply_by), "partner_id": partner.id}
