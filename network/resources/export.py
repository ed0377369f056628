"""Offers or needs as a table that a spreadsheet opens: only what the reader may see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _

from network.files.spreadsheets import csv_bytes
from network.places.areas import area_label
from network.resources.labels import capability_label, capability_unit, conditions_label, frame_label
from network.resources.models import Need, Offer


def resources_csv(resources: Sequence[Offer | Need]) -> bytes:
    """One row an offer or a need."""
    return csv_bytes(_headings(), (_cells(resource) for resource in resources))


def _headings() -> list[str]:
    return [
        _("What"),
        _("Quantity"),
        _("Unit"),
        _("In a few words"),
        _("Legal frame"),
        _("Conditions"),
        _("Organisation"),
        _("Postcode"),
        _("Locality"),
        _("Area"),
        _("Within (km)"),
        _("From"),
        _("Until"),
    ]


def _cells(resource: Offer | Need) -> list[str | int | date | None]:
    place = resource.locality
    return [
        capability_label(resource.capability),
        resource.quantity,
        capability_unit(resource.capability),
        resource.details,
        frame_label(resource.frame) if resource.frame else "",
        conditions_label(resource) if isinstance(resource, Offer) else "",
        resource.organisation.name,
        place.postal_code,
        place.name,
        area_label(place.area),
        resource.within_km if isinstance(resource, Need) else None,
        resource.from_day,
        resource.until_day,
    ]
