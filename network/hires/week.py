"""The week that a post fills: five days of two half-days, and how they are said."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

DAYS = {"mon": _l("Monday"), "tue": _l("Tuesday"), "wed": _l("Wednesday"), "thu": _l("Thursday"), "fri": _l("Friday")}
HALVES = {"am": _l("morning"), "pm": _l("afternoon")}
WEEK = tuple(f"{day}_{half}" for day in DAYS for half in HALVES)


def in_order(half_days: Iterable[str]) -> list[str]:
    """The half-days as the week has them, each once."""
    chosen = set(half_days)
    return [half_day for half_day in WEEK if half_day in chosen]


def half_day_label(half_day: str) -> str:
    """« lundi matin »."""
    day, half = half_day.split("_")
    return _("%(day)s %(half)s", day=str(DAYS[day]).lower(), half=HALVES[half])


def half_days_text(half_days: Collection[str]) -> str:
    """« lundi, jeudi matin »: a whole day by its name."""
    said = []
    for day, name in DAYS.items():
        chosen = [half_day for half_day in in_order(half_days) if half_day.startswith(day)]
        if len(chosen) == len(HALVES):
            said.append(str(name).lower())
        else:
            said.extend(half_day_label(half_day) for half_day in chosen)
    return ", ".join(said)
