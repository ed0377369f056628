"""What happens to meetings as time goes by."""

from __future__ import annotations

from datetime import datetime, timedelta

from network.actors import Role
from network.clock import BRUSSELS
from network.jobs.tick import every_tick
from network.notifications.services import remind
from network.organisations.queries import list_people
from network.ties.meeting_queries import list_silent
from network.ties.meetings import words_of
from network.web.links import path_for


@every_tick("meetings.ask")
def ask_who_was_there(now: datetime) -> None:
    """The day after a meeting that was proposed, once, those who have not said whether they came."""
    today = now.astimezone(BRUSSELS).date()
    for attendance in list_silent(today - timedelta(days=1)):
        path = path_for("meetings.meeting", meeting_id=attendance.meeting_id)
        for person in list_people(attendance.organisation_id, roles=[Role.MANAGER]):
            remind("meeting.held", attendance, user=person, day=today, words=words_of(attendance.meeting), path=path)
