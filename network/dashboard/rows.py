"""Lines of the dashboard, and how many things wait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

COUNTS = {
    2: _l("Two"),
    3: _l("Three"),
    4: _l("Four"),
    5: _l("Five"),
    6: _l("Six"),
    7: _l("Seven"),
    8: _l("Eight"),
    9: _l("Nine"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a card: what, a few words, where to act; `count`: how many things it holds, `done` of them done;
    `post_url`: where a click does it at once."""

    title: str
    text: str
    url: str
    action: str = ""
    icon: str = ""
    count: int = 1
    done: int | None = None
    post_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A day that matters to the person."""

    on: date
    text: str
    url: str


def greeting(tasks: Sequence[Row]) -> str:
    """How many things wait, in words up to nine."""
    if not tasks:
        return _("Nothing waits for you.")
    count = len(tasks)
    return ngettext("One thing waits for you.", "%(count)s things wait for you.", count, count=COUNTS.get(count, count))
