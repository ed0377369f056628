"""How figures, dates and identifiers are written, in the reader's language (French: as in Belgium)."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from flask import Flask
from flask_babel import gettext
from markupsafe import Markup

from network.clock import BRUSSELS
from network.database import Period
from network.web.translations import language

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
NARROW_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"


def number(value: float) -> str:
    """82 000 with a narrow no-break space in French, 82,000 in English."""
    return _figure(value, language())


def hundredths(value: int) -> str:
    """1250 as 12,5 (French), 12.5 (English)."""
    return number(value / 100)


def money(euros: int) -> str:
    """82 000 € (French), €82,000 (English)."""
    amount = number(euros)
    return f"€{amount}" if _english() else f"{amount}{NO_BREAK_SPACE}€"


def quantity(value: float, unit: str) -> str:
    """A figure and its unit, kept on one line."""
    return f"{number(value)}{NO_BREAK_SPACE}{unit}" if unit else number(value)


def percent(value: float) -> str:
    """38 % (French), 38% (English); `value` is 0..100."""
    return f"{number(value)}%" if _english() else f"{number(value)}{NARROW_SPACE}%"


def day(value: date, *, with_weekday: bool = False) -> str:
    """1er décembre 2026; with the day of the week: mardi 1er décembre 2026."""
    return _day(value, "EEEE d MMMM y" if with_weekday else "d MMMM y", language())


def answer_by(last: date) -> str:
    """Until when an answer is awaited: réponse avant le mardi 1er décembre 2026."""
    return gettext("answer by %(day)s", day=day(last, with_weekday=True))


def in_days(text: str) -> str:
    """A day kept as 2026-12-01 in words; any other text, such as one that only looks like a day, as it is."""
    try:
        return day(date.fromisoformat(text)) if _DAY.fullmatch(text) else text
    except ValueError:
        return text


def short_day(value: date) -> str:
    """28 nov."""
    return _day(value, "d MMM", language())


def moment(value: datetime) -> str:
    """An instant in words of Brussels time: 22 novembre 2026 à 9 h 30."""
    local = value.astimezone(BRUSSELS)
    return gettext("%(day)s at %(time)s", day=day(local.date()), time=hour(local))


def hour(value: datetime) -> str:
    """9 h 30 (French), 9:30 (English), in Brussels."""
    local = value.astimezone(BRUSSELS)
    if _english():
        return format_time(local.time(), "H:mm", locale=language())
    return (
        f"{local.hour}{NO_BREAK_SPACE}h{NO_BREAK_SPACE}{local.minute:02d}"
        if local.minute
        else f"{local.hour}{NO_BREAK_SPACE}h"
    )


def period(value: Period) -> str:
    """The days of a period: du 1er au 5 décembre 2026."""
    if value.from_day and value.until_day:
        return gettext("from %(first)s to %(last)s", first=_first_day(value), last=day(value.until_day))
    if value.from_day:
        return gettext("from %(first)s on", first=day(value.from_day))
    if value.until_day:
        return gettext("until %(last)s", last=day(value.until_day))
    return gettext("at any time")


def bce(digits: str) -> str:
    """0123.456.789."""
    return f"{digits[:4]}.{digits[4:7]}.{digits[7:]}"


def distance(metres: int) -> str:
    """Kilometres as the crow flies, whole past one."""
    return quantity(max(1, round(metres / 1000)), "km")


def paragraphs(text: str) -> Markup:
    """Plain text of people, escaped, with its paragraphs kept."""
    return Markup("").join(
        Markup("<p>{}</p>").format(part.strip()) for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()
    )


def _first_day(value: Period) -> str:
    """The first day without what it shares with the last."""
    first, last = value.from_day, value.until_day
    assert first is not None
    assert last is not None
    if _english() or first.year != last.year:
        return day(first)
    pattern = "d" if first.month == last.month else "d MMMM"
    return _day(first, pattern, language())


@lru_cache(maxsize=4096)
def _figure(value: float, locale: str) -> str:
    return format_decimal(value, locale=locale)


@lru_cache(maxsize=4096)
def _day(value: date, pattern: str, locale: str) -> str:
    text = format_date(value, pattern, locale=locale)
    return text.replace("1", "1er", 1) if value.day == 1 and locale != "en" else text


def _english() -> bool:
    return language() == "en"


def init_app(app: Flask) -> None:
    """Give the formats to the templates."""
    for filter_ in (
        number,
        hundredths,
        money,
        quantity,
        percent,
        day,
        answer_by,
        short_day,
        moment,
        hour,
        period,
        bce,
        distance,
        paragraphs,
    ):
        app.add_template_filter(filter_)
