"""How much each kind of evidence counts, and how fast it fades: one table for each time it was decided.

`docs/models/proximity.md` explains the figures. To change them, add a table with the day from which it holds: strengths
of earlier days stay what they were, and searches of that time can be explained.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from network.ties.models import EvidenceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """`by_kind`: what one piece counts on the day itself, above 0 and below 1; half after `half_life_days`."""

    since: date
    half_life_days: int
    by_kind: Mapping[str, float]


TABLES = (
    Weights(
        since=date(2026, 1, 1),
        half_life_days=730,
        by_kind={
            EvidenceKind.MEETING: 0.15,
            EvidenceKind.WORKING_GROUP: 0.25,
            EvidenceKind.VISIT: 0.25,
            EvidenceKind.SHARED_STAND: 0.30,
            EvidenceKind.SUBCONTRACT: 0.40,
            EvidenceKind.AUDIT: 0.50,
            EvidenceKind.CONSORTIUM: 0.50,
            EvidenceKind.SHARED_POST: 0.60,
            EvidenceKind.LOAN: 0.60,
        },
    ),
)


def weights_on(day: date) -> Weights:
    """The table that holds on a day; the first one for days before it."""
    return next((table for table in reversed(TABLES) if table.since <= day), TABLES[0])
