"""How long what is held on people is kept. `docs/register-of-processing.md` says it to them."""

from __future__ import annotations

from datetime import datetime, timedelta

from network import clock
from network.accounts.attempts import remove_old_attempts
from network.accounts.sessions import remove_idle_sessions
from network.clock import BRUSSELS
from network.jobs.registry import job
from network.jobs.services import submit
from network.jobs.tick import every_tick
from network.notifications.services import remove_old_mails, remove_old_notices

LOGIN_ATTEMPTS = timedelta(days=30)
MAILS = timedelta(days=90)
READ_NOTICES = timedelta(days=365)
IDLE_SESSIONS = timedelta(days=60)


@every_tick("accounts.retention")
def submit_retention(now: datetime) -> None:
    """Once a day, whatever the number of ticks."""
    submit("accounts.retention", key=f"retention {now.astimezone(BRUSSELS):%Y-%m-%d}")


@job("accounts.retention")
def apply_retention() -> None:
    """Remove what is older than it may be."""
    now = clock.now()
    remove_old_attempts(now - LOGIN_ATTEMPTS)
    remove_old_mails(now - MAILS)
    remove_old_notices(now - READ_NOTICES)
    remove_idle_sessions(now - IDLE_SESSIONS)
