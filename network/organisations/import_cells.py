"""What people write in the cells of a table of organisations, as values; the rest is refused with its reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from network import clock
from network.files.tables import parse_day
from network.organisations.forms import FIRST_YEAR, LONGEST_EVIDENCE, MOST_WORKERS
from network.organisations.labels import BASIS_LABELS, LANGUAGE_LABELS, SECTOR_LABELS
from network.organisations.models import CountBasis
from network.organisations.site_forms import LONGEST_NAME
from network.organisations.sites import MOST_SITES, SiteFacts
from network.places.models import Locality
from network.web.forms import parse_hundredths, parse_whole_number
from network.web.locale import LANGUAGES
from network.web.search import fold

Cells = Mapping[str, Any]
LONGEST = 160
_SECTOR = re.compile(r"(?P<sector>.+?) \((?P<year>\d{4})\)(?:\s*[–:-]\s*(?P<evidence>.+))?")
_SITE = re.compile(r"(?P<name>.+?),\s*(?P<code>\d{4})\b\s*(?P<place>[^,]*)(?:,\s*(?P<address>.+))?")


class RefusedRowError(ValueError):
    """The row cannot be used; the message is its reason."""


class Words:
    """What is meant by the words of a table, read once for all rows."""

    def __init__(self) -> None:
        self.bases = meanings(BASIS_LABELS)
        self.languages = meanings(LANGUAGE_LABELS)
        self.sectors = meanings(SECTOR_LABELS)


def meanings(*labels: Mapping[Any, Any], without: Sequence[Any] = ()) -> dict[str, Any]:
    """From what is written to what is meant: the key, the label in each language of the pages, the label without what
    stands between brackets, and what stands between them."""
    meant: dict[str, Any] = {}
    for language in LANGUAGES:
        with force_locale(language):
            for key, label in ((key, str(label)) for each in labels for key, label in each.items()):
                short = re.findall(r"\(([^)]+)\)", label)
                meant |= {fold(text): key for text in (key.replace("_", " "), label, label.split(" (")[0], *short)}
    return {text: key for text, key in meant.items() if key not in without}


def read_count(cells: Cells, words: Words) -> dict[str, Any]:
    """The numbers of workers, their day and their source, as `Facts` takes them."""
    headcount = parse_whole_number(text) if (text := cells.get("headcount")) else None
    fte = parse_hundredths(text) if (text := cells.get("fte")) else None
    if (headcount or 0) > MOST_WORKERS:
        raise RefusedRowError(_("That is too many workers."))
    if fte is not None and (headcount is None or fte > 100 * headcount):
        raise RefusedRowError(_("There cannot be more full-time equivalents than workers."))
    basis = cells.get("count_basis")
    return {
        "headcount": headcount,
        "fte": fte,
        "counted_on": _read_day(cells.get("counted_on", "")),
        "count_basis": CountBasis(_meant(basis, words.bases)) if basis else None,
    }


def read_languages(cells: Cells, words: Words) -> list[str]:
    """The languages, separated by commas or semicolons."""
    parts = [part for part in re.split(r"[;,/]", cells.get("languages", "")) if part.strip()]
    return sorted({_meant(part, words.languages) for part in parts})


def read_experiences(cells: Cells, words: Words) -> dict[str, Any]:
    """The first year and what shows it, by sector, as `Facts` takes them: « Bois (2015) – Label PEFC ; … »."""
    years: dict[str, int] = {}
    evidence: dict[str, str] = {}
    for part in _parts(cells, "experiences"):
        found = _SECTOR.fullmatch(part)
        if not found or not FIRST_YEAR <= int(found["year"]) <= clock.today().year:
            raise RefusedRowError(
                _("A sector goes with the year since when, such as “Wood (2015)”: %(text)s.", text=part)
            )
        sector = _meant(found["sector"], words.sectors)
        years[sector] = int(found["year"])
        if found["evidence"]:
            evidence[sector] = found["evidence"][:LONGEST_EVIDENCE]
    return {"experiences": years, "evidence": evidence}


def read_sites(cells: Cells, locality_at: Callable[[str, str], Locality]) -> list[SiteFacts]:
    """The other sites: « Dépôt, 5590 Ciney, Rue du Four 2 ; … »; `locality_at` a postcode and a name, or refuses."""
    parts = _parts(cells, "sites")
    if len(parts) > MOST_SITES:
        raise RefusedRowError(_("There are too many sites: %(most)s at most.", most=MOST_SITES))
    return [_read_site(part, locality_at) for part in parts]


def postcodes_of_sites(cells: Cells) -> set[str]:
    """The postcodes that the sites may be at."""
    return set(re.findall(r"\b\d{4}\b", cells.get("sites", "")))


def _read_site(text: str, locality_at: Callable[[str, str], Locality]) -> SiteFacts:
    found = _SITE.fullmatch(text)
    if not found:
        raise RefusedRowError(_("Write a site as “Depot, 5590 Ciney”: %(text)s.", text=text))
    name, address = found["name"], found["address"] or ""
    if len(name) > LONGEST_NAME or len(address) > LONGEST:
        raise RefusedRowError(_("The name or the address is too long: %(most)s characters at most.", most=LONGEST_NAME))
    return SiteFacts(name, locality_at(found["code"], found["place"].strip()), address)


def _parts(cells: Cells, key: str) -> list[str]:
    return [part.strip() for part in cells.get(key, "").split(";") if part.strip()]


def _meant(text: str, meant: Mapping[str, Any]) -> Any:
    if fold(text) not in meant:
        raise RefusedRowError(_("This means nothing here: %(text)s.", text=text.strip()))
    return meant[fold(text)]


def _read_day(text: str) -> date | None:
    on = parse_day(text)
    if text and not on:
        raise RefusedRowError(_("This is not a date. Write it as 31/12/2026."))
    if on and not date(FIRST_YEAR, 1, 1) <= on <= clock.today():
        raise RefusedRowError(_("Give a day that has come."))
    return on
