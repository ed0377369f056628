"""The options of a field, from the words of a list."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from wtforms import SelectChoice

from network.web.translations import language


def choices(labels: Mapping[Any, Any], *, none: Any = None) -> list[SelectChoice]:
    """An option a label, kept by its key; `none`: the words of a first option that stands for no choice."""
    options = [SelectChoice(str(key), label) for key, label in labels.items()]
    return options if none is None else [SelectChoice("", none), *options]


class Choices:
    """The options of a list that is always the same: its words are looked up once a language."""

    def __init__(self, labels: Mapping[Any, Any], *, none: Any) -> None:
        self._in = cache(lambda _language: choices({key: str(label) for key, label in labels.items()}, none=str(none)))

    def __call__(self) -> list[SelectChoice]:
        """The options in the reader's language."""
        return self._in(language())
