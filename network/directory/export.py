"""The directory as a table that a spreadsheet opens: only what the reader may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from flask_babel import gettext as _

from network.actors import Actor
from network.files.spreadsheets import csv_bytes
from network.organisations.labels import basis_label, kind_label, language_label, legal_form_label, sector_label
from network.organisations.models import Experience, Organisation, Site
from network.places.areas import area_label
from network.resources.labels import CAPABILITY_CHOICES
from network.resources.models import Capability, Offer
from network.resources.queries import list_visible
from network.web.formats import bce, hundredths


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
        _("Full-time equivalents"),
        _("Counted on"),
        _("Where the count comes from"),
        _("Languages"),
        _("Sectors and experience"),
        _("Other sites"),
    ]
    return facts + [str(CAPABILITY_CHOICES[capability]) for capability in Capability]


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
        hundredths(organisation.fte) if organisation.fte is not None else "",
        organisation.counted_on.isoformat() if organisation.counted_on else "",
        basis_label(organisation.count_basis) if organisation.count_basis else "",
        "; ".join(language_label(language) for language in organisation.languages),
        "; ".join(_experience(entry) for entry in organisation.experiences),
        "; ".join(_site(site) for site in organisation.sites),
    ]


def _experience(entry: Experience) -> str:
    """« Bois (2015) – Label PEFC », as an import reads it."""
    said = f"{sector_label(entry.sector)} ({entry.since_year})"
    return f"{said} – {entry.evidence.replace(';', ',')}" if entry.evidence else said


def _site(site: Site) -> str:
    """« Dépôt, 5590 Ciney, Rue du Four 2 », as an import reads it."""
    return ", ".join(part for part in (site.name, str(site.locality), site.address) if part)
