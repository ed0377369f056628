"""The kinds of notices: each feature registers the sentence of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from network.web.formats import in_days


@dataclass(frozen=True, slots=True)
class Kind:
    """`title`: a sentence with placeholders for the words of a notice; `action`: what its button says. Both lazy.

    `mail_path`: from the words of a notice to the page that its mail leads to, where that is another than on the site.
    """

    title: Any
    action: Any
    mail_path: Callable[[Mapping[str, Any]], str] | None = None


_kinds: dict[str, Kind] = {}


def register_kind(
    kind: str, *, title: Any, action: Any, mail_path: Callable[[Mapping[str, Any]], str] | None = None
) -> None:
    """Say how notices of this kind read. `%(actor)s` stands for the person who acted.

    A name of a person never goes into a notice's words: written as `%(actor)s`, an erasure finds it.
    """
    _kinds[kind] = Kind(title, action, mail_path)


def registered_kinds() -> list[str]:
    """All kinds, sorted."""
    return sorted(_kinds)


def sentence(kind: str, words: Mapping[str, Any]) -> str:
    """What a notice says, in the reader's language; KeyError when a word is missing. Days stand as 2026-11-28."""
    return str(_kinds[kind].title) % {name: _in_words(value) for name, value in words.items()}


def action(kind: str) -> str:
    """What the button of a notice says."""
    return str(_kinds[kind].action)


def mail_path(kind: str, words: Mapping[str, Any], path: str) -> str:
    """The page that the mail of a notice leads to."""
    own = _kinds[kind].mail_path
    return own(words) if own else path


def _in_words(value: Any) -> Any:
    return in_days(value) if isinstance(value, str) else value
