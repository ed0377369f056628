"""What waits for a person, gathered from all features."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from network.calls.queries import list_calls, list_unanswered_projects
from network.consortia.models import ConsortiumState, PartnerState
from network.consortia.queries import list_composed, list_confirmed, list_open_invitations
from network.resources.labels import capability_amount, capability_label
from network.resources.queries import list_offers
from network.web.formats import day, moment, period

if TYPE_CHECKING:
    from datetime import date

    from network.actors import Actor
    from network.consortia.models import Consortium, Partner


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a card: what, a few words, where to act."""

    title: str
    text: str
    url: str
    action: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A day that matters to the person."""

    on: date
    text: str
    url: str


def list_tasks(actor: Actor) -> list[Row]:
    """What the person has to do, the most pressing first."""
    return [_invitation(partner) for partner in list_open_invitations(actor)] + [
        row for consortium in list_composed(actor) if (row := _composing(consortium))
    ]


def list_suggestions(actor: Actor) -> list[Row]:
    """Projects of open calls that the person's organisation has not answered yet."""
    return [
        Row(
            title=project.title,
            text=_("Call « %(call)s »: say whether it interests you.", call=project.call.title),
            url=url_for("calls.project", project_id=project.id),
            action=_("Have a look"),
            icon="bulb",
        )
        for project in list_unanswered_projects(actor)
    ]


def list_groupements(actor: Actor) -> list[Row]:
    """The confirmed groupements of the person's organisations."""
    return [
        Row(
            title=consortium.project.title,
            text=ngettext("%(num)d partner", "%(num)d partners", len(consortium.team)),
            url=url_for("consortia.consortium", consortium_id=consortium.id),
            icon="users-group",
        )
        for consortium in list_confirmed(actor)
    ]


def list_deadlines(actor: Actor) -> list[Deadline]:
    """The days to come that matter to the person, the nearest first."""
    answers = [
        Deadline(
            on=partner.consortium.reply_by,
            text=_("answer for « %(title)s »", title=partner.consortium.project.title),
            url=url_for("invitations.invitation", partner_id=partner.id),
        )
        for partner in list_open_invitations(actor)
        if partner.consortium.reply_by
    ]
    calls = [
        Deadline(
            on=call.closes_at.date(),
            text=_("closing of the call « %(title)s »", title=call.title),
            url=url_for("calls.call", call_id=call.id),
        )
        for call in list_calls(actor)
        if call.is_open and call.closes_at
    ]
    return sorted(answers + calls, key=lambda deadline: deadline.on)


def _invitation(partner: Partner) -> Row:
    consortium = partner.consortium
    text = [_("for %(name)s", name=partner.organisation.name)]
    if partner.state is PartnerState.RESERVED and partner.board_on:
        text.append(_("your board meets on %(day)s", day=day(partner.board_on)))
    elif consortium.reply_by:
        text.append(_("before %(day)s", day=day(consortium.reply_by, with_weekday=True)))
    return Row(
        title=_("Answer the invitation « %(title)s »", title=consortium.project.title),
        text=" · ".join(text),
        url=url_for("invitations.invitation", partner_id=partner.id),
        action=_("Answer"),
    )


def _composing(consortium: Consortium) -> Row | None:
    """What a coordinator has to do for a groupement; None while answers are awaited."""
    title = consortium.project.title
    states = {partner.state for partner in consortium.team}
    others = [partner for partner in consortium.team if partner.state is PartnerState.OTHER_CONTRIBUTION]
    if others:
        words = _("Look at another contribution for « %(title)s »", title=title), _("Decide")
        text = others[0].organisation.name
    elif consortium.state is ConsortiumState.COMPOSING:
        words = _("Go on composing « %(title)s »", title=title), _("Go on")
        text = _("last changed on %(when)s", when=moment(consortium.changed_at))
    elif consortium.left and PartnerState.CHOSEN not in states:
        words = _("Look for another partner for « %(title)s »", title=title), _("Look")
        text = _("%(name)s is no longer in", name=consortium.left[-1].organisation.name)
    elif PartnerState.CHOSEN in states:
        words = _("Invite the partners chosen for « %(title)s »", title=title), _("Invite")
        text = _("last changed on %(when)s", when=moment(consortium.changed_at))
    elif consortium.is_agreed or not states:
        words = _("Complete the team of « %(title)s »", title=title), _("Complete")
        text = answers_so_far(consortium)
    else:
        return None
    return Row(title=words[0], text=text, url=_compose_url(consortium), action=words[1])


def list_under_way(actor: Actor) -> list[Row]:
    """The groupements that the person's federations are composing, with the answers so far."""
    return [
        Row(
            title=consortium.project.title,
            text=answers_so_far(consortium),
            url=_compose_url(consortium),
            icon="users-group",
        )
        for consortium in list_composed(actor)
    ]


def answers_so_far(consortium: Consortium) -> str:
    """« 2 oui, 1 réponse attendue »."""
    agreed = sum(partner.state is PartnerState.ACCEPTED for partner in consortium.team)
    waiting = sum(partner.is_informed for partner in consortium.team) - agreed
    parts = [ngettext("%(num)d yes", "%(num)d yes", agreed)]
    if waiting:
        parts.append(ngettext("%(num)d answer awaited", "%(num)d answers awaited", waiting))
    return ", ".join(parts)


def _compose_url(consortium: Consortium) -> str:
    return url_for("consortia.compose", consortium_id=consortium.id)


def list_own_offers(actor: Actor) -> list[Row]:
    """What the person's organisation shares today."""
    if actor.organisation_id is None:
        return []
    return [
        Row(
            title=capability_label(offer.capability),
            text=f"{capability_amount(offer.capability, offer.quantity)} · {period(offer.period)}",
            url=url_for("directory.organisation", organisation_id=offer.organisation_id),
            icon="package",
        )
        for offer in list_offers([actor.organisation_id])
    ]
