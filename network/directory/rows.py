"""The rows of the list and the points of its map, in words; a word is looked up once a page, not once a row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import aliased

from network.actors import Actor
from network.database import read
from network.distance import metres
from network.organisations.labels import kind_label, sector_label
from network.organisations.models import Organisation, Site
from network.organisations.queries import BY_NAME, list_sectors
from network.places.models import Locality
from network.places.queries import place_columns
from network.resources.labels import amount_of
from network.resources.queries import list_visible_amounts
from network.web.addresses import addresses_of
from network.web.formats import distance, number

SEAT = aliased(Locality)
AT_SEAT = SEAT.id == Organisation.locality_id
LISTED = (Organisation.id, Organisation.name, Organisation.kind, Organisation.headcount, *place_columns(SEAT))


NO_SITES: Mapping[int, int] = {}


class Spot(NamedTuple):
    """A point, in degrees."""

    lat: float
    lon: float


class Row(NamedTuple):
    """An organisation as the list says it: `place` is its seat, `site` which other site is the nearest, if one is;
    `point` is the nearest of them, as the map takes it."""

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
    point: dict[str, Any]


def listed(organisations: sa.Select[Any]) -> sa.Select[Any]:
    """What the list says of the organisations of a query, by name: the rest of them, their text above all, is not
    read."""
    found = organisations.with_only_columns(Organisation.id)
    return sa.select(*LISTED).join(SEAT, AT_SEAT).where(Organisation.id.in_(found)).order_by(*BY_NAME)


def list_rows(
    organisations: Sequence[Any],
    actor: Actor,
    *,
    place: Locality | None = None,
    site_ids: Mapping[int, int] = NO_SITES,
) -> list[Row]:
    """A row for each of the organisations `listed`, with those of its offers that the actor may see; distances are
    from the `place`, if any, to the seat or else the site of `site_ids`, {organisation id: site id}."""
    ids = [organisation.id for organisation in organisations]
    sites = _list_sites(site_ids.values())
    sectors, offers = _sectors_of(ids), _offers_of(ids, actor)
    kind_of, figure, away = cache(kind_label), cache(number), _away_from(place)
    address = addresses_of("directory.organisation", "organisation_id")
    rows = []
    for organisation_id, name, a_kind, headcount, lat, lon, seat, *_rest in organisations:
        kind, url, spot, beside = kind_of(a_kind), address(organisation_id), organisation_id, ""
        if organisation_id in sites:
            site = sites[organisation_id]
            spot, lat, lon, beside = f"site-{site.id}", site.lat, site.lon, f"{site.name}, {site.place}"
        row = Row(
            id=organisation_id,
            name=name,
            url=url,
            kind=kind,
            place=seat,
            site=beside,
            distance=away(lat, lon),
            workers="" if headcount is None else figure(headcount),
            sectors=", ".join(sectors[organisation_id]),
            offers=" · ".join(offers[organisation_id]),
            point={
                "id": spot,
                "lat": lat,
                "lon": lon,
                "label": name,
                "state": "possible",
                "detail": f"{kind}, {beside or seat}",
                "url": url,
            },
        )
        rows.append(row)
    return rows


def rows_of(organisation_ids: Sequence[int], actor: Actor) -> list[Row]:
    """The rows of these organisations, in this order."""
    query = listed(sa.select(Organisation).where(Organisation.id.in_(organisation_ids)))
    rows = {row.id: row for row in list_rows(read(query), actor)}
    return [rows[organisation_id] for organisation_id in organisation_ids]


def _sectors_of(organisation_ids: Collection[int]) -> dict[int, list[str]]:
    label = cache(sector_label)
    sectors = list_sectors(organisation_ids)
    return defaultdict(list, {one: [label(sector) for sector in theirs] for one, theirs in sectors.items()})


def _offers_of(organisation_ids: Collection[int], actor: Actor) -> dict[int, list[str]]:
    amount = cache(amount_of)
    offers: dict[int, list[str]] = defaultdict(list)
    for organisation_id, capability, quantity in list_visible_amounts(organisation_ids, actor):
        offers[organisation_id].append(amount(capability, quantity))
    return offers


def _away_from(place: Locality | None) -> Callable[[float, float], str]:
    """How far from the place a spot is, « à 12 km », once for all who stand there; nothing without a place."""

    @cache
    def away(lat: float, lon: float) -> str:
        return _("%(km)s away", km=distance(metres(place, Spot(lat, lon)))) if place else ""

    return away


def _list_sites(site_ids: Collection[int]) -> dict[int, Any]:
    """These sites by their organisation."""
    if not site_ids:
        return {}
    query = sa.select(Site.organisation_id, Site.id, Site.name, *place_columns(Locality)).join(Site.locality)
    return {site.organisation_id: site for site in read(query.where(Site.id.in_(site_ids)))}


def point(
    organisation: Organisation, *, detail: str, state: str = "possible", site: Site | None = None
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
        "url": None,
    }


def points_of(organisation: Organisation) -> list[dict[str, Any]]:
    """The seat, then the other sites, as the map of a sheet takes them."""
    seat = point(organisation, state="lead", detail=str(organisation.locality))
    beside = [point(organisation, detail=f"{site.name}, {site.locality}", site=site) for site in organisation.sites]
    return [seat, *beside]
