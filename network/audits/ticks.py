"""What happens to pairs and visits as time goes by."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import sqlalchemy as sa

from network.audits.models import Action, ActionState, Campaign, Consent, Pairing, PairingState, Side, Visit, VisitState
from network.audits.notices import remind_action, remind_side, remind_silent
from network.audits.pairing import lapse_unanswered
from network.clock import BRUSSELS
from network.database import db
from network.jobs.tick import every_tick

SILENT_DAYS = 3
VISIT_DAYS = 7
REPORT_DAYS = 7
ACTION_DAYS = 14


@every_tick("audits.lapse")
def lapse(now: datetime) -> None:
    """Pairs whose reply-by day has passed."""
    lapse_unanswered(_day(now))


@every_tick("audits.remind")
def remind(now: datetime) -> None:
    """Who has not answered yet, visits and replies that come near, actions that are due."""
    today = _day(now)
    for visit in _visits(
        today, Pairing.reply_by, SILENT_DAYS, Visit.consent == Consent.AWAITED, Pairing.state == PairingState.PROPOSED
    ):
        remind_silent(visit)
    confirmed = Pairing.state == PairingState.CONFIRMED
    preparing = Visit.state == VisitState.PREPARING
    for visit in _visits(today, Visit.planned_on, VISIT_DAYS, Visit.agreed_at.is_not(None), preparing, confirmed):
        for side in Side:
            remind_side(visit, side, "visit.soon", day=visit.planned_on or today)
    for visit in _visits(today, Campaign.report_by, REPORT_DAYS, Visit.state == VisitState.COMPARED, confirmed):
        remind_side(visit, Side.OWN, "visit.report_soon", day=visit.campaign.report_by)
    for action in _actions(today):
        remind_action(action)


def _visits(
    today: date,
    day: sa.SQLColumnExpression[date] | sa.SQLColumnExpression[date | None],
    days: int,
    *conditions: sa.ColumnElement[bool],
) -> list[Visit]:
    """The visits that fit, whose day is at most so many days away."""
    near = day.between(today, today + timedelta(days=days))
    query = sa.select(Visit).join(Visit.pairing).join(Pairing.campaign).where(near, *conditions)
    return list(db.session.scalars(query.order_by(Visit.id)))


def _actions(today: date) -> list[Action]:
    is_open = Action.state.in_([ActionState.TO_DO, ActionState.UNDER_WAY])
    near = Action.due_on.between(today, today + timedelta(days=ACTION_DAYS))
    return list(db.session.scalars(sa.select(Action).where(is_open, near).order_by(Action.id)))


def _day(now: datetime) -> date:
    return now.astimezone(BRUSSELS).date()
