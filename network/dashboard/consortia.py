"""What calls and groupements leave to do, propose and remember, as lines of the dashboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from network import clock
from network.calls.queries import list_closing, list_proposed, list_unanswered_projects
from network.consortia import queries as consortia
from network.consortia.models import ConsortiumState, PartnerState
from network.dashboard.once import once
from network.dashboard.rows import Deadline, Row
from network.web.formats import answer_by, day, moment

if TYPE_CHECKING:
    from network.actors import Actor
    from network.consortia.models import Consortium

list_composed = once(consortia.list_composed)
list_open_invitations = once(consortia.list_open_invitations)
list_charters_to_approve = once(consortia.list_charters_to_approve)


def list_tasks(actor: Actor) -> list[Row]:
    """What the person has to do, the most pressing first."""
    invitations = [_invitation(partner) for partner in list_open_invitations(actor)]
    charters = [_charter(partner) for partner in list_charters_to_approve(actor)]
    composing = [row for consortium in list_composed(actor) if (row := _composing(consortium))]
    proposed = [_proposed(project) for project in list_proposed(actor)]
    return invitations + charters + proposed + composing


def _proposed(project: Any) -> Row:
    return Row(
        title=project.title,
        text=_("A project is proposed to you: take it up, or say why not."),
        url=url_for("calls.project", project_id=project.id),
        action=_("Read it"),
        icon="bulb",
    )


def list_suggestions(actor: Actor) -> list[Row]:
    """Projects of open calls that the person's organisation has not answered yet."""
    return [
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


def list_groupements(actor: Actor) -> list[Row]:
    """The confirmed groupements of the person's organisations."""
    return [
        Row(
            title=consortium.title,
            text=ngettext("%(num)d partner", "%(num)d partners", consortium.partners),
            url=_consortium_url(consortium.id),
            icon="users-group",
        )
        for consortium in consortia.list_confirmed(actor)
    ]


def list_deadlines(actor: Actor) -> list[Deadline]:
    """The days to come that matter to the person, the nearest first."""
    answers = [
        Deadline(
            on=partner.reply_by,
            text=_("answer for “%(title)s”", title=partner.title),
            url=url_for("invitations.invitation", partner_id=partner.id),
        )
        for partner in list_open_invitations(actor)
        if partner.reply_by
    ]
    charters = [
        Deadline(
            on=partner.approve_by,
            text=_("approve the charter of “%(title)s”", title=partner.title),
            url=url_for("charters.charter", charter_id=partner.charter_id),
        )
        for partner in list_charters_to_approve(actor)
        if partner.approve_by
    ]
    awaited = [
        Deadline(
            on=consortium.reply_by,
            text=_("last day to answer for “%(title)s”", title=consortium.project.title),
            url=_consortium_url(consortium.id),
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


def _invitation(partner: Any) -> Row:
    text = [_("for %(name)s", name=partner.name)]
    if partner.state is PartnerState.RESERVED and partner.board_on:
        text.append(_("your board meets on %(day)s", day=day(partner.board_on)))
    elif partner.reply_by:
        text.append(answer_by(partner.reply_by))
    return Row(
        title=_("Answer the invitation “%(title)s”", title=partner.title),
        text=" · ".join(text),
        url=url_for("invitations.invitation", partner_id=partner.id),
        action=_("Answer"),
    )


def _charter(partner: Any) -> Row:
    """A charter that waits for the approval of one's organisation."""
    text = [_("for %(name)s", name=partner.name)]
    if partner.approve_by:
        text.append(_("before %(day)s", day=day(partner.approve_by, with_weekday=True)))
    return Row(
        title=_("Approve the amendment to the charter of “%(title)s”", title=partner.title)
        if partner.is_amendment
        else _("Approve the charter of “%(title)s”", title=partner.title),
        text=" · ".join(text),
        url=url_for("charters.charter", charter_id=partner.charter_id),
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
            url=_consortium_url(consortium.id),
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


def _consortium_url(consortium_id: int) -> str:
    return url_for("consortia.consortium", consortium_id=consortium_id)
