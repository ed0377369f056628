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
from network.organisations.models import Organisation, Site
from network.organisations.queries import list_sectors
from network.places.models import Locality
from network.resources.labels import capability_amount
from network.resources.models import Offer
from network.web.formats import distance, number

# What a row and a point say: the rest of an organisation, its text above all, stays in the database.
LISTED_COLUMNS = (
    load_only(Organisation.name, Organisation.kind, Organisation.headcount),
    joinedload(Organisation.locality).load_only(Locality.postal_code, Locality.name, Locality.lat, Locality.lon),
)
# Where distances are shown, as well.
SITES = selectinload(Organisation.sites).load_only(Site.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An organisation as the list says it: `place` is its seat, `site` which other site is the nearest, if one is."""

    id: int
    name: str
    url: str
    kind: str
    place: str
    site: str
    distance: str
    workers: str
    sectors: str
    offers: str


def list_rows(
    organisations: Sequence[Organisation], offers: Iterable[Offer], *, place: Locality | None = None
) -> list[Row]:
    """A row an organisation; `offers` are those that the reader may see, distances are from the `place`, if any."""
    kind, sector, amount, figure = cache(kind_label), cache(sector_label), cache(capability_amount), cache(number)
    sectors = list_sectors([organisation.id for organisation in organisations])
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
            site=f"{site.name}, {site.locality}" if (site := nearest_site(organisation, place)) else "",
            distance=distance(metres(place, (site or organisation).locality)) if place else "",
            workers="–" if organisation.headcount is None else figure(organisation.headcount),
            sectors=", ".join(sector(code) for code in sectors[organisation.id]),
            offers=" · ".join(amounts[organisation.id]),
        )
        for organisation in organisations
    ]


def nearest_site(organisation: Organisation, place: Locality | None) -> Site | None:
    """The site that is nearer to the place than the seat and all other sites, if one is."""
    if place is None or not organisation.sites:
        return None
    nearest = min(organisation.sites, key=lambda site: metres(place, site.locality))
    is_nearer = metres(place, nearest.locality) < metres(place, organisation.locality)
    return nearest if is_nearer else None


def point(
    organisation: Organisation,
    *,
    detail: str,
    url: str | None = None,
    state: str = "possible",
    site: Site | None = None,
) -> dict[str, Any]:
    """The organisation as the map takes it, at its seat or at one of its sites."""
    place = (site or organisation).locality
    return {
        "id": f"site-{site.id}" if site else organisation.id,
        "lat": place.lat,
        "lon": place.lon,
        "label": organisation.name,
        "state": state,
        "detail": detail,
        "url": url,
    }


def points_of(organisation: Organisation) -> list[dict[str, Any]]:
    """The seat, then the other sites, as the map of a sheet takes them."""
    seat = point(organisation, state="lead", detail=str(organisation.locality))
    beside = [point(organisation, detail=f"{site.name}, {site.locality}", site=site) for site in organisation.sites]
    return [seat, *beside]
