"""Days of the demonstration, counted from the day it is loaded."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from network.clock import BRUSSELS


def moment_before(today: date, *, days: int, hour: int = 10) -> datetime:
    """So many days before today, at that hour in Brussels."""
    return datetime.combine(today - timedelta(days=days), time(hour), BRUSSELS)
