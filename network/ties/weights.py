"""How much each kind of evidence counts, and how fast it fades: one table for each time it was decided.

`docs/models/proximity.md` explains the figures. Who runs the platform changes them by two settings, which hold for all
days. To change them for everybody, add a table with the day from which it holds: strengths of earlier days stay what
they were, and searches of that time can be explained.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from flask import Flask, current_app

from network.config import SettingsError
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
    """The table that holds on a day, with what the settings say otherwise; the first one for days before it."""
    table = next((table for table in reversed(TABLES) if table.since <= day), TABLES[0])
    half_life_days = current_app.config["TIE_HALF_LIFE_DAYS"] or table.half_life_days
    return replace(table, half_life_days=half_life_days, by_kind={**table.by_kind, **current_app.config["TIE_WEIGHTS"]})


def init_app(app: Flask) -> None:
    """Refuse a setting that names no kind of evidence."""
    if unknown := app.config["TIE_WEIGHTS"].keys() - set(EvidenceKind):
        raise SettingsError(f"TIE_WEIGHTS: {', '.join(sorted(unknown))} is none of {', '.join(EvidenceKind)}.")
