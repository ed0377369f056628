"""Asking partners what came of their promises, and what they answer."""

from __future__ import annotations

import calendar
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from network import clock
from network.activity.services import record
from network.actors import SYSTEM
from network.clock import BRUSSELS
from network.database import db, lock
from network.followups.models import FollowUp
from network.followups.notices import remind_asked, tell_asked
from network.followups.policies import may_answer
from network.followups.queries import list_due, list_silent
from network.web.policies import require

if TYPE_CHECKING:
    from collections.abc import Mapping

    from network.actors import Actor
    from network.consortia.models import Partner

# asked so many months after the confirmation; nobody is asked for the first once the second is due, nor after two years
ASKED_AT = ((3, 12), (12, 24))
REMINDED_AFTER = timedelta(days=14)


def ask_due(today: date) -> None:
    """Ask the partners of groupements that were confirmed three, or twelve, months ago; each is told once."""
    for months, ends in ASKED_AT:
        due = list_due(months, after=_day_after(today, ends), before=_day_after(today, months))
        for consortium, partners in groupby(due, key=lambda partner: partner.consortium):
            asked = [
                FollowUp(partner=partner, months=months, promised=_promise(partner), asked_at=clock.now())
                for partner in partners
            ]
            db.session.add_all(asked)
            db.session.flush()
            tell_asked(record("followup.asked", consortium, actor=SYSTEM), asked)


def remind_silent(now: datetime) -> None:
    """Two weeks after the question, once, those who have not answered."""
    for followup in list_silent(now - REMINDED_AFTER):
        followup.reminded_at = now
        remind_asked(followup, now.astimezone(BRUSSELS).date())


def answer_followup(
    followup: FollowUp, *, actor: Actor, version: int, delivered: Mapping[str, int], jobs: int, remark: str
) -> None:
    """Say what was delivered, or put it right; StaleError when a colleague did since it was read."""
    require(may_answer(followup, actor))
    lock(followup)
    said = {"delivered": dict(delivered), "jobs": jobs, "remark": remark}
    before = {name: getattr(followup, name) for name in said}
    if followup.is_answered and before == said:  # or the form was sent twice
        return
    followup.expect_version(version)
    for name, value in said.items():
        setattr(followup, name, value)
    followup.answered_at, followup.answered_by_id = clock.now(), actor.user_id
    db.session.flush()
    record("followup.answered", followup, actor=actor, before=before, after=said)


def _promise(partner: Partner) -> dict[str, int]:
    return {capability: amount for capability, amount in partner.contribution.items() if amount}


def _day_after(today: date, months: int) -> datetime:
    """The end of the day that is so many months before today."""
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    that_day = date(year, month + 1, min(today.day, last))
    return datetime.combine(that_day + timedelta(days=1), time(), BRUSSELS)
