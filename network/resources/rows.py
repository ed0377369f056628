"""The rows of the list and the points of its map, in words; a word is looked up once a page, not once a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, partial
from typing import Any, NamedTuple

import sqlalchemy as sa
from flask_babel import gettext as _

from network.distance import metres
from network.organisations.models import Organisation
from network.places.models import Locality
from network.places.queries import place_columns
from network.resources.labels import (
    amount_of,
    capability_icon,
    capability_label,
    frame_label,
    title_of,
    when_of,
    where_of,
)
from network.resources.models import RESOURCES, Need, Offer, Way
from network.web.addresses import addresses_of
from network.web.formats import distance

Point = tuple[tuple[int, int], dict[str, Any]]


class Row(NamedTuple):
    """An offer or a need as the list says it, and its `point` before `merged`."""

    url: str
    icon: str
    kind: str
    title: str
    frame: str
    organisation: str
    where: str
    distance: str
    when: str
    point: Point


def _listed(model: type[Offer | Need], resources: sa.Select[Any]) -> sa.Select[Any]:
    """What the list says of the resources of a query, in its order: read once they are sorted, for it would be sorted
    along."""
    found = resources.with_only_columns(model.id, resources.selected_columns["rank"]).subquery()
    whose: tuple[Any, ...] = model.id, model.organisation_id, model.locality_id, Organisation.name
    what: tuple[Any, ...] = model.capability, model.quantity, model.details, model.frame
    within_km = Need.within_km if model is Need else sa.null().label("within_km")
    when: tuple[Any, ...] = model.from_day, model.until_day
    query = sa.select(*whose, *what, within_km, *when, *place_columns(Locality))
    query = query.join(found, found.c.id == model.id).join(model.organisation).join(model.locality)
    return query.order_by(found.c.rank, model.created_at.desc(), model.id.desc())


LISTED: dict[Way, Callable[[sa.Select[Any]], sa.Select[Any]]] = {
    way: partial(_listed, model) for way, model in RESOURCES.items()
}


def list_rows(resources: Iterable[Any], way: Way, *, place: Locality | None = None) -> list[Row]:
    """A row for each of the resources `LISTED`; distances are from the `place`, if any."""
    amount, where, when, away = cache(amount_of), cache(where_of), cache(when_of), cache(_away)
    icon, kind, frame = cache(capability_icon), cache(capability_label), cache(frame_label)
    address = addresses_of("resources.resource", "resource_id", way=way)
    rows = []
    for one in resources:
        url, how_much = address(one.id), amount(one.capability, one.quantity)
        row = Row(
            url=url,
            icon=icon(one.capability),
            kind=kind(one.capability),
            title=title_of(how_much, one.details),
            frame=frame(one.frame) if one.frame else "",
            organisation=one.name,
            where=where(one.place, one.within_km),
            distance=away(round(metres(place, one) / 1000)) if place else "",
            when=when(one.from_day, one.until_day),
            point=point(one, way, lat=one.lat, lon=one.lon, label=one.name, detail=how_much, url=url),
        )
        rows.append(row)
    return rows


def point(resource: Any, way: Way, *, state: str = "possible", **words: Any) -> Point:
    """An offer or a need as the map takes it, with its organisation and its place."""
    return (resource.organisation_id, resource.locality_id), {"id": point_id(way, resource.id), "state": state, **words}


def point_id(way: Way, resource_id: int) -> str:
    """What the map calls it."""
    return f"{way}-{resource_id}"


def merged(points: Iterable[Point]) -> list[dict[str, Any]]:
    """A point for each organisation at each place, with all that stands there."""
    found: dict[tuple[int, int], dict[str, Any]] = {}
    for spot, one in points:
        if spot in found:
            found[spot]["detail"] += f", {one['detail']}"
        else:
            found[spot] = one
    return list(found.values())


def _away(km: int) -> str:
    """« à 12 km »."""
    return _("%(km)s away", km=distance(1000 * km))
