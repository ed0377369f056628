"""What ties leave to confirm and to look back on, and how they have moved, for the dashboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from network import clock
from network.dashboard.rows import Row
from network.ties.afterthought_queries import list_to_look_back_on
from network.ties.meeting_queries import list_to_confirm
from network.ties.queries import list_unconfirmed
from network.web.formats import day

if TYPE_CHECKING:
    from network.actors import Actor
    from network.ties.models import Attendance, Evidence


def list_tasks(actor: Actor) -> list[Row]:
    """Meetings and other evidence to confirm, and cooperations to look back on."""
    engaged = [organisation_id for organisation_id in actor.roles if actor.engages(organisation_id)]
    meetings = [_meeting(attendance) for attendance in list_to_confirm(actor, clock.today())]
    said = [_evidence(piece) for piece in list_unconfirmed(engaged)]
    past = len(list_to_look_back_on(actor, clock.today()))
    return meetings + said + ([_past(past)] if past else [])


def _meeting(attendance: Attendance) -> Row:
    meeting = attendance.meeting
    return Row(
        title=_("Were you at “%(title)s”?", title=meeting.title),
        text=f"{day(meeting.happens_on)}, {meeting.place}",
        url=url_for("meetings.meeting", meeting_id=meeting.id),
        action=_("Say so"),
    )


def _evidence(piece: Evidence) -> Row:
    return Row(
        title=_("%(name)s says that you did this together", name=piece.declared_by.name),
        text=", ".join(part for part in (piece.title, day(piece.happened_on)) if part),
        url=url_for("directory.organisation", organisation_id=piece.declared_by.id),
        action=_("Confirm or not"),
    )


def _past(count: int) -> Row:
    return Row(
        title=_("Would you do it again?"),
        text=ngettext("%(num)d cooperation to look back on", "%(num)d cooperations to look back on", count),
        url=url_for("afterthoughts.index"),
        action=_("Answer"),
        count=count,
    )
