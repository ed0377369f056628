"""What changed from one text to another, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

SAME, ADDED, REMOVED = "same", "added", "removed"
WORDS = re.compile(r"(?:\w+(?:\u202f\w+)*|\S)\s*")
"""A word, or a number whose thousands stand apart, or a sign; with the blanks after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What changed in a part of something: its pieces of text, each the same, added or removed."""

    title: str
    pieces: Sequence[tuple[str, str]]


def changes(parts: Sequence[tuple[str, str, str]]) -> list[Change]:
    """What changed in each part (its title, the old text, the new one); nothing of the parts that did not."""
    return [Change(title=title, pieces=_pieces(old, new)) for title, old, new in parts if old != new]


def _pieces(old: str, new: str) -> list[tuple[str, str]]:
    """The new text with what was added, between what was removed: word by word and sign by sign, blanks kept with what
    stands before them."""
    before, after = WORDS.findall(old), WORDS.findall(new)
    matcher = SequenceMatcher(None, [word.rstrip() for word in before], [word.rstrip() for word in after])
    pieces = []
    for what, first, last, begin, end in matcher.get_opcodes():
        if what == "equal":
            pieces.append((SAME, "".join(after[begin:end])))
            continue
        if first < last:
            pieces.append((REMOVED, "".join(before[first:last])))
        if begin < end:
            pieces.append((ADDED, "".join(after[begin:end])))
    return pieces
