"""The problem of exchange: what organisations can spare, what others need, where and when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from network.matching.problem import Node

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

KIND = "exchange"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """So much of a category at a place, in degrees, on every day of a period; days are counted as `date.toordinal`."""

    id: str
    category: str
    quantity: int
    lat: float
    lon: float
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """So much of a category on every day of a period, from within `max_km` (None: any); in part if `splittable`."""

    id: str
    category: str
    quantity: int
    lat: float
    lon: float
    first: int
    last: int
    priority: int = 1
    max_km: int | None = None
    splittable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """A need that an offer serves, with so much."""

    offer: str
    need: str
    quantity: int

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"offer": self.offer, "need": self.need, "quantity": self.quantity}


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Offers and needs in the order of the file; `incompatible` are pairs (offer, need) that may not meet.

    `keep` are allocations that must stand, `previous` those of an earlier solution, to start from; with `stay` as many
    of them as possible stand again.
    """

    offers: tuple[Offer, ...]
    needs: tuple[Need, ...]
    incompatible: frozenset[tuple[str, str]] = frozenset()
    keep: tuple[Allocation, ...] = ()
    previous: tuple[Allocation, ...] = ()
    stay: bool = False

    @cached_property
    def offer_by_id(self) -> dict[str, Offer]:
        """The offers by id."""
        return {offer.id: offer for offer in self.offers}

    @cached_property
    def need_by_id(self) -> dict[str, Need]:
        """The needs by id."""
        return {need.id: need for need in self.needs}


def read_problem(data: Any) -> Problem:
    """The problem of parsed JSON data; the format is in `docs/models/exchange.md`.

    Raises
    ------
    ProblemError
        At the first place that breaks the format.
    """
    root = Node(data)
    root.object().at("kind").choice((KIND,))
    root.fields("kind", "offers", "needs", "incompatible", "keep", "previous", "stay")
    offers: dict[str, Offer] = {}
    for row in root.at("offers").items():
        _add(row, offers, _read_offer(row))
    needs: dict[str, Need] = {}
    for row in root.at("needs").items():
        _add(row, needs, _read_need(row))
    stay = root.at("stay").flag(default=False)
    if stay and not root.at("previous").given:
        root.at("stay").fail("needs a previous solution")
    return Problem(
        offers=tuple(offers.values()),
        needs=tuple(needs.values()),
        incompatible=frozenset(_read_pair(row, offers, needs) for row in root.at("incompatible").items()),
        keep=_distinct(
            (row, _read_allocation(row, offers, needs)) for row in root.at("keep").parts("allocations").items()
        ),
        previous=_read_previous(root.at("previous"), offers, needs),
        stay=stay,
    )


def _add(node: Node, rows: dict[str, Any], row: Offer | Need) -> None:
    if row.id in rows:
        node.at("id").fail("is given twice")
    rows[row.id] = row


def _read_offer(node: Node) -> Offer:
    node.fields("id", "category", "quantity", "lat", "lon", "from", "until")
    return Offer(**_read_common(node))


def _read_need(node: Node) -> Need:
    node.fields("id", "category", "quantity", "lat", "lon", "from", "until", "priority", "max_km", "splittable")
    return Need(
        **_read_common(node),
        priority=node.at("priority").whole(default=1),
        max_km=node.at("max_km").whole(default=None),
        splittable=node.at("splittable").flag(default=False),
    )


def _read_common(node: Node) -> dict[str, Any]:
    first, last = _read_day(node.at("from")), _read_day(node.at("until"))
    if last < first:
        node.at("until").fail("is before the first day")
    return {
        "id": node.at("id").text(),
        "category": node.at("category").text(),
        "quantity": node.at("quantity").whole(least=1),
        "lat": node.at("lat").number(-90, 90),
        "lon": node.at("lon").number(-180, 180),
        "first": first,
        "last": last,
    }


def _read_day(node: Node) -> int:
    text = node.text()
    try:
        return date.fromisoformat(text if _DAY.match(text) else "").toordinal()
    except ValueError:
        node.fail("must be a day such as 2026-03-31")


def _read_pair(node: Node, offers: Collection[str], needs: Collection[str]) -> tuple[str, str]:
    offer, need = node.tuple_of(2, "an offer and a need")
    return offer.reference(offers), need.reference(needs)


def _read_allocation(node: Node, offers: Collection[str], needs: Collection[str]) -> Allocation:
    node.fields("offer", "need", "quantity")
    return Allocation(
        offer=node.at("offer").reference(offers),
        need=node.at("need").reference(needs),
        quantity=node.at("quantity").whole(least=1),
    )


def _distinct(rows: Any) -> tuple[Allocation, ...]:
    found: dict[tuple[str, str], Allocation] = {}
    for node, row in rows:
        if (row.offer, row.need) in found:
            node.fail("is given twice")
        found[row.offer, row.need] = row
    return tuple(found.values())


def _read_previous(node: Node, offers: Mapping[str, Offer], needs: Mapping[str, Need]) -> tuple[Allocation, ...]:
    """The allocations of the earlier solution whose offer and need are still there."""
    if not node.given:
        return ()
    rows = node.object().at("allocations").items()
    there = [row for row in rows if row.at("offer").text() in offers and row.at("need").text() in needs]
    return _distinct((row, _read_allocation(row, offers, needs)) for row in there)
