"""What nobody answered or used is not kept for ever. `docs/register-of-processing.md` says how long."""

from __future__ import annotations

from datetime import datetime, timedelta

from network.jobs.tick import every_tick
from network.organisations.contacts import remove_old_accesses
from network.organisations.imports import remove_unused_imports
from network.organisations.invitations import remove_old_invitations

INVITATIONS = timedelta(days=60)
CONTACT_ACCESSES = timedelta(days=365)
UNUSED_IMPORTS = timedelta(days=7)


@every_tick("organisations.retention")
def apply_retention(now: datetime) -> None:
    """Remove the invitations whose link has long been closed, tables that were read and left, and who looked
    at contact people long ago."""
    remove_old_invitations(now - INVITATIONS)
    remove_unused_imports(now - UNUSED_IMPORTS)
    remove_old_accesses(now - CONTACT_ACCESSES)
