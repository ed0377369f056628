"""The columns of a table of organisations: how they are called, what is explained of them, the model to fill in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from network.errors import MaillageError
from network.files.spreadsheets import table_bytes
from network.files.tables import Line
from network.web.locale import LANGUAGES
from network.web.search import fold


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its `key`: its heading, what to write in it, an example; `also` are other names it goes by."""

    key: str
    label: Any
    explanation: Any
    example: Any
    also: Sequence[str] = ()
    is_needed: bool = False


COLUMNS = (
    Column("name", _l("Name"), _l("As people say it."), _l("Les Ateliers du Val"), ("denomination",), is_needed=True),
    Column(
        "kind",
        _l("Kind"),
        _l("Community health centre, ETA, reuse centre … as the directory says it."),
        _l("ETA"),
        is_needed=True,
    ),
    Column(
        "bce",
        _l("Enterprise number"),
        _l("Ten digits. With it nothing is listed twice, and the organisation takes its sheet over more easily."),
        "1949.999.908",
        ("bce", "numero d entreprise", "numero bce", "n° bce", "no bce", "tva", "n° d entreprise"),
    ),
    Column("postal_code", _l("Postcode"), _l("Of the seat."), "5000", ("cp", "code"), is_needed=True),
    Column("locality", _l("Locality"), _l("Empty where the postcode says only one."), "Namur", ("commune",)),
    Column(
        "address",
        _l("Street and number"),
        _l("May be left empty."),
        _l("Rue du Pont 4"),
        ("adresse", "rue"),
    ),
    Column("legal_form", _l("Legal form"), _l("ASBL, SC, SRL, SA …; may be left empty."), "ASBL", ("forme",)),
    Column("headcount", _l("Workers"), _l("Persons, whatever their hours; may be left empty."), "60", ("effectif",)),
    Column("fte", _l("Full-time equivalents"), _l("May be left empty."), "52,5", ("etp", "equivalents temps plein")),
    Column("counted_on", _l("Counted on"), _l("The day of both numbers."), "30/06/2026", ("date du compte",)),
    Column(
        "count_basis",
        _l("Where the count comes from"),
        _l("ONSS, social balance sheet, own count or estimate."),
        "ONSS",
        ("source", "source du compte"),
    ),
    Column("languages", _l("Languages"), _l("Those in which the team receives people."), "fr; nl", ("langue",)),
    Column(
        "experiences",
        _l("Sectors and experience"),
        _l("Each with the year since when and, where something shows it, what; separated by semicolons."),
        _l("Wood (2015) – PEFC label; Printing and mailing (2019)"),
        ("secteurs", "sectors"),
    ),
    Column(
        "sites",
        _l("Other sites"),
        _l("Name, postcode and locality, street and number; separated by semicolons."),
        _l("Depot, 5590 Ciney, Rue du Four 2; Shop, 5500 Dinant"),
        ("sites", "autres implantations"),
    ),
    Column(
        "email",
        _l("E-mail address"),
        _l("Used once, to tell the organisation that it is listed and how to take its sheet over; shown to nobody."),
        "contact@exemple.be",
        ("e mail", "email", "mail", "courriel"),
    ),
)
KEYS = tuple(column.key for column in COLUMNS)


class HeadingError(MaillageError):
    """The headings cannot be used; the message says which."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as cells by column, each with its `line` in the file; `ignored` are the headings that mean nothing here."""

    rows: list[dict[str, Any]]
    ignored: list[str] = field(default_factory=list)


def read_rows(lines: Sequence[Line]) -> Table:
    """The cells under headings that are known; HeadingError when one is missing or stands twice."""
    (_number, headings), *rows = lines
    names = _known_names()
    places: dict[str, int] = {}
    ignored = []
    for place, heading in enumerate(headings):
        key = names.get(fold(heading))
        if key is None:
            ignored += [heading] if heading else []
        elif key in places:
            raise HeadingError(_("The column “%(name)s” stands twice. Remove one of them.", name=heading))
        else:
            places[key] = place
    missing = [str(column.label) for column in COLUMNS if column.is_needed and column.key not in places]
    if missing:
        raise HeadingError(
            _("Missing in the first row: %(names)s. The model shows the headings.", names=", ".join(missing))
        )
    return Table([{"line": number} | _cells(cells, places) for number, cells in rows], ignored)


def model_file(ending: str) -> bytes:
    """The table to fill in: headings, and under each an example to replace."""
    headings = [str(column.label) for column in COLUMNS]
    example = [str(column.example) for column in COLUMNS]
    return table_bytes(ending, _("Organisations"), headings, [example])


def _cells(cells: Sequence[str], places: dict[str, int]) -> dict[str, str]:
    return {key: cells[place] if place < len(cells) else "" for key, place in places.items()}


def _known_names() -> dict[str, str]:
    """Every name of every column, in each language of the pages: a table may come from a colleague."""
    names = {fold(name): column.key for column in COLUMNS for name in (column.key.replace("_", " "), *column.also)}
    for language in LANGUAGES:
        with force_locale(language):
            names |= {fold(str(column.label)): column.key for column in COLUMNS}
    return names
