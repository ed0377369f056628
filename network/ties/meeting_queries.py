"""Reading meetings."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from network.clock import BRUSSELS
from network.database import db, get_row
from network.ties.models import Attendance, Meeting, Presence
from network.ties.policies import reader
from network.web.pagination import Page, paginate

if TYPE_CHECKING:
    from network.actors import Actor


def get_meeting(meeting_id: int) -> Meeting:
    """A meeting; NotFoundError when there is none."""
    return get_row(Meeting, meeting_id)


def find_meeting(federation_id: int, on: date, place: str, title: str) -> Meeting | None:
    """The meeting that a federation noted under these words."""
    same = {"federation_id": federation_id, "happens_on": on, "place": place, "title": title}
    return db.session.scalar(sa.select(Meeting).filter_by(**same))


def page_of_meetings(actor: Actor, number: int) -> Page:
    """A page of the meetings of the actor's organisations and of the federations it coordinates, the latest first."""
    return paginate(_meetings(), number, values=reader(actor))


@cache
def _meetings() -> sa.Select[Any]:
    attended = Meeting.attendances.any(Attendance.organisation_id.in_(sa.bindparam("own")))
    query = sa.select(Meeting).where(sa.or_(attended, Meeting.federation_id.in_(sa.bindparam("coordinated"))))
    return query.options(selectinload(Meeting.attendances)).order_by(Meeting.happens_on.desc(), Meeting.id.desc())


def list_to_confirm(actor: Actor, today: date) -> list[Attendance]:
    """The meetings held until today at which those who engage an organisation have not said whether it was, the oldest
    first."""
    engaged = [organisation_id for organisation_id in actor.roles if actor.engages(organisation_id)]
    return list(db.session.scalars(_to_confirm(), {"engaged": engaged, "today": today}))


@cache
def _to_confirm() -> sa.Select[Any]:
    query = sa.select(Attendance).join(Attendance.meeting)
    query = query.where(
        Attendance.organisation_id.in_(sa.bindparam("engaged")),
        Attendance.answer == Presence.AWAITED,
        Meeting.happens_on <= sa.bindparam("today"),
    )
    return query.order_by(Meeting.happens_on, Attendance.id)


def list_silent(held_on: date) -> list[Attendance]:
    """Those who have not said yet whether they came to a meeting that was proposed for this day."""
    proposed = Meeting.created_at < datetime.combine(held_on, time.min, BRUSSELS)
    query = sa.select(Attendance).join(Attendance.meeting)
    query = query.where(Attendance.answer == Presence.AWAITED, Meeting.happens_on == held_on, proposed)
    return list(db.session.scalars(query.order_by(Attendance.id)))
