"""What is asked as time goes by."""

from __future__ import annotations

from datetime import datetime

from network.clock import BRUSSELS
from network.followups.services import ask_due, remind_silent
from network.jobs.tick import every_tick


@every_tick("followups.ask")
def ask(now: datetime) -> None:
    """Three and twelve months after the confirmation."""
    ask_due(now.astimezone(BRUSSELS).date())


@every_tick("followups.remind")
def remind(now: datetime) -> None:
    """Once, those who stay silent."""
    remind_silent(now)
