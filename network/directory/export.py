"""The directory as a table that a spreadsheet opens: only what the reader may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from flask_babel import gettext as _

from network.actors import Actor
from network.files.spreadsheets import csv_bytes
from network.organisations.labels import kind_label, legal_form_label, sector_label
from network.organisations.models import Organisation
from network.places.areas import area_label
from network.resources.labels import CAPABILITY_LABELS, CAPABILITY_UNITS
from network.resources.models import Capability, Offer
from network.resources.queries import list_visible
from network.web.formats import bce


def directory_csv(organisations: Sequence[Organisation], actor: Actor) -> bytes:
    """One row an organisation: its facts, then the sum of what it offers the reader, a column a capability."""
    offered: dict[int, dict[Capability, int]] = defaultdict(lambda: defaultdict(int))
    for offer in list_visible(Offer, [organisation.id for organisation in organisations], actor):
        offered[offer.organisation_id][offer.capability] += offer.quantity
    rows = (
        [*_facts(organisation), *(offered[organisation.id].get(capability) for capability in Capability)]
        for organisation in organisations
    )
    return csv_bytes(_headings(), rows)


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


def _facts(organisation: Organisation) -> list[str | int | None]:
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
        organisation.headcount,
        ", ".join(f"{sector_label(entry.sector)} ({entry.since_year})" for entry in organisation.experiences),
    ]
