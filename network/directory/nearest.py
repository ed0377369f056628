"""The directory from a place: the organisations of a query by the nearest of their sites, the seat included.

How many stand at each locality says which localities a page needs: nobody else is read or sorted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from network.database import read
from network.directory.rows import listed
from network.organisations.models import Organisation, Site
from network.places.models import Locality
from network.places.nearness import list_nearest, ranked_later, written
from network.web.pagination import PAGE_SIZE, Page, clamp


class NearerSite(NamedTuple):
    """A site that is nearer than the seat of its organisation, and where both are."""

    id: int
    locality_id: int
    seat_id: int


class Questions(NamedTuple):
    """What is asked of a query: the sites and the seats at the localities `ids`, and who has the seat at those that are
    `needed` or is among the `moved`."""

    sites: sa.Executable
    seats: sa.Executable
    rows: sa.Executable


def page_of_nearest(
    query: sa.Select[Any], place: Locality, km: int | None, number: int, size: int = PAGE_SIZE
) -> tuple[Page, dict[int, int]]:
    """A page of the organisations within reach, as `listed`, the nearest first, then by name; and for those of them
    that have a site nearer than their seat, the nearest one, {organisation id: site id}. Three queries."""
    questions, nearest = _questions(query), list_nearest(place, km)
    around, ranks = {"ids": written(nearest)}, _ranks(nearest)
    sites = _nearer_sites(read(questions.sites, around), ranks)
    standing = _standing(read(questions.seats, around), sites)
    total = sum(standing.values())
    number = clamp(number, total, size)
    start = (number - 1) * size
    needed, before = _needed(((one, standing[one]) for one in nearest if one in standing), start, start + size)
    rows = _list_at(needed, sites, questions.rows)[start - before : start - before + size]
    return Page(rows, number, total, size), {row.id: sites[row.id].id for row in rows if row.id in sites}


def sort_by_nearness(organisations: Collection[Organisation], place: Locality) -> list[Organisation]:
    """These organisations in the same order."""
    ranks = _ranks(list_nearest(place))

    def order(organisation: Organisation) -> tuple[int, str, int]:
        sites = (ranks[site.locality_id] for site in organisation.sites)
        return min([ranks[organisation.locality_id], *sites]), organisation.search_text, organisation.id

    return sorted(organisations, key=order)


@lru_cache(maxsize=256)
def _questions(query: sa.Select[Any]) -> Questions:
    """Put together once for a query, whatever the place."""
    query, around = query.order_by(None), sa.select(ranked_later().c.id)
    seat = Organisation.locality_id
    sites = query.join(Site, Site.organisation_id == Organisation.id).where(Site.locality_id.in_(around))
    seats = query.where(seat.in_(around)).group_by(seat)
    is_there = sa.or_(seat.in_(sa.bindparam("needed")), Organisation.id.in_(sa.bindparam("moved")))
    return Questions(
        sites=sites.with_only_columns(Organisation.id, Site.id, Site.locality_id, seat).order_by(Site.id),
        seats=seats.with_only_columns(seat, sa.func.count()),
        rows=listed(query.where(is_there)).add_columns(seat, Organisation.search_text),
    )


def _ranks(locality_ids: Iterable[int]) -> dict[int, int]:
    return {locality_id: rank for rank, locality_id in enumerate(locality_ids)}


def _nearer_sites(found: Iterable[Sequence[int]], ranks: Mapping[int, int]) -> dict[int, NearerSite]:
    """By organisation the nearest of its sites within reach, where that is nearer than its seat."""
    nearest: dict[int, NearerSite] = {}
    for organisation_id, *columns in found:
        site = NearerSite(*columns)
        best = nearest[organisation_id].locality_id if organisation_id in nearest else site.seat_id
        if ranks[site.locality_id] < ranks.get(best, len(ranks)):
            nearest[organisation_id] = site
    return nearest


def _standing(seats: Iterable[Any], sites: Mapping[int, NearerSite]) -> Counter[int]:
    """How many organisations have their nearest site at each locality, {locality id: number}."""
    standing: Counter[int] = Counter(dict(seats))
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


def _list_at(needed: Sequence[int], sites: Mapping[int, NearerSite], question: sa.Executable) -> list[Any]:
    """Those whose nearest site is at one of these localities, in their order, then by name."""
    order = _ranks(needed)
    moved = [organisation_id for organisation_id, site in sites.items() if site.locality_id in order]
    found = []
    for row in read(question, {"needed": needed, "moved": moved}):
        organisation_id, *_listed, seat_id, name = row
        nearest = sites[organisation_id].locality_id if organisation_id in sites else seat_id
        if nearest in order:
            found.append((order[nearest], name, organisation_id, row))
    return [row for *_order, row in sorted(found)]
