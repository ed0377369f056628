"""What happens to shared posts as time goes by."""

from __future__ import annotations

from datetime import datetime, timedelta

from network.actors import Role
from network.clock import BRUSSELS
from network.hires.answers import lapse
from network.hires.notices import words_of
from network.hires.queries import list_unanswered
from network.jobs.tick import every_tick
from network.notifications.services import remind
from network.organisations.queries import list_people
from network.web.links import path_for

REMINDED_DAYS_BEFORE = 3


@every_tick("hires.lapse")
def lapse_posts(now: datetime) -> None:
    """Parts whose reply-by day has passed."""
    lapse(now.astimezone(BRUSSELS).date())


@every_tick("hires.remind")
def remind_silent(now: datetime) -> None:
    """Three days before the last day, those who have not answered; nobody else."""
    today = now.astimezone(BRUSSELS).date()
    for share in list_unanswered(today + timedelta(days=REMINDED_DAYS_BEFORE)):
        for person in list_people(share.demand.organisation_id, roles=[Role.MANAGER]):
            path = path_for("shares.share", share_id=share.id)
            remind("post.reminder", share, user=person, day=today, words=words_of(share.post), path=path)
