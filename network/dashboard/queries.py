"""What waits for a person, gathered from all features."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from network import clock
from network.calls.queries import list_closing, list_proposed, list_unanswered_projects
from network.consortia import queries as consortia
from network.consortia.models import ConsortiumState, PartnerState
from network.dashboard.once import once
from network.resources.labels import capability_icon, resource_title, resource_when
from network.resources.queries import R, list_renewable, list_visible, servable_needs
from network.web.formats import answer_by, day, distance, moment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from network.actors import Actor
    from network.calls.models import Project
    from network.consortia.models import Consortium, Partner
    from network.resources.models import Need, Offer
    from network.resources.queries import Fit

MOST_NEEDS = 3
list_composed = once(consortia.list_composed)
list_open_invitations = once(consortia.list_open_invitations)
list_charters_to_approve = once(consortia.list_charters_to_approve)
COUNTS = {
    2: _l("Two"),
    3: _l("Three"),
    4: _l("Four"),
    5: _l("Five"),
    6: _l("Six"),
    7: _l("Seven"),
    8: _l("Eight"),
    9: _l("Nine"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a card: what, a few words, where to act; `count`: how many things it holds, `done` of them done;
    `post_url`: where a click does it at once."""

    title: str
    text: str
    url: str
    action: str = ""
    icon: str = ""
    count: int = 1
    done: int | None = None
    post_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A day that matters to the person."""

    on: date
    text: str
    url: str


def greeting(tasks: Sequence[Row]) -> str:
    """How many things wait, in words up to nine."""
    if not tasks:
        return _("Nothing waits for you.")
    count = len(tasks)
    return ngettext("One thing waits for you.", "%(count)s things wait for you.", count, count=COUNTS.get(count, count))


def list_tasks(actor: Actor) -> list[Row]:
    """What the person has to do, the most pressing first."""
    invitations = [_invitation(partner) for partner in list_open_invitations(actor)]
    charters = [_charter(partner) for partner in list_charters_to_approve(actor)]
    composing = [row for consortium in list_composed(actor) if (row := _composing(consortium))]
    proposed = [_proposed(project) for project in list_proposed(actor)]
    renewals = [_renewal(resource) for resource in list_renewable(actor)]
    return invitations + charters + proposed + composing + renewals


def _proposed(project: Project) -> Row:
    return Row(
        title=project.title,
        text=_("A project is proposed to you: take it up, or say why not."),
        url=url_for("calls.project", project_id=project.id),
        action=_("Read it"),
        icon="bulb",
    )


def list_suggestions(actor: Actor) -> list[Row]:
    """Projects of open calls that the person's organisation has not answered yet, and needs that it could serve."""
    projects = [
        Row(
            title=project.title,
            text=_("Call “%(call)s”: say whether it interests you.", call=project.call.title)
            if project.call
            else _("Say whether it interests you."),
            url=url_for("calls.project", project_id=project.id),
            action=_("Have a look"),
            icon="bulb",
        )
        for project in list_unanswered_projects(actor)
    ]
    return projects + [_servable(fit) for fit in servable_needs(actor)[:MOST_NEEDS]]


def list_groupements(actor: Actor) -> list[Row]:
    """The confirmed groupements of the person's organisations."""
    return [
        Row(
            title=consortium.project.title,
            text=ngettext("%(num)d partner", "%(num)d partners", len(consortium.team)),
            url=url_for("consortia.consortium", consortium_id=consortium.id),
            icon="users-group",
        )
        for consortium in consortia.list_confirmed(actor)
    ]


def list_deadlines(actor: Actor) -> list[Deadline]:
    """The days to come that matter to the person, the nearest first."""
    answers = [
        Deadline(
            on=partner.consortium.reply_by,
            text=_("answer for “%(title)s”", title=partner.consortium.project.title),
            url=url_for("invitations.invitation", partner_id=partner.id),
        )
        for partner in list_open_invitations(actor)
        if partner.consortium.reply_by
    ]
    charters = [
        Deadline(
            on=charter.approve_by,
            text=_("approve the charter of “%(title)s”", title=partner.consortium.project.title),
            url=url_for("charters.charter", charter_id=charter.id),
        )
        for partner in list_charters_to_approve(actor)
        if (charter := partner.consortium.charter) and charter.approve_by
    ]
    awaited = [
        Deadline(
            on=consortium.reply_by,
            text=_("last day to answer for “%(title)s”", title=consortium.project.title),
            url=_consortium_url(consortium),
        )
        for consortium in list_composed(actor)
        if consortium.reply_by and any(partner.state is PartnerState.INVITED for partner in consortium.team)
    ]
    calls = [
        Deadline(
            on=closes_at.astimezone(clock.BRUSSELS).date(),
            text=_("closing of the call “%(title)s”", title=title),
            url=url_for("calls.call", call_id=call_id),
        )
        for call_id, title, closes_at in list_closing()
    ]
    return sorted(answers + charters + awaited + calls, key=lambda deadline: deadline.on)


def _invitation(partner: Partner) -> Row:
    consortium = partner.consortium
    text = [_("for %(name)s", name=partner.organisation.name)]
    if partner.state is PartnerState.RESERVED and partner.board_on:
        text.append(_("your board meets on %(day)s", day=day(partner.board_on)))
    elif consortium.reply_by:
        text.append(answer_by(consortium.reply_by))
    return Row(
        title=_("Answer the invitation “%(title)s”", title=consortium.project.title),
        text=" · ".join(text),
        url=url_for("invitations.invitation", partner_id=partner.id),
        action=_("Answer"),
    )


