"""The ground a search stands on: which offer can serve which need, and the days on which an offer may be full."""

from __future__ import annotations

from dataclasses import dataclass
from operator import mul
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from network.matching.distance import EARTH_RADIUS_KM
from network.matching.metres import Places, metres_between

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from network.matching.exchange.problem import Need, Offer, Problem

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Truth = NDArray[np.bool_]

SAFE = 2.0**62
PAIRS_AT_ONCE = 500_000
LOOKED_AT = 2
"""Times the links that are kept of a need: so many roughly nearest offers, if there are more that fit."""
FINE = 1e13
"""The parts of 1 that tell rough distances apart by the cosines of their angles."""
ROUNDING_KM = 0.01
"""By which the rough distance of two points may differ from the exact one."""


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Needs and the links that can serve them, sorted by need, then offer.

    `offer`, `need`, `metres` have an entry a link; `first`, `last` say in which slots of its offer the need is served.
    A slot is a set of needs of one offer that share a day and is contained in no other: only there can it be full.
    `room` is what each slot holds, `asked` and `worth` the quantity and the priority of each need; `splittable` says
    whether it may be served in part; `cut` whether links of it were left out to spare memory.
    """

    offer: Whole
    need: Whole
    metres: Whole
    first: Whole
    last: Whole
    room: Whole
    asked: Whole
    worth: Whole
    splittable: Truth
    cut: Truth

    def in_slots(self, links: Whole) -> tuple[Whole, Whole]:
        """Each slot in which some links are served: the place among them, and the slot."""
        length = self.last[links] - self.first[links] + 1
        place = np.repeat(np.arange(len(links)), length)
        start = np.cumsum(length) - length
        return place, self.first[links][place] + np.arange(len(place)) - start[place]

    def used(self, amounts: Whole) -> Whole:
        """What some amounts of the links take up in each slot."""
        links = np.flatnonzero(amounts)
        place, slot = self.in_slots(links)
        used = np.zeros(len(self.room), dtype=np.int64)
        np.add.at(used, slot, amounts[links][place])
        return used

    def served(self, amounts: Whole) -> Whole:
        """What each need gets."""
        served = np.zeros(len(self.asked), dtype=np.int64)
        np.add.at(served, self.need, amounts)
        return served


def ground_of(problem: Problem, most: int) -> Ground:
    """The ground of a problem; the nearest links of each need if there are more than about `most`."""
    categories = sorted({need.category for need in problem.needs})
    found = [_of_category(problem, category, most) for category in categories]
    table = np.concatenate([np.zeros((3, 0), dtype=np.int64), *(part for part, _ in found)], axis=1)
    cut = np.zeros(len(problem.needs), dtype=bool)
    for _, needs in found:
        cut[needs] = True
    table = table[:, ~_incompatible(problem, table[0], table[1])]
    offer, need, metres = table[:, np.lexsort((table[0], table[1]))]
    first, last, slot_offer = _slots(problem, offer, need)
    return Ground(
        offer, need, metres, first, last, _whole(row.quantity for row in problem.offers)[slot_offer],
        _whole(row.quantity for row in problem.needs), _whole(row.priority for row in problem.needs),
        np.array([row.splittable for row in problem.needs], dtype=bool), cut,
    )  # fmt: skip


def dot(first: Whole, second: Whole) -> int:
    """The sum of products, also where it is beyond 64 bits."""
    if float(np.abs(first).astype(float) @ np.abs(second)) < SAFE:
        return int(first @ second)
    return sum(map(mul, first.tolist(), second.tolist()))


def _whole(values: Iterable[int]) -> Whole:
    return np.array(list(values), dtype=np.int64)


def _of_category(problem: Problem, category: str, most: int) -> tuple[Whole, list[int]]:
    """(3, links) offer, need and metres, and the needs of which some were left out."""
    offers = np.array([k for k, offer in enumerate(problem.offers) if offer.category == category], dtype=np.int64)
    needs = np.array([k for k, need in enumerate(problem.needs) if need.category == category], dtype=np.int64)
    each = max(1, most // len(problem.needs))
    tables, cut = [np.zeros((3, 0), dtype=np.int64)], list[int]()
    given = _pairs(problem, [(row.offer, row.need) for row in (*problem.keep, *problem.previous)])
    chunk = max(1, PAIRS_AT_ONCE // max(1, len(offers)))
    pairs = _Pairs(problem, offers, LOOKED_AT * each, given)
    for start in range(0, len(needs), chunk):
        table, too_many = _nearest(pairs.near(needs[start : start + chunk]), each, given)
        tables.append(table)
        cut += too_many
    return np.concatenate(tables, axis=1), [*cut, *pairs.cut]


class _Pairs:
    """The pairs of some offers with needs; of a need that has more than `most`, and is then in `cut`, only those given
    and the roughly nearest."""

    def __init__(self, problem: Problem, offers: Whole, most: int, given: Whole) -> None:
        self._problem, self._offers, self._most, self._given = problem, offers, most, given
        self._table = _table(problem.offers, offers)
        self.cut: list[int] = []
        self._all = Places(problem.needs), Places(problem.offers)

    def near(self, needs: Whole) -> Whole:
        """(3, links) those that hold place, period and quantity, sorted by need, with their metres."""
        o, n, asking = self._table, _table(self._problem.needs, needs), [self._problem.needs[k] for k in needs]
        reach = np.array([np.inf if row.max_km is None else row.max_km for row in asking])
        chord = 2 * np.sin(np.minimum(np.pi, (reach + ROUNDING_KM) / EARTH_RADIUS_KM) / 2)
        whole = np.array([1 if row.splittable else row.quantity for row in asking])
        cosine = n["place"] @ o["place"].T
        fits = cosine >= (1 - chord**2 / 2)[:, None]
        fits &= (o["first"] <= n["first"][:, None]) & (n["last"][:, None] <= o["last"])
        fits &= whole[:, None] <= o["quantity"]
        self._thin_out(fits, cosine, needs)
        rows, columns = np.nonzero(fits)
        need, offer = needs[rows], self._offers[columns]
        metres = metres_between(*self._all, need, offer)
        near = metres <= 1000 * reach[rows]
        return np.stack([offer[near], need[near], metres[near]])

    def _thin_out(self, fits: Truth, cosine: Real, needs: Whole) -> None:
        """Leave `most` of each need, ties in the turns of `_nearest`, and what is given."""
        crowded = np.flatnonzero(fits.sum(axis=1) > self._most)
        if not len(crowded):
            return
        self.cut += needs[crowded].tolist()
        count = len(self._problem.offers)
        turn = self._offers / count - needs[crowded, None] / count
        turn -= np.floor(turn)
        far = np.where(fits[crowded], np.rint(FINE - FINE * cosine[crowded]) + turn, np.inf)
        left = far <= np.partition(far, self._most - 1, axis=1)[:, self._most - 1 : self._most]
        given = np.isin(self._given[1], needs[crowded]) & np.isin(self._given[0], self._offers)
        offer, need = self._given[:, given]
        left[np.searchsorted(needs[crowded], need), np.searchsorted(self._offers, offer)] = True
        fits[crowded] &= left


def _table(rows: Sequence[Offer | Need], which: Whole) -> dict[str, NDArray[Any]]:
    chosen = [rows[k] for k in which]
    lat, lon = np.radians([row.lat for row in chosen]), np.radians([row.lon for row in chosen])
    return {
        "place": np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1),
        "first": np.array([row.first for row in chosen]),
        "last": np.array([row.last for row in chosen]),
        "quantity": np.array([row.quantity for row in chosen]),
    }


def _nearest(table: Whole, each: int, given: Whole) -> tuple[Whole, list[int]]:
    """The nearest links of each need and those given, and the needs that have more.

    Of offers that are as near, each need begins with another one.
    """
    turn = (table[0] - table[1]) % (1 + table[0].max(initial=0))
    order = np.lexsort((turn, table[2], table[1]))
    needs = table[1, order]
    rank = np.arange(len(needs)) - np.searchsorted(needs, needs)
    left_out = (rank >= each) & ~_among(table[:2, order], given)
    return table[:, order[~left_out]], np.unique(needs[left_out]).tolist()


def _incompatible(problem: Problem, offer: Whole, need: Whole) -> Truth:
    """Which pairs may not meet."""
    return _among(np.stack([offer, need]), _pairs(problem, problem.incompatible))


def _pairs(problem: Problem, ids: Iterable[tuple[str, str]]) -> Whole:
    """(2, pairs) offers and needs by number."""
    offers = {row.id: k for k, row in enumerate(problem.offers)}
    needs = {row.id: k for k, row in enumerate(problem.needs)}
    return np.array([(offers[o], needs[n]) for o, n in ids], dtype=np.int64).reshape(-1, 2).T


def _among(pairs: Whole, given: Whole) -> Truth:
    """Which of some pairs are given."""
    scale = 1 + max(pairs[1].max(initial=0), given[1].max(initial=0))
    return np.isin(pairs[0] * scale + pairs[1], given[0] * scale + given[1])


def _slots(problem: Problem, offer: Whole, need: Whole) -> tuple[Whole, Whole, Whole]:
    """The first and last slot of each link, and the offer of each slot.

    On each offer's calendar, a slot is where a need begins and the next thing to happen is that one ends.
    """
    size = len(offer)
    first = np.array([row.first for row in problem.needs], dtype=np.int64)[need]
    last = np.array([row.last for row in problem.needs], dtype=np.int64)[need]
    ends = np.repeat([0, 1], size)
    order = np.lexsort((ends, np.concatenate([first, last]), np.tile(offer, 2)))
    is_end = ends[order] == 1
    mark = ~is_end & np.append(is_end[1:], True)
    before = np.empty(2 * size, dtype=np.int64)
    before[order] = np.cumsum(mark) - mark
    return before[:size], before[size:] - 1, offer[order % size][mark] if size else offer


def links_by_pair(problem: Problem, ground: Ground, pairs: Iterable[tuple[str, str]]) -> list[int | None]:
    """The link of each (offer, need); None where there is none."""
    offers, needs = _pairs(problem, pairs)
    keys = ground.need * len(problem.offers) + ground.offer
    wanted = needs * len(problem.offers) + offers
    places = np.searchsorted(keys, wanted).tolist()
    there = [place < len(keys) and keys[place] == key for place, key in zip(places, wanted.tolist(), strict=True)]
    return [place if found else None for place, found in zip(places, there, strict=True)]
