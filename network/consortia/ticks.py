"""What happens to groupements as time goes by."""

from __future__ import annotations

from datetime import datetime

from network.clock import BRUSSELS
from network.consortia.services import lapse_unanswered
from network.jobs.tick import every_tick


@every_tick("consortia.lapse")
def lapse(now: datetime) -> None:
    """Invitations whose reply-by day has passed."""
    lapse_unanswered(now.astimezone(BRUSSELS).date())
