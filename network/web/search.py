"""Search without accents or case, alike on every database."""

from __future__ import annotations

import unicodedata
from typing import Any

import sqlalchemy as sa

from network.database import db

# Where a word begins in a text, 0 when it is not there: what LIKE would find, in two thirds of the time.
PLACE_OF = {"sqlite": "instr", "postgresql": "strpos"}

_SPELLED_OUT = str.maketrans({"œ": "oe", "æ": "ae", "’": " ", "'": " ", "-": " ", "‑": " ", ".": " "})


def fold(text: str) -> str:
    """Casefolded, without marks, œ as oe, apostrophes and hyphens as blanks: what `search_text` columns keep."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_SPELLED_OUT))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def matches(column: sa.ColumnElement[str] | Any, words: str) -> list[sa.ColumnElement[bool]]:
    """That each word typed stands in the column's folded text."""
    place_of = getattr(sa.func, PLACE_OF[db.engine.dialect.name])
    return [place_of(column, word) > 0 for word in fold(words).split()[:8]]
