"""Who is told what about campaigns, pairs and visits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

from network.actors import Role
from network.notifications.kinds import register_kind
from network.notifications.services import notify, remind
from network.organisations.queries import list_members, list_people
from network.web.links import path_for

if TYPE_CHECKING:
    from datetime import date

    from network.accounts.models import User
    from network.activity.models import Event
    from network.audits.models import Action, Campaign, Pairing, Side, Visit

register_kind(
    "campaign.open",
    title=_l("The audit campaign “%(title)s” is open: enrol until %(until)s"),
    action=_l("See what it commits to"),
)
register_kind("campaign.visit", title=_l("The pairs of “%(title)s” are complete"), action=_l("See your visits"))
register_kind("campaign.abandon", title=_l("The audit campaign “%(title)s” is given up"), action=_l("See the campaign"))
register_kind(
    "pairing.proposed",
    title=_l("For “%(title)s” you are proposed to meet: %(names)s. Please answer by %(reply_by)s"),
    action=_l("Read and answer"),
)
register_kind(
    "pairing.confirmed", title=_l("The pair is confirmed: %(names)s (%(title)s)"), action=_l("Agree on a day")
)
register_kind(
    "pairing.undone",
    title=_l("The pair with %(names)s will not be formed; the coordination looks again (%(title)s)"),
    action=_l("See the campaign"),
)
register_kind(
    "pairing.declined", title=_l("%(name)s does not take the pair proposed (%(title)s)"), action=_l("Pair again")
)
register_kind(
    "pairing.lapsed", title=_l("A pair was not answered in time: %(names)s (%(title)s)"), action=_l("Pair again")
)
register_kind(
    "pairing.silent",
    title=_l("Your answer is still awaited to the pair proposed with %(names)s, by %(reply_by)s"),
    action=_l("Read and answer"),
)
register_kind(
    "visit.date_proposed",
    title=_l("%(name)s proposes %(day)s for the visit at %(audited)s"),
    action=_l("Agree or propose another day"),
)
register_kind("visit.date_agreed", title=_l("The visit at %(audited)s is on %(day)s"), action=_l("Prepare the visit"))
register_kind(
    "visit.side_finished",
    title=_l("%(name)s has finished its side of the visit at %(audited)s"),
    action=_l("Go on with yours"),
)
register_kind(
    "visit.compared",
    title=_l("Both views of the visit at %(audited)s are side by side"),
    action=_l("See both views"),
)
register_kind("visit.replied", title=_l("%(audited)s has replied to its visitors"), action=_l("Read the reply"))
register_kind("visit.done", title=_l("The audit of %(audited)s is done; thank you"), action=_l("See the plan"))
register_kind("visit.soon", title=_l("The visit at %(audited)s is on %(day)s"), action=_l("Prepare the visit"))
register_kind(
    "visit.report_soon",
    title=_l("Reply and action plan of your audit are awaited by %(day)s"),
    action=_l("Write the reply"),
)
register_kind("action.due", title=_l("An action of your plan is due on %(day)s: %(what)s"), action=_l("See the plan"))


def tell_members(event: Event, campaign: Campaign, kind: str) -> None:
    """The managers of all members of the federation."""
    people = {p.id: p for member in list_members(campaign.federation_id) for p in _managers(member.id)}
    _tell(event, kind, list(people.values()), {"until": str(campaign.enrol_until)}, campaign)


def tell_enrolled(event: Event, campaign: Campaign, kind: str) -> None:
    """The managers of those who take part."""
    people = {p.id: p for enrolment in campaign.enrolled for p in _managers(enrolment.organisation_id)}
    _tell(event, kind, list(people.values()), {}, campaign)


def tell_coordination(event: Event, pairing: Pairing, kind: str, *, name: str = "") -> None:
    """The coordinators of the federation."""
    campaign = pairing.campaign
    notify(
        event,
        users=list_people(campaign.federation_id, roles=[Role.COORDINATOR]),
        kind=kind,
        words={"title": campaign.title, "names": _names(pairing), "name": name},
        path=path_for("pairings.board", campaign_id=campaign.id),
    )


def tell_pairing(event: Event, pairing: Pairing, kind: str, *, but: int | None = None) -> None:
    """The managers of its organisations, each of which reads with whom it is."""
    for organisation in pairing.organisations:
        if organisation.id != but:
            notify(
                event,
                users=_managers(organisation.id),
                kind=kind,
                words=_pairing_words(pairing, organisation.id),
                path=path_for("pairings.pairing", pairing_id=pairing.id),
            )


def remind_silent(visit: Visit) -> None:
    """The managers of an organisation that has not answered."""
    pairing = visit.pairing
    assert pairing.reply_by
    for user in _managers(visit.audited_id):
        remind(
            "pairing.silent",
            pairing,
            user=user,
            day=pairing.reply_by,
            words=_pairing_words(pairing, visit.audited_id),
            path=path_for("pairings.pairing", pairing_id=pairing.id),
        )


def tell_side(event: Event, visit: Visit, side: Side, kind: str, **words: str) -> None:
    """The people of one side of a visit."""
    notify(
        event,
        users=list_people(visit.organisation_id(side)),
        kind=kind,
        words={"audited": visit.audited.name, **words},
        path=path_for("visits.visit", visit_id=visit.id),
    )


def remind_side(visit: Visit, side: Side, kind: str, *, day: date) -> None:
    """The people of one side of a visit, once for a day."""
    for user in list_people(visit.organisation_id(side)):
        remind(
            kind,
            visit,
            user=user,
            day=day,
            words={"audited": visit.audited.name, "day": str(day)},
            path=path_for("visits.visit", visit_id=visit.id),
        )


def remind_action(action: Action) -> None:
    """The people of the audited team, of an action of its plan."""
    assert action.due_on
    visit = action.visit
    for user in list_people(visit.audited_id):
        remind(
            "action.due",
            action,
            user=user,
            day=action.due_on,
            words={"what": action.what, "day": str(action.due_on)},
            path=path_for("visits.plan", visit_id=visit.id),
        )


def _tell(event: Event, kind: str, users: list[User], words: dict[str, str], campaign: Campaign) -> None:
    notify(
        event,
        users=users,
        kind=kind,
        words={"title": campaign.title, **words},
        path=path_for("audits.campaign", campaign_id=campaign.id),
    )


def _managers(organisation_id: int) -> list[User]:
    return list_people(organisation_id, roles=[Role.MANAGER])


def _names(pairing: Pairing) -> str:
    return ", ".join(organisation.name for organisation in pairing.organisations)


def _pairing_words(pairing: Pairing, organisation_id: int) -> dict[str, str]:
    names = ", ".join(organisation.name for organisation in pairing.others(organisation_id))
    return {"title": pairing.campaign.title, "names": names, "reply_by": str(pairing.reply_by or "")}
