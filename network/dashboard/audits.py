"""What reciprocal audits leave to do, propose and remember, as lines of the dashboard."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from network import clock
from network.audits import queries
from network.audits.models import CampaignState, PairingState, Side, VisitState
from network.audits.visits import sides_of
from network.dashboard.once import once
from network.dashboard.rows import Deadline, Row
from network.web.formats import answer_by, day

if TYPE_CHECKING:
    from network.actors import Actor
    from network.audits.models import Action, Campaign, Visit

DUE_WITHIN = timedelta(days=14)
list_awaited = once(queries.list_awaited)
list_due_actions = once(queries.list_due_actions)
list_open_campaigns = once(queries.list_open_campaigns)
list_open_visits = once(queries.list_open_visits)


def list_tasks(actor: Actor) -> list[Row]:
    """Pairs to answer or to make, grids to answer, replies to write, actions that are due."""
    awaited = [_awaited(visit) for visit in list_awaited(actor)]
    led = [row for campaign in queries.list_led_campaigns(actor) if (row := _led(campaign))]
    visits = [
        row for visit in list_open_visits(actor) for side in sides_of(visit, actor) if (row := _visit(visit, side))
    ]
    return awaited + led + visits + [_action(action) for action in list_due_actions(actor, _soon())]


def list_suggestions(actor: Actor) -> list[Row]:
    """Campaigns in which the person's organisation does not take part yet."""
    return [
        Row(
            title=campaign.title,
            text=_("Reciprocal audits: enrolment until %(day)s", day=day(campaign.enrol_until)),
            url=url_for("audits.enrol", campaign_id=campaign.id),
            action=_("Have a look"),
            icon="clipboard-check",
        )
        for campaign in list_open_campaigns(actor)
    ]


def list_deadlines(actor: Actor) -> list[Deadline]:
    """Days to answer, visits, replies awaited, actions due."""
    answers = [
        Deadline(on=visit.pairing.reply_by, text=_("answer the pair proposed"), url=_pairing_url(visit))
        for visit in list_awaited(actor)
        if visit.pairing.reply_by
    ]
    enrolments = [
        Deadline(
            on=campaign.enrol_until,
            text=_("last day to enrol in “%(title)s”", title=campaign.title),
            url=url_for("audits.campaign", campaign_id=campaign.id),
        )
        for campaign in list_open_campaigns(actor)
    ]
    actions = [
        Deadline(on=action.due_on, text=action.what, url=url_for("visits.plan", visit_id=action.visit_id))
        for action in list_due_actions(actor, _soon())
        if action.due_on and action.due_on >= clock.today()
    ]
    visits = [deadline for visit in list_open_visits(actor) if (deadline := _deadline(visit, actor))]
    return answers + enrolments + visits + actions


def _awaited(visit: Visit) -> Row:
    reply_by = visit.pairing.reply_by
    return Row(
        title=_("Answer the pair proposed for “%(title)s”", title=visit.campaign.title),
        text=answer_by(reply_by) if reply_by else "",
        url=_pairing_url(visit),
        action=_("Answer"),
    )


def _led(campaign: Campaign) -> Row | None:
    """What a coordinator has to do for a campaign; None while others act."""
    url = url_for("pairings.board", campaign_id=campaign.id)
    count = len(campaign.enrolled)
    enrolled = ngettext("%(num)d structure enrolled", "%(num)d structures enrolled", count)
    if campaign.state is CampaignState.ENROLLING:
        if campaign.enrol_until >= clock.today():
            return None
        url = url_for("audits.campaign", campaign_id=campaign.id)
        words = _("Close the enrolments of “%(title)s”", title=campaign.title), enrolled, _("Close them")
    elif any(pairing.state is PairingState.FOUND for pairing in campaign.pairings):
        words = _("Propose the pairs of “%(title)s”", title=campaign.title), enrolled, _("Propose")
    elif campaign.unpaired:
        alone = ngettext("%(num)d without a pair", "%(num)d without a pair", len(campaign.unpaired))
        words = _("Make the pairs of “%(title)s”", title=campaign.title), alone, _("Pair")
    elif all(pairing.state is PairingState.CONFIRMED for pairing in campaign.standing_pairings):
        words = _("Declare the pairs of “%(title)s” complete", title=campaign.title), enrolled, _("Look")
    else:
        return None
    return Row(title=words[0], text=words[1], url=url, action=words[2])


def _visit(visit: Visit, side: Side) -> Row | None:
    """What a side of a visit has to do next; None while the other side acts."""
    name = visit.audited.name if side is Side.VISITORS else visit.auditor.name
    here = visit.organisation_id(side)
    if visit.state is VisitState.PREPARING:
        if not visit.agreed_at and visit.proposed_by_id != here:
            agree = (
                _("Agree with %(name)s on the day they visit you", name=name)
                if side is Side.OWN
                else _("Agree with %(name)s on the day you visit them", name=name)
            )
            words = agree, _("Agree")
        elif visit.finished_at(side):
            return None
        elif side is Side.OWN:
            words = _("Answer the grid before %(name)s visits you", name=name), _("Answer")
        else:
            words = _("Prepare your visit to %(name)s", name=name), _("Prepare")
    elif side is Side.VISITORS:
        return None
    elif visit.state is VisitState.COMPARED:
        words = _("Compare both views and reply to %(name)s", name=name), _("Reply")
    else:
        words = _("Set your action plan after the visit of %(name)s", name=name), _("Plan")
    text = _("visit on %(day)s", day=day(visit.planned_on)) if visit.agreed_at and visit.planned_on else ""
    return Row(
        title=words[0],
        text=" · ".join(part for part in (visit.campaign.title, text) if part),
        url=url_for("visits.visit", visit_id=visit.id),
        action=words[1],
    )


def _action(action: Action) -> Row:
    return Row(
        title=action.what,
        text=_("action of your plan, by %(day)s", day=day(action.due_on)) if action.due_on else "",
        url=url_for("visits.plan", visit_id=action.visit_id),
        action=_("See the plan"),
    )


def _deadline(visit: Visit, actor: Actor) -> Deadline | None:
    url = url_for("visits.visit", visit_id=visit.id)
    if visit.state is VisitState.PREPARING and visit.agreed_at and visit.planned_on:
        text = _("%(auditor)s visits %(audited)s", auditor=visit.auditor.name, audited=visit.audited.name)
        return Deadline(on=visit.planned_on, text=text, url=url)
    if visit.state is not VisitState.PREPARING and actor.belongs_to(visit.audited_id):
        return Deadline(on=visit.campaign.report_by, text=_("reply and action plan of your audit"), url=url)
    return None


def _pairing_url(visit: Visit) -> str:
    return url_for("pairings.pairing", pairing_id=visit.pairing_id)


def _soon() -> date:
    return clock.today() + DUE_WITHIN
