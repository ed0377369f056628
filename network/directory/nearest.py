"""The directory from a place: the organisations of a query by the nearest of their sites, the seat included.

How many stand at each locality says which localities a page needs: nobody else is read or sorted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from network.database import read
from network.directory.rows import listed
from network.organisations.models import Organisation, Site
from network.places.models import Locality
from network.places.nearness import list_nearest, ranked
from network.web.pagination import PAGE_SIZE, Page, clamp


class NearerSite(NamedTuple):
    """A site that is nearer than the seat of its organisation, and where both are."""

    id: int
    locality_id: int
    seat_id: int


def page_of_nearest(
    query: sa.Select[Any], place: Locality, km: int | None, number: int, size: int = PAGE_SIZE
) -> tuple[Page, dict[int, int]]:
    """A page of the organisations within reach, as `listed`, the nearest first, then by name; and for those of them
    that have a site nearer than their seat, the nearest one, {organisation id: site id}. Three queries."""
    query = query.order_by(None)
    nearest = list_nearest(place, km)
    ranks, around = _ranks(nearest), sa.select(ranked(nearest).c.id)
    sites = _nearer_sites(query.where(Site.locality_id.in_(around)), ranks)
    standing = _standing(query.where(Organisation.locality_id.in_(around)), sites)
    total = sum(standing.values())
    number = clamp(number, total, size)
    start = (number - 1) * size
    needed, before = _needed(((one, standing[one]) for one in ranks if standing[one]), start, start + size)
    rows = _rows_at(query, needed, sites)
    rows.sort(key=lambda row: (ranks[_nearest_of(row, sites)], row.search_text, row.id))
    rows = rows[start - before : start - before + size]
    return Page(rows, number, total, size), {row.id: sites[row.id].id for row in rows if row.id in sites}


def sort_by_nearness(organisations: Collection[Organisation], place: Locality) -> list[Organisation]:
    """These organisations in the same order."""
    ranks = _ranks(list_nearest(place))

    def order(organisation: Organisation) -> tuple[int, str, int]:
        sites = (ranks[site.locality_id] for site in organisation.sites)
        return min([ranks[organisation.locality_id], *sites]), organisation.search_text, organisation.id

    return sorted(organisations, key=order)


def _ranks(locality_ids: Iterable[int]) -> dict[int, int]:
    return {locality_id: rank for rank, locality_id in enumerate(locality_ids)}


def _nearer_sites(around: sa.Select[Any], ranks: Mapping[int, int]) -> dict[int, NearerSite]:
    """By organisation the nearest of its sites within reach, where that is nearer than its seat."""
    columns = (Organisation.id, Site.id, Site.locality_id, Organisation.locality_id)
    sites = around.join(Site, Site.organisation_id == Organisation.id).with_only_columns(*columns).order_by(Site.id)
    nearest: dict[int, NearerSite] = {}
    for organisation_id, *site in read(sites):
        found = NearerSite(*site)
        best = nearest[organisation_id].locality_id if organisation_id in nearest else found.seat_id
        if ranks[found.locality_id] < ranks.get(best, len(ranks)):
            nearest[organisation_id] = found
    return nearest


def _standing(around: sa.Select[Any], sites: Mapping[int, NearerSite]) -> Counter[int]:
    """How many organisations have their nearest site at each locality, {locality id: number}."""
    counted = around.with_only_columns(Organisation.locality_id, sa.func.count()).group_by(Organisation.locality_id)
    standing = Counter(dict(map(tuple, read(counted))))
    for site in sites.values():
        standing[site.locality_id] += 1
        if site.seat_id in standing:
            standing[site.seat_id] -= 1
    return standing


def _needed(standing: Iterator[tuple[int, int]], start: int, end: int) -> tuple[list[int], int]:
    """The localities whose organisations hold the rows `start` to `end`, and how many rows stand before theirs."""
    needed, passed, before = [], 0, 0
    for locality_id, count in standing:
        if passed + count <= start:
            before += count
        elif passed < end:
            needed.append(locality_id)
        else:
            break
        passed += count
    return needed, before


def _rows_at(query: sa.Select[Any], locality_ids: Sequence[int], sites: Mapping[int, NearerSite]) -> list[Any]:
    """Those whose nearest site is at one of these localities."""
    moved = [organisation_id for organisation_id, site in sites.items() if site.locality_id in locality_ids]
    there = sa.or_(Organisation.locality_id.in_(locality_ids), Organisation.id.in_(moved))
    found = read(listed(query.where(there)).add_columns(Organisation.locality_id, Organisation.search_text))
    return [row for row in found if _nearest_of(row, sites) in locality_ids]


def _nearest_of(row: Any, sites: Mapping[int, NearerSite]) -> int:
    """The locality of its nearest site."""
    return sites[row.id].locality_id if row.id in sites else row.locality_id
