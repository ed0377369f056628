"""How often a person is written to."""

from __future__ import annotations

import enum
from datetime import datetime, timedelta

from network.clock import BRUSSELS

MONDAY = 0
HOUR = 7


class MailFrequency(enum.StrEnum):
    """How often notices come by e-mail."""

    IMMEDIATE = "immediate"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


def last_digest_due(frequency: MailFrequency, now: datetime) -> datetime:
    """The last time that a digest was due: 7 h in Brussels, on Mondays when it is weekly."""
    due = now.astimezone(BRUSSELS).replace(hour=HOUR, minute=0, second=0, microsecond=0)
    if due > now:
        due -= timedelta(days=1)
    if frequency is MailFrequency.WEEKLY:
        due -= timedelta(days=(due.weekday() - MONDAY) % 7)
    return due
