"""How the activity log reads: each feature registers the sentences of its verbs and the names of its fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from network.web.formats import in_days, number

MAX_FIELDS = 3
MAX_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Change:
    """A field before and after, as read on the page."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Verb:
    sentence: Any
    fields: Mapping[str, Any]


_verbs: dict[str, _Verb] = {}


def register_verb(verb: str, sentence: Any, *, fields: Mapping[str, Any] | None = None) -> None:
    """Say how `verb` reads after a name (« published the call »), and what the fields shown are called.

    Sentences and labels are lazy strings; a field without a label is kept in the log and not shown.
    """
    _verbs[verb] = _Verb(sentence, fields or {})


def registered_verbs() -> list[str]:
    """All verbs, sorted."""
    return sorted(_verbs)


def sentence(verb: str) -> str:
    """What was done, in the reader's language."""
    return str(_verbs[verb].sentence) if verb in _verbs else verb


def changes(verb: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """What changed, in words; nothing when there is too much to read."""
    labels = _verbs[verb].fields if verb in _verbs else {}
    shown = [name for name in labels if name in before or name in after]
    if len(shown) > MAX_FIELDS:
        return []
    return [Change(str(labels[name]), _in_words(before.get(name)), _in_words(after.get(name))) for name in shown]


def _in_words(value: Any) -> str:
    match value:
        case None | "" | []:
            return "–"
        case bool():
            return str(_("yes") if value else _("no"))
        case int() | float():
            return number(value)
        case list():
            return _shortened(", ".join(_in_words(item) for item in value))
    return _shortened(in_days(str(value)))


def _shortened(text: str) -> str:
    return text if len(text) <= MAX_LENGTH else text[: MAX_LENGTH - 1] + "…"
