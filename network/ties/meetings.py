"""Meetings: noted or proposed by a coordination, confirmed by each of those who were there."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from network import clock
from network.activity.services import record
from network.activity.verbs import register_verb
from network.actors import Role
from network.database import db, lock
from network.errors import ConflictError
from network.notifications.kinds import register_kind
from network.notifications.services import notify
from network.organisations.queries import list_people
from network.ties.meeting_queries import find_meeting
from network.ties.models import Attendance, EvidenceKind, Meeting, Presence
from network.ties.policies import may_hold_meetings
from network.ties.services import cancel_cooperation, record_cooperation
from network.web.links import path_for
from network.web.policies import require

if TYPE_CHECKING:
    from network.activity.models import Event
    from network.actors import Actor
    from network.organisations.models import Organisation

MOST_PRESENT = 60  # in a larger hall one does not meet everybody
YEARS_BEFORE = 20
LONGEST_PLACE, LONGEST_TITLE = 120, 160

register_verb("meeting.held", _l("noted a meeting"))
register_verb("meeting.completed", _l("added structures to a meeting"))
register_verb("meeting.answered", _l("said whether it was at a meeting"))
register_verb("meeting.cancelled", _l("removed a meeting"))
register_kind(
    "meeting.held",
    title=_l("%(federation)s noted that you met others on %(day)s: “%(title)s”. Were you there?"),
    action=_l("Say whether you were there"),
)
register_kind(
    "meeting.proposed",
    title=_l("%(federation)s proposes a meeting on %(day)s, in %(place)s: “%(title)s”"),
    action=_l("See who is asked"),
)
register_kind(
    "meeting.cancelled",
    title=_l("The meeting of %(day)s, in %(place)s, will not take place: “%(title)s”"),
    action=_l("See your meetings"),
)


def hold_meeting(
    federation: Organisation, organisation_ids: Collection[int], *, on: date, place: str, title: str, actor: Actor
) -> Meeting:
    """Note who was at a meeting, or propose one while its day is to come; all of them are asked.

    The same meeting (day, place and title) is one: noted again, those who were missing are added to it, and asked.
    """
    require(may_hold_meetings(federation.id, actor))
    lock(federation)
    meeting = find_meeting(federation.id, on, place, title)
    if meeting:
        lock(meeting)  # a page may have read it before
    noted = {one.organisation_id for one in meeting.attendances} if meeting else set()
    missing = sorted(set(organisation_ids) - noted)
    if len(noted) + len(missing) < 2:
        raise ConflictError
    if len(noted) + len(missing) > MOST_PRESENT:
        raise ConflictError(crowded())
    if meeting is None:
        meeting = Meeting(federation=federation, happens_on=on, place=place, title=title, created_at=clock.now())
        db.session.add(meeting)
    if missing:
        added = [Attendance(organisation_id=organisation_id) for organisation_id in missing]
        meeting.attendances += added
        event = record("meeting.completed" if noted else "meeting.held", meeting, actor=actor)
        _tell(event, meeting, added, "meeting.proposed" if meeting.is_to_come else "meeting.held")
    return meeting


def crowded() -> str:
    """Why a meeting of so many is refused."""
    return _("%(most)s structures at most: in a larger hall one does not meet everybody.", most=MOST_PRESENT)


def answer_meeting(attendance: Attendance, *, actor: Actor, was_there: bool) -> None:
    """An organisation says whether it was there: it met all the others who say so too."""
    require(actor.engages(attendance.organisation_id))
    meeting = attendance.meeting
    lock(meeting)
    db.session.refresh(attendance)
    if was_there and meeting.is_to_come:
        raise ConflictError(_("This meeting has not been held yet: say that you were there once its day has come."))
    answer = Presence.YES if was_there else Presence.NO
    if attendance.answer is answer:
        return
    attendance.answer, attendance.answered_at = answer, clock.now()
    record_cooperation(
        EvidenceKind.MEETING,
        [other.organisation_id for other in meeting.present],
        on=meeting.happens_on,
        subject=meeting,
        title=meeting.title,
        actor=actor,
    )
    record("meeting.answered", meeting, actor=actor, after={"name": attendance.organisation.name, "answer": answer})


def cancel_meeting(meeting: Meeting, *, actor: Actor) -> None:
    """Remove a meeting: it is evidence of nothing; those who were asked to come to it are told."""
    require(may_hold_meetings(meeting.federation_id, actor))
    lock(meeting)
    event = record("meeting.cancelled", meeting, actor=actor)
    if meeting.is_to_come:
        coming = [attendance for attendance in meeting.attendances if attendance.answer is not Presence.NO]
        _tell(event, meeting, coming, "meeting.cancelled")
    cancel_cooperation(EvidenceKind.MEETING, meeting)
    db.session.delete(meeting)
    db.session.flush()


def words_of(meeting: Meeting) -> dict[str, str]:
    """What fills the sentences about a meeting."""
    return {
        "federation": meeting.federation.name,
        "day": meeting.happens_on.isoformat(),
        "place": meeting.place,
        "title": meeting.title,
    }


def _tell(event: Event, meeting: Meeting, attendances: Collection[Attendance], kind: str) -> None:
    """Those who engage the organisations that are said to be at it."""
    managers = [person for one in attendances for person in list_people(one.organisation_id, roles=[Role.MANAGER])]
    is_gone = kind == "meeting.cancelled"
    path = path_for("meetings.index") if is_gone else path_for("meetings.meeting", meeting_id=meeting.id)
    notify(event, users=managers, kind=kind, words=words_of(meeting), path=path)
