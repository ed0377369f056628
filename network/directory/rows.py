"""The rows of the list and the points of its map, in words; a word is looked up once a page, not once a row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import url_for
from sqlalchemy.orm import joinedload, load_only, selectinload

from network.distance import metres
from network.organisations.labels import kind_label, sector_label
from network.organisations.models import Experience, Organisation
from network.places.models import Locality
from network.resources.labels import capability_amount
from network.resources.models import Offer
from network.web.formats import distance, number

# What a row and a point say: the rest of an organisation, its text above all, stays in the database.
LISTED_COLUMNS = (
    load_only(Organisation.name, Organisation.kind, Organisation.headcount),
    joinedload(Organisation.locality).load_only(Locality.postal_code, Locality.name, Locality.lat, Locality.lon),
    selectinload(Organisation.experiences).load_only(Experience.sector),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An organisation as the list says it."""

    id: int
    name: str
    url: str
    kind: str
    place: str
    distance: str
    workers: str
    sectors: str
    offers: str


def list_rows(
    organisations: Sequence[Organisation], offers: Iterable[Offer], *, place: Locality | None = None
) -> list[Row]:
    """A row an organisation; `offers` are those that the reader may see, distances are from the `place`, if any."""
    kind, sector, amount, figure = cache(kind_label), cache(sector_label), cache(capability_amount), cache(number)
    amounts: dict[int, list[str]] = defaultdict(list)
    for offer in offers:
        amounts[offer.organisation_id].append(amount(offer.capability, offer.quantity))
    return [
        Row(
            id=organisation.id,
            name=organisation.name,
            url=url_for("directory.organisation", organisation_id=organisation.id),
            kind=kind(organisation.kind),
            place=str(organisation.locality),
            distance=distance(metres(place, organisation.locality)) if place else "",
            workers="–" if organisation.headcount is None else figure(organisation.headcount),
            sectors=", ".join(sector(experience.sector) for experience in organisation.experiences),
            offers=" · ".join(amounts[organisation.id]),
        )
        for organisation in organisations
    ]


def point(
    organisation: Organisation, *, detail: str, url: str | None = None, state: str = "possible"
) -> dict[str, Any]:
    """The organisation as the map takes it."""
    place = organisation.locality
    return {
        "id": organisation.id,
        "lat": place.lat,
        "lon": place.lon,
        "label": organisation.name,
        "state": state,
        "detail": detail,
        "url": url,
    }
