"""The ground a search stands on: the rules of a problem as arrays over its candidates.

Everything whole is kept whole in int64; the rows that prices are put on are scaled to about 1 and in doubles.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from network.matching.consortium import rules
from network.matching.consortium.remoteness import remoteness
from network.matching.distance import EARTH_RADIUS_KM, metres

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from network.matching.consortium.problem import Problem

    Whole = NDArray[np.int64]
    Real = NDArray[np.float64]
    Truth = NDArray[np.bool_]

DOUBT = 1e-6
"""Vectorised sines may be off in the last places: closer to a rounding edge than this, it is worked out again."""


class Ground:
    """Candidates by their index in the problem; n of them, m rows, a areas."""

    def __init__(self, problem: Problem, earlier: Iterable[tuple[str, ...]] = (), *, kept: int = 0) -> None:
        self.problem = problem
        self.n = len(problem.candidates)
        self.index = {candidate.id: i for i, candidate in enumerate(problem.candidates)}
        rows = rules.covering_rows(problem, earlier, kept=kept)
        self.cover: Whole = np.array([row.coefficients for row in rows], dtype=np.int64)
        self.least: Whole = np.array([row.least for row in rows], dtype=np.int64)
        self.most_partners = problem.most_partners
        self.asks: Whole = np.array([candidate.asks for candidate in problem.candidates], dtype=np.int64)
        self.budget = problem.call.budget_cap
        self._index_areas()

    def _index_areas(self) -> None:
        self.min_areas = self.problem.call.min_areas or 0
        areas = {area for candidate in self.problem.candidates for area in candidate.areas} if self.min_areas else ()
        held = [[area in candidate.areas for candidate in self.problem.candidates] for area in sorted(areas)]
        self.areas: Truth = np.array(held, dtype=bool).reshape(len(areas), self.n)

    @cached_property
    def usable(self) -> Truth:
        """(n) who may be a member: at odds with nobody who must be."""
        usable = np.array([rules.can_be_member(self.problem, c) for c in self.problem.candidates], dtype=bool)
        for a, b in self.foes:
            usable[b] &= a not in self.required
            usable[a] &= b not in self.required
        return usable

    @cached_property
    def leads(self) -> list[int]:
        """Who may lead."""
        return [
            i for i, c in enumerate(self.problem.candidates) if self.usable[i] and rules.can_be_lead(self.problem, c)
        ]

    @cached_property
    def required(self) -> list[int]:
        """Who must be a member."""
        return sorted(self.index[name] for name in self.problem.required_members)

    @cached_property
    def foes(self) -> Whole:
        """(k, 2) pairs that may not be together."""
        pairs = sorted((self.index[a], self.index[b]) for a, b in self.problem.incompatible)
        return np.array(pairs, dtype=np.int64).reshape(-1, 2)

    def apart(self, some: Whole) -> Truth:
        """(s, s) which of some may not be together; each is apart from itself."""
        apart, place = np.eye(len(some), dtype=bool), np.full(self.n, -1)
        place[some] = np.arange(len(some))
        for a, b in place[self.foes]:
            if a >= 0 and b >= 0:
                apart[a, b] = apart[b, a] = True
        return apart

    def kilometres(self, rows: Whole, columns: Whole) -> Real:
        """(rows, columns) distances, to some units in the last place: haversine, the sines from those of the ends."""
        lat, lon, cos = self._half_angles
        h = _sine_of_difference(lat, rows, columns) ** 2
        h += cos[rows, None] * cos[columns] * _sine_of_difference(lon, rows, columns) ** 2
        return 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(1.0, h)))

    @cached_property
    def _half_angles(self) -> tuple[Real, Real, Real]:
        """(2, n) sines and cosines of half the latitudes, the same of the longitudes, (n) cosines of the latitudes."""
        lat = np.radians([candidate.lat for candidate in self.problem.candidates])
        lon = np.radians([candidate.lon for candidate in self.problem.candidates])
        lat_half, lon_half = (np.array([np.sin(angle / 2), np.cos(angle / 2)]) for angle in (lat, lon))
        return lat_half, lon_half, np.cos(lat)

    @cached_property
    def _ties(self) -> dict[int, list[tuple[int, int]]]:
        ties: dict[int, list[tuple[int, int]]] = {}
        for (a, b), strength in self.problem.ties.items():
            ties.setdefault(self.index[a], []).append((self.index[b], strength))
            ties.setdefault(self.index[b], []).append((self.index[a], strength))
        return ties

    def remoteness(self, rows: Whole, columns: Whole, km: Real | None = None) -> Real:
        """(rows, columns) whole remoteness as doubles, exactly that of `remoteness.remoteness`; 0 to oneself."""
        asked = self.problem.remoteness
        km = self.kilometres(rows, columns) if km is None else km
        near = np.minimum(1, km / asked.km_scale)
        exact = 10 * (asked.km_weight * near + self._unknown(rows, columns)) + 0.5
        result = np.floor(exact)
        for r, c in np.argwhere(np.abs(exact - result - 0.5) > 0.5 - DOUBT):
            if 0 < km[r, c] < asked.km_scale * (1 + DOUBT):  # elsewhere no sine is left in it
                pair = (self.problem.candidates[k] for k in (rows[r], columns[c]))
                result[r, c] = remoteness(self.problem, *pair)
        result[rows[:, None] == columns] = 0
        return result

    def _unknown(self, rows: Whole, columns: Whole) -> Real:
        """The part of the remoteness that ties leave, in the scale of weights."""
        weight = self.problem.remoteness.tie_weight
        part = np.full((len(rows), len(columns)), weight * (100 - 0) / 100)
        place = np.full(self.n, -1)
        place[columns] = np.arange(len(columns))
        for r, row in enumerate(rows):
            for other, strength in self._ties.get(int(row), ()):
                if place[other] >= 0:
                    part[r, place[other]] = weight * (100 - strength) / 100
        return part

    def reach(self, rows: Whole, columns: Whole, km: Real | None = None) -> Truth:
        """(rows, columns) whether the one may be a member where the other leads."""
        limit = self.problem.call.max_km_to_lead
        if limit is None:
            return np.ones((len(rows), len(columns)), dtype=bool)
        exact = 1000 * (self.kilometres(rows, columns) if km is None else km) + 0.5
        edge = 1000 * limit + 1
        result = exact < edge
        for r, c in np.argwhere(np.abs(exact - edge) < 1000 * DOUBT):
            a, b = (self.problem.candidates[k] for k in (rows[r], columns[c]))
            result[r, c] = metres(a, b) <= 1000 * limit
        return result

    @cached_property
    def priced(self) -> tuple[Real, Real]:
        """(m, n + a) rows and (m) what they ask, for prices: cover, at most so many, budget, areas.

        The last a columns are one switch an area, free of cost: an area's row lets its switch on only where a member
        holds it, and one more row asks for `min_areas` switches.
        """
        a = len(self.areas)
        rows = [*self.cover.astype(float), -np.ones(self.n)]
        asked = [*self.least.astype(float), float(-self.most_partners)]
        if self.budget is not None:
            rows.append(-self.asks.astype(float))
            asked.append(float(-self.budget))
        rows.extend(self.areas.astype(float))
        switches = np.zeros((len(rows) + (self.min_areas > 0), a))
        if self.min_areas:
            switches[len(asked) : len(rows)] = -np.eye(a)
            switches[len(rows)] = 1
            asked.extend([0.0] * a + [float(self.min_areas)])
            rows.append(np.zeros(self.n))
        matrix, need = np.hstack([np.array(rows), switches]), np.array(asked)
        scale = np.maximum(1, np.where(need == 0, np.abs(matrix).max(axis=1, initial=0), np.abs(need)))
        return matrix / scale[:, None], need / scale


def _sine_of_difference(half: Real, rows: Whole, columns: Whole) -> Real:
    """(rows, columns) sine of the difference of two half angles; half: (2, n) sines and cosines."""
    sine, cosine = half
    return sine[columns] * cosine[rows, None] - cosine[columns] * sine[rows, None]
