"""The directory as a table that a spreadsheet opens: only what the reader may see."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Sequence

from flask_babel import gettext as _

from network.actors import Actor
from network.organisations.labels import kind_label, legal_form_label, sector_label
from network.organisations.models import Organisation
from network.places.areas import area_label
from network.resources.labels import CAPABILITY_LABELS, CAPABILITY_UNITS
from network.resources.models import Capability
from network.resources.queries import list_visible_offers
from network.web.formats import bce

BYTE_ORDER_MARK = "\ufeff"  # without it spreadsheets take the accents for something else
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def directory_csv(organisations: Sequence[Organisation], actor: Actor) -> str:
    """One row an organisation: its facts, then the sum of what it offers the reader, a column a capability."""
    offered: dict[int, dict[Capability, int]] = defaultdict(lambda: defaultdict(int))
    for offer in list_visible_offers([organisation.id for organisation in organisations], actor):
        offered[offer.organisation_id][offer.capability] += offer.quantity
    text = io.StringIO(BYTE_ORDER_MARK)
    text.seek(0, io.SEEK_END)
    table = csv.writer(text, delimiter=";", lineterminator="\r\n")
    table.writerow(_headings())
    for organisation in organisations:
        quantities = offered[organisation.id]
        table.writerow(_safe([*_facts(organisation), *(quantities.get(capability, "") for capability in Capability)]))
    return text.getvalue()


def _headings() -> list[str]:
    facts = [
        _("Name"),
        _("Kind"),
        _("Legal form"),
        _("Enterprise number"),
        _("Street and number"),
        _("Postcode"),
        _("Locality"),
        _("Area"),
        _("Workers"),
        _("Sectors and experience"),
    ]
    return facts + [f"{CAPABILITY_LABELS[capability]} ({CAPABILITY_UNITS[capability]})" for capability in Capability]


def _facts(organisation: Organisation) -> list[object]:
    place = organisation.locality
    return [
        organisation.name,
        kind_label(organisation.kind),
        legal_form_label(organisation.legal_form) if organisation.legal_form else "",
        bce(organisation.bce) if organisation.bce else "",
        organisation.address,
        place.postal_code,
        place.name,
        area_label(place.area),
        "" if organisation.headcount is None else organisation.headcount,
        ", ".join(f"{sector_label(entry.sector)} ({entry.since_year})" for entry in organisation.experiences),
    ]


def _safe(cells: Iterable[object]) -> list[object]:
    """A text that a spreadsheet would take for a formula is quoted."""
    return [f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS) else cell for cell in cells]
