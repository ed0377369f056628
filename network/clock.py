"""The one clock of the house: whoever asks what time it is asks here, so that tests and the demonstration can say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")
_frozen_at: ContextVar[datetime | None] = ContextVar("frozen_at", default=None)


def now() -> datetime:
    """The present instant, in UTC."""
    return _frozen_at.get() or datetime.now(UTC)


def today() -> date:
    """The present day in Brussels."""
    return now().astimezone(BRUSSELS).date()


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Within the block it is `at` (an aware instant)."""
    token = _frozen_at.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _frozen_at.reset(token)
