"""Finding organisations by what people write for them in a list: a name, or an enterprise number."""

from __future__ import annotations

import re
from collections import defaultdict
from difflib import get_close_matches
from textwrap import shorten
from typing import TYPE_CHECKING

import sqlalchemy as sa
from flask_babel import gettext as _
from wtforms import ValidationError

from network.database import db
from network.organisations.bce import parse_bce
from network.organisations.models import Organisation
from network.ties.queries import NOT_NEIGHBOURS
from network.web.search import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

NUMBER = re.compile(r"(?:BE)?[\d.\s]{8,}", re.IGNORECASE)

LONGEST_SHOWN = 80
LEAST_PART = 4  # letters: fewer are a part of too many names
MOST_SUGGESTIONS = 5  # a name is held against all others: a long list of unknown ones would take minutes


class NameBook:
    """All organisations, or those that can meet others, by name and by number: one query for as many as are asked."""

    def __init__(self, *, everyone: bool = False) -> None:
        self._unknown_count = 0
        self._names: dict[int, str] = {}
        self._by_number: dict[str, int] = {}
        self._by_name: dict[str, list[int]] = defaultdict(list)
        query = sa.select(Organisation.id, Organisation.name, Organisation.bce)
        if not everyone:
            query = query.where(Organisation.kind.not_in(NOT_NEIGHBOURS))
        for organisation_id, name, bce in db.session.execute(query):
            self._names[organisation_id] = name
            self._by_name[fold(name)].append(organisation_id)
            if bce:
                self._by_number[bce] = organisation_id

    def find(self, text: str) -> int:
        """The id of the one meant, accents and capitals apart; ValueError with a sentence when none or several are."""
        if NUMBER.fullmatch(text):
            return self._by_its_number(text)
        found = self._by_name.get(fold(text), [])
        if len(found) > 1:
            raise ValueError(_("Several structures are called “%(text)s”: give the enterprise number.", text=text))
        if not found:
            raise ValueError(self._unknown(text))
        return found[0]

    def find_all(self, lines: Iterable[str]) -> list[int]:
        """The ids of those named, a line each; ValidationError with a sentence for each that names none, or several."""
        found, reasons = [], []
        for line in lines:
            try:
                found.append(self.find(line))
            except ValueError as error:
                reasons.append(str(error))
        if reasons:
            raise ValidationError(" ".join(reasons))
        return sorted(set(found))

    def _by_its_number(self, text: str) -> int:
        number = parse_bce(text)
        if number not in self._by_number:
            raise ValueError(_("No structure here has the number %(text)s.", text=text))
        return self._by_number[number]

    def _unknown(self, text: str) -> str:
        self._unknown_count += 1
        near = self._near(fold(text)) if self._unknown_count <= MOST_SUGGESTIONS else []
        text = shorten(text, LONGEST_SHOWN, placeholder="…")
        if not near:
            return _("No structure here is called “%(text)s”.", text=text)
        name = self._names[self._by_name[near[0]][0]]
        return _("No structure here is called “%(text)s”; do you mean “%(name)s”?", text=text, name=name)

    def _near(self, name: str) -> list[str]:
        """The shortest name that what was written is a part of, else the one written most like it."""
        longer = [known for known in self._by_name if len(name) >= LEAST_PART and name in known]
        return sorted(longer, key=len)[:1] or get_close_matches(name, self._by_name, n=1)


def written_lines(text: str | None) -> list[str]:
    """The lines of a text that say something."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]