def _charter(partner: Partner) -> Row:
    """A charter that waits for the approval of one's organisation."""
    consortium = partner.consortium
    assert consortium.charter
    text = [_("for %(name)s", name=partner.organisation.name)]
    if consortium.charter.approve_by:
        text.append(_("before %(day)s", day=day(consortium.charter.approve_by, with_weekday=True)))
    return Row(
        title=_("Approve the amendment to the charter of “%(title)s”", title=consortium.project.title)
        if consortium.charter.proposed
        else _("Approve the charter of “%(title)s”", title=consortium.project.title),
        text=" · ".join(text),
        url=url_for("charters.charter", charter_id=consortium.charter.id),
        action=_("Read"),
        icon="writing-sign",
    )


def _composing(consortium: Consortium) -> Row | None:
    """What a coordinator has to do for a groupement; None while answers or approvals are awaited."""
    if consortium.state is ConsortiumState.AGREED:
        return None
    title = consortium.project.title
    states = [partner.state for partner in consortium.team]
    others = [partner for partner in consortium.team if partner.state is PartnerState.OTHER_CONTRIBUTION]
    count = 1
    if others:
        words = _("Look at another contribution for “%(title)s”", title=title), _("Decide")
        text, count = ", ".join(partner.organisation.name for partner in others), len(others)
    elif consortium.state is ConsortiumState.COMPOSING:
        words = _("Go on composing “%(title)s”", title=title), _("Go on")
        text = _("last changed on %(when)s", when=moment(consortium.changed_at))
    elif consortium.left and PartnerState.CHOSEN not in states:
        words = _("Look for another partner for “%(title)s”", title=title), _("Look")
        text = _("%(name)s is no longer in", name=consortium.left[-1].organisation.name)
    elif PartnerState.CHOSEN in states:
        words = _("Invite the partners chosen for “%(title)s”", title=title), _("Invite")
        text = _("last changed on %(when)s", when=moment(consortium.changed_at))
        count = states.count(PartnerState.CHOSEN)
    elif consortium.is_agreed or not states:
        words = _("Complete the team of “%(title)s”", title=title), _("Complete")
        text = _("all have accepted, but a criterion is not met") if states else _("nobody is left in the team")
    else:
        return None
    url = url_for("consortia.compose", consortium_id=consortium.id)
    return Row(title=words[0], text=text, url=url, action=words[1], count=count)


def list_under_way(actor: Actor) -> list[Row]:
    """The groupements that the person's federations are composing, with the answers so far."""
    return [
        Row(
            title=consortium.project.title,
            text=answers_so_far(consortium),
            url=_consortium_url(consortium),
            icon="users-group",
            count=len(consortium.team),
            done=sum(partner.state is PartnerState.ACCEPTED for partner in consortium.team),
        )
        for consortium in list_composed(actor)
    ]


def answers_so_far(consortium: Consortium) -> str:
    """« 2 oui, 1 réponse attendue », or that everyone has accepted."""
    if consortium.state is ConsortiumState.AGREED:
        return _("agreement in principle: the charter is to be approved by all")
    agreed = sum(partner.state is PartnerState.ACCEPTED for partner in consortium.team)
    waiting = sum(partner.is_informed for partner in consortium.team) - agreed
    chosen = len(consortium.team) - agreed - waiting
    parts = [ngettext("%(num)d yes", "%(num)d yes", agreed)]
    if waiting:
        parts.append(ngettext("%(num)d answer awaited", "%(num)d answers awaited", waiting))
    if chosen:
        parts.append(ngettext("%(num)d not invited yet", "%(num)d not invited yet", chosen))
    return ", ".join(parts)


def _consortium_url(consortium: Consortium) -> str:
    return url_for("consortia.consortium", consortium_id=consortium.id)


def list_declared(model: type[R], organisation_id: int, actor: Actor) -> list[Row]:
    """What the organisation shares, or looks for, today."""
    return [
        Row(
            title=resource_title(resource),
            text=resource_when(resource),
            url=url_for("resources.resource", way=resource.way, resource_id=resource.id),
            icon=capability_icon(resource.capability),
        )
        for resource in list_visible(model, [organisation_id], actor)
    ]


def _renewal(resource: Offer | Need) -> Row:
    """Renewed in one click, or looked at."""
    assert resource.until_day
    keys: dict[str, Any] = {"way": resource.way, "resource_id": resource.id}
    last = day(resource.until_day, with_weekday=True)
    return Row(
        title=_("Does it still stand? %(what)s", what=resource_title(resource)),
        text=_("ended on %(day)s", day=last) if resource.is_over(clock.today()) else _("ends on %(day)s", day=last),
        url=url_for("resources.resource", **keys),
        action=_("Renew for a year"),
        post_url=url_for("resources.renew", **keys),
    )


def _servable(fit: Fit) -> Row:
    """A need that what one offers could serve."""
    need = fit.need
    return Row(
        title=resource_title(need),
        text=_(
            "A need that you could serve: %(name)s, %(km)s away", name=need.organisation.name, km=distance(fit.metres)
        ),
        url=url_for("resources.resource", way=need.way, resource_id=need.id),
        action=_("Have a look"),
        icon="heart-handshake",
    )
