"""What happens to groupements as time goes by."""

from __future__ import annotations

from datetime import datetime

from network.clock import BRUSSELS
from network.consortia.reminders import remind_silent, remind_unapproved
from network.consortia.services import lapse_unanswered
from network.jobs.tick import every_tick


@every_tick("consortia.lapse")
def lapse(now: datetime) -> None:
    """Invitations whose reply-by day has passed."""
    lapse_unanswered(now.astimezone(BRUSSELS).date())


@every_tick("consortia.remind")
def remind(now: datetime) -> None:
    """Those invited who have not answered, at half time and two days before."""
    remind_silent(now.astimezone(BRUSSELS).date())


@every_tick("charters.remind")
def remind_approvers(now: datetime) -> None:
    """Those who have not approved a charter by half time."""
    remind_unapproved(now.astimezone(BRUSSELS).date())
