"""The day of a visit, for the calendars of the two teams."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from icalendar import Calendar, Event

from network.web.links import absolute_url, path_for

if TYPE_CHECKING:
    from network.audits.models import Visit


def visit_calendar(visit: Visit) -> bytes:
    """A calendar of one whole day, on which both teams have agreed."""
    assert visit.planned_on
    audited = visit.audited
    event = Event()
    event.add("uid", f"visit-{visit.id}@maillage")
    event.add("dtstamp", visit.agreed_at)
    event.add("dtstart", visit.planned_on)
    event.add("dtend", visit.planned_on + timedelta(days=1))
    event.add("summary", _("%(auditor)s visits %(audited)s", auditor=visit.auditor.name, audited=audited.name))
    event.add("location", f"{audited.address}, {audited.locality}".strip(", "))
    event.add("url", absolute_url(path_for("visits.visit", visit_id=visit.id)))
    calendar = Calendar()
    calendar.add("prodid", "-//Maillage//FR")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
