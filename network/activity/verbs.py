"""How the activity log reads: each feature registers the sentences of its verbs and the names of its fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
    words: Mapping[str, Callable[[Any], Any]]

    def value(self, name: str, values: Mapping[str, Any]) -> str:
        """A field as it is read."""
        kept = values.get(name)
        if name in self.words:
            kept = self.words[name](kept) if kept else None
        return _in_words(kept)


_verbs: dict[str, _Verb] = {}


def register_verb(
    verb: str,
    sentence: Any,
    *,
    fields: Mapping[str, Any] | None = None,
    words: Mapping[str, Callable[[Any], Any]] | None = None,
) -> None:
    """Say how `verb` reads after a name (« published the call »), what the fields shown are called, and what their
    values mean where these are codes (`words`: what is kept -> a text or several).

    Sentences and labels are lazy strings; a field without a label is kept in the log and not shown.
    """
    _verbs[verb] = _Verb(sentence, fields or {}, words or {})


def registered_verbs() -> list[str]:
    """All verbs, sorted."""
    return sorted(_verbs)


def sentence(verb: str) -> str:
    """What was done, in the reader's language."""
    return str(_verbs[verb].sentence) if verb in _verbs else verb


def changes(verb: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """What changed, in words; nothing when there is too much to read."""
    known = _verbs.get(verb)
    shown = [name for name in known.fields if name in before or name in after] if known else []
    if known is None or len(shown) > MAX_FIELDS:
        return []
    return [Change(str(known.fields[name]), known.value(name, before), known.value(name, after)) for name in shown]


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
