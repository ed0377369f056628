"""The week of an agreed post as a calendar that others subscribe to, under a secret address that can be renewed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from icalendar import Calendar, Event

from network.clock import BRUSSELS
from network.errors import NotFoundError
from network.hires.models import PostState
from network.hires.plan import plan_of
from network.hires.queries import get_share
from network.hires.week import DAYS
from network.web.links import absolute_url, path_for, read, sign

if TYPE_CHECKING:
    from network.hires.labour_law import Figures
    from network.hires.models import Post, Share
    from network.hires.plan import Part

PURPOSE = "post-calendar"
KEPT_DAYS = 3660
BEGINS = {"am": time(8, 30), "pm": time(13, 0)}
"""When a half-day begins, until the structures agree on something else."""


def calendar_url(share: Share) -> str:
    """The secret address for the people of one structure."""
    token = sign(PURPOSE, share=share.id, edition=share.calendar_edition)
    return absolute_url(path_for("shares.calendar", token=token))


def read_calendar_token(token: str) -> Share:
    """The part that an address was made for; NotFoundError when it was renewed since."""
    data = read(PURPOSE, token, max_age_days=KEPT_DAYS)
    share = get_share(data["share"])
    if share.calendar_edition != data["edition"]:
        raise NotFoundError
    return share


def calendar_of(share: Share, figures: Figures) -> bytes:
    """The half-days of the post, each every week; none while it is not agreed or once the structure has left it."""
    post = share.post
    calendar = Calendar()
    calendar.add("prodid", "-//Maillage//FR")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", post.trade.title)
    if post.state is PostState.AGREED and share.is_standing and post.starts_on:
        for part in plan_of(post).parts:
            for half_day in part.half_days:
                calendar.add_component(_event(post, part, half_day, post.starts_on, figures))
        calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(post: Post, part: Part, half_day: str, starts_on: date, figures: Figures) -> Event:
    day, half = half_day.split("_")
    first = starts_on + timedelta(days=(list(DAYS).index(day) - starts_on.weekday()) % 7)
    begins = datetime.combine(first, BEGINS[half], BRUSSELS)
    event = Event()
    event.add("uid", f"post-{post.id}-{half_day}@maillage")
    event.add("dtstamp", post.changed_at)
    event.add("dtstart", begins)
    event.add("dtend", begins + timedelta(minutes=figures.minutes(1)))
    event.add("rrule", {"freq": "weekly"})
    event.add("summary", f"{post.trade.name} – {part.organisation.name}")
    event.add("location", f"{part.organisation.address}, {part.organisation.locality}".strip(", "))
    event.add("description", _("The hours are indicative."))
    return event
