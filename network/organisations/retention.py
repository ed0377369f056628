"""Invitations that nobody answered are not kept for ever. `docs/register-of-processing.md` says how long."""

from __future__ import annotations

from datetime import datetime, timedelta

from network.jobs.tick import every_tick
from network.organisations.invitations import remove_old_invitations

INVITATIONS = timedelta(days=60)


@every_tick("organisations.retention")
def forget_invitations(now: datetime) -> None:
    """Remove the invitations whose link has long been closed."""
    remove_old_invitations(now - INVITATIONS)
