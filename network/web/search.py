"""Search without accents or case, alike on every database."""

from __future__ import annotations

import unicodedata
from typing import Any

import sqlalchemy as sa

_SPELLED_OUT = str.maketrans({"œ": "oe", "æ": "ae", "’": " ", "'": " ", "-": " ", "‑": " ", ".": " "})


def fold(text: str) -> str:
    """Casefolded, without marks, œ as oe, apostrophes and hyphens as blanks: what `search_text` columns keep."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_SPELLED_OUT))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def matches(column: sa.ColumnElement[str] | Any, words: str) -> list[sa.ColumnElement[bool]]:
    """That each word typed stands in the column's folded text."""
    return [column.like(f"%{_quoted(word)}%", escape="\\") for word in fold(words).split()[:8]]


def _quoted(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
