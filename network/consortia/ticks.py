"""What happens to groupements as time goes by."""

from __future__ import annotations

from datetime import datetime

from network.clock import BRUSSELS
from network.consortia.reminders import remind_silent
from network.consortia.charter_notices import remind_partner
from network.consortia.queries import list_charters_awaited
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
    """From half time on, those who have not approved a charter that they have known since before."""
    today = now.astimezone(BRUSSELS).date()
    for charter in list_charters_awaited(today):
        day, known_since = charter.half_time, charter.current.made_at.astimezone(BRUSSELS).date()
        if day and known_since < day <= today:
            for partner in charter.consortium.team:
                if charter.current.approval_of(partner.id) is None:
                    remind_partner(partner, day=day)
