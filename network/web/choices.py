"""The options of a field, from the words of a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import SelectChoice


def choices(labels: Mapping[Any, Any], *, none: Any = None) -> list[SelectChoice]:
    """An option a label, kept by its key; `none`: the words of a first option that stands for no choice."""
    options = [SelectChoice(str(key), label) for key, label in labels.items()]
    return options if none is None else [SelectChoice("", none), *options]
