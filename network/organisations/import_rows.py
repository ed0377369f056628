"""What would become of each row of a table of organisations: listed, known already, or refused with the reason."""

from __future__ import annotations

import enum
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from network.accounts.forms import is_email
from network.database import db
from network.organisations.bce import parse_bce
from network.organisations.facts import Facts
from network.organisations.import_cells import (
    LONGEST,
    Cells,
    RefusedRowError,
    Words,
    meanings,
    postcodes_of_sites,
    read_count,
    read_experiences,
    read_languages,
    read_sites,
)
from network.organisations.labels import KIND_LABELS, KIND_SHORT_LABELS, LEGAL_FORM_LABELS
from network.organisations.models import LegalForm, Organisation, OrganisationKind
from network.organisations.policies import NOT_SELF_REGISTERED
from network.organisations.sites import SiteFacts
from network.places.models import Locality
from network.places.queries import list_localities_at, spelled_name
from network.web.search import fold


class RowState(enum.StrEnum):
    """What becomes of a row."""

    NEW = "new"
    KNOWN = "known"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of the file at its `line`: with `facts` and `sites` when it is new, the `organisation` that it names when
    it is known, the `reason` when it is refused."""

    line: int
    name: str
    place: str
    cells: Cells
    state: RowState
    reason: str = ""
    organisation: Organisation | None = None
    facts: Facts | None = None
    sites: Sequence[SiteFacts] = ()

    @property
    def email(self) -> str:
        """Where the organisation is told that it is listed."""
        return str(self.cells.get("email", ""))


def check_rows(rows: Sequence[Cells]) -> list[Row]:
    """Each row against the directory as it stands and against the rows before it: as many queries for many as for few.

    An organisation is the same when its enterprise number is, else when name and postcode are.
    """
    checker = _Checker(rows)
    return [checker.check(cells) for cells in rows]


class _Checker:
    """What the rows are held against, read once."""

    def __init__(self, rows: Sequence[Cells]) -> None:
        codes = {_postcode(cells) for cells in rows}
        self._localities: dict[str, list[Locality]] = defaultdict(list)
        for locality in list_localities_at(codes.union(*(postcodes_of_sites(cells) for cells in rows))):
            self._localities[locality.postal_code].append(locality)
        self._by_bce, self._by_name = _list_known(rows, codes)
        self._words = Words()
        self._kinds = meanings(KIND_LABELS, KIND_SHORT_LABELS, without=NOT_SELF_REGISTERED)
        self._legal_forms = meanings(LEGAL_FORM_LABELS)
        self._lines_of_bce: dict[str, int] = {}
        self._named: dict[tuple[str, str], list[tuple[int, str | None]]] = defaultdict(list)

    def check(self, cells: Cells) -> Row:
        """What becomes of one row."""
        name = cells["name"]
        place = " ".join(part for part in (_postcode(cells), cells.get("locality", "")) if part)
        row: dict[str, Any] = {"line": cells["line"], "name": name, "place": place, "cells": cells}
        if reason := cells.get("reason"):  # it was refused when the others were listed
            return Row(**row, state=RowState.REFUSED, reason=reason)
        try:
            facts = self._facts(cells)
            sites = read_sites(cells, self._locality)
            self._expect_first(cells["line"], facts)
        except ValueError as error:
            return Row(**row, state=RowState.REFUSED, reason=str(error.args[0]))
        known = self._find_known(facts)
        if known:
            return Row(**row, state=RowState.KNOWN, organisation=known)
        return Row(**row, state=RowState.NEW, facts=facts, sites=sites)

    def _facts(self, cells: Cells) -> Facts:
        _refuse_formulas(cells)
        if not cells["name"]:
            raise RefusedRowError(_("It has no name."))
        if max(len(cells["name"]), len(cells.get("address", ""))) > LONGEST:
            raise RefusedRowError(_("The name or the address is too long: %(most)s characters at most.", most=LONGEST))
        if cells.get("email") and not is_email(cells["email"]):
            raise RefusedRowError(_("This is no e-mail address: %(text)s.", text=cells["email"]))
        locality = self._locality(_postcode(cells), cells.get("locality", ""))
        return Facts(
            kind=self._kind(cells["kind"]),
            name=cells["name"],
            legal_form=self._legal_form(cells.get("legal_form", "")),
            bce=parse_bce(cells["bce"]) if cells.get("bce") else None,
            locality=locality,
            address=cells.get("address", ""),
            languages=read_languages(cells, self._words),
            areas=[locality.area],
            **read_count(cells, self._words),
            **read_experiences(cells, self._words),
        )

    def _locality(self, code: str, name: str) -> Locality:
        found = self._localities.get(code, [])
        if not found:
            raise RefusedRowError(_("No postcode of Belgium: %(code)s.", code=code or "–"))
        same = _called(name, found) if name else found
        if len(same) == 1:
            return same[0]
        choices = ", ".join(place.name for place in same or found)
        if not same:
            raise RefusedRowError(
                _("%(name)s is not at %(code)s, which holds: %(choices)s.", name=name, code=code, choices=choices)
            )
        raise RefusedRowError(_("Which locality? %(code)s holds: %(choices)s.", code=code, choices=choices))

    def _kind(self, text: str) -> OrganisationKind:
        kind = self._kinds.get(fold(text))
        if kind is None:
            raise RefusedRowError(_("Unknown kind: %(text)s.", text=text) if text else _("It has no kind."))
        return OrganisationKind(kind)

    def _legal_form(self, text: str) -> LegalForm | None:
        if text and fold(text) not in self._legal_forms:
            raise RefusedRowError(_("Unknown legal form: %(text)s.", text=text))
        return LegalForm(self._legal_forms[fold(text)]) if text else None

    def _expect_first(self, line: int, facts: Facts) -> None:
        """Of two rows about the same organisation the first counts."""
        named = self._named[_name_key(facts)]
        same = [earlier for earlier, bce in named if not (bce and facts.bce)]
        first = self._lines_of_bce.get(facts.bce or "", same[0] if same else None)
        if first:
            raise RefusedRowError(_("The same organisation as in row %(line)s.", line=first))
        named.append((line, facts.bce))
        if facts.bce:
            self._lines_of_bce[facts.bce] = line

    def _find_known(self, facts: Facts) -> Organisation | None:
        if facts.bce and facts.bce in self._by_bce:
            return self._by_bce[facts.bce]
        same = self._by_name.get(_name_key(facts))
        is_other = same and facts.bce and same.bce and same.bce != facts.bce
        return None if is_other else same


def _list_known(
    rows: Sequence[Cells], codes: set[str]
) -> tuple[dict[str, Organisation], dict[tuple[str, str], Organisation]]:
    """The organisations that the rows may name: by enterprise number, and by name and postcode."""
    digits = {re.sub(r"\D", "", cells.get("bce", "")).zfill(10) for cells in rows if cells.get("bce")}
    at = sa.select(Locality.id).where(Locality.postal_code.in_(codes))
    query = sa.select(Organisation).where(Organisation.bce.in_(digits) | Organisation.locality_id.in_(at))
    found = list(db.session.scalars(query.order_by(Organisation.id.desc())))
    by_bce = {organisation.bce: organisation for organisation in found if organisation.bce}
    by_name = {(fold(organisation.name), organisation.locality.postal_code): organisation for organisation in found}
    return by_bce, by_name


def _called(name: str, places: Sequence[Locality]) -> list[Locality]:
    """Those of that name or, as people often write it, of the commune of that name."""
    said = spelled_name(name)
    named = [place for place in places if spelled_name(place.name) == said]
    return named or [place for place in places if spelled_name(place.commune) == said]


def _name_key(facts: Facts) -> tuple[str, str]:
    return fold(facts.name), facts.locality.postal_code


def _postcode(cells: Cells) -> str:
    """The four digits, with or without B- in front."""
    return str(cells["postal_code"]).upper().removeprefix("B").strip(" -")


def _refuse_formulas(cells: Cells) -> None:
    if any(isinstance(text, str) and text.startswith("=") for text in cells.values()):
        raise RefusedRowError(_("A cell holds a formula. Put its value there."))
