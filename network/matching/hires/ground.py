"""The ground a search stands on: demands by index as arrays, and which of them can share a post or a day.

Half-days are bits of a whole number in the order of the grid: bit 2 d is the morning of day d, bit 2 d + 1 its
afternoon. Everything is a whole number.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from network.matching.metres import metres_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from network.matching.hires.problem import Demand, Problem

    Whole = NDArray[np.int64]
    Truth = NDArray[np.bool_]

PAIRS_AT_ONCE = 100_000


class Ground:
    """Some demands of a problem, by their index among them; n of them."""

    def __init__(self, problem: Problem, demands: Sequence[Demand]) -> None:
        rules, grid = problem.rules, problem.grid
        bit = {slot: 1 << k for k, slot in enumerate(grid)}
        self.problem, self.demands, self.grid = problem, tuple(demands), grid
        self.n, self.days = len(demands), len(grid) // 2
        self.half_days = _whole(demand.half_days for demand in demands)
        self.worth = _whole(problem.worth(demand) for demand in demands)
        self.open = _whole(sum(bit[slot] for slot in demand.open) for demand in demands)
        self.must = _whole(sum(bit[slot] for slot in demand.must) for demand in demands)
        self.can_host: Truth = np.array([demand.can_host for demand in demands], dtype=bool)
        self.least, self.most = rules.min_half_days, min(rules.max_half_days, len(grid))
        self.sites = self.n if rules.max_sites is None else rules.max_sites
        self.a_day = 2 if rules.max_sites_per_day is None else rules.max_sites_per_day
        self._reach, self._same_day = rules.max_km, rules.max_km_same_day

    @cached_property
    def metres(self) -> NDArray[np.int32]:
        """(n, n)"""
        return metres_table(self.demands).astype(np.int32)

    @cached_property
    def near(self) -> Truth:
        """(n, n): whether two may be visited on one day."""
        together = np.full((self.n, self.n), self.a_day >= 2)
        return together if self._same_day is None else together & (self.metres <= 1000 * self._same_day)

    @cached_property
    def reach(self) -> Truth:
        """(n host, n): whether a demand is within `max_km` of a host."""
        if self._reach is None:
            return np.repeat(self.can_host[:, None], self.n, axis=1)
        return (self.metres <= 1000 * self._reach) & self.can_host[:, None]

    @cached_property
    def possible(self) -> Truth:
        """(n): whether a demand has a timetable of its own."""
        enough = np.bitwise_count(self.open) >= self.half_days
        kept = (self.must & ~self.open == 0) & (np.bitwise_count(self.must) <= self.half_days)
        fits: Truth = enough & kept & (self.half_days <= self.most) & (self.a_day >= 1) & (self.sites >= 1)
        return fits

    @cached_property
    def together(self) -> Truth:
        """(n, n): whether two can be in one post, by its size and their timetable; symmetric, false on the diagonal."""
        table = np.zeros((self.n, self.n), dtype=bool)
        first, second = np.nonzero(np.triu(self._share_a_host, 1) & self.possible[:, None] & self.possible)
        for start in range(0, len(first), PAIRS_AT_ONCE):
            a, b = first[start : start + PAIRS_AT_ONCE], second[start : start + PAIRS_AT_ONCE]
            table[a, b] = self.pairs(a, b)
        return table | table.T

    @property
    def _share_a_host(self) -> Truth:
        """(n, n): whether some host reaches both."""
        packed = np.packbits(self.reach, axis=1)
        rows = np.empty_like(packed)
        for i, hosts in enumerate(self.reach.T):
            np.bitwise_or.reduce(packed[hosts], axis=0, out=rows[i])
        return np.unpackbits(rows, axis=1, count=self.n).astype(bool)

    def pairs(self, a: Whole, b: Whole) -> Truth:
        """Of pairs of possible demands: whether the two have a timetable together in a post."""
        small = (self.half_days[a] + self.half_days[b] <= self.most) & (self.sites >= 2)
        return small & np.where(self.near[a, b], self._same_days(a, b), self._days_apart(a, b))

    def _same_days(self, a: Whole, b: Whole) -> Truth:
        """Hall's condition on the half-days of two demands that may share days."""
        for_a, for_b = self.open[a] & ~self.must[b], self.open[b] & ~self.must[a]
        enough = np.bitwise_count(for_a) >= self.half_days[a]
        enough &= np.bitwise_count(for_b) >= self.half_days[b]
        enough &= np.bitwise_count(for_a | for_b) >= self.half_days[a] + self.half_days[b]
        result: Truth = enough & (self.must[a] & self.must[b] == 0)
        return result

    def _days_apart(self, a: Whole, b: Whole) -> Truth:
        """Each day is for one of the two: `left[p, k]` is the most that b gets on days that leave k to a."""
        most = int(self.half_days.max(initial=0))
        left = np.full((len(a), most + 1), -len(self.grid), dtype=np.int16)
        left[:, 0] = 0
        for day in range(self.days):
            for_a, for_b = self._day(self.open[a], day), self._day(self.open[b], day)
            own_a, own_b = self._day(self.must[a], day), self._day(self.must[b], day)
            kept = np.where(own_a > 0, -len(self.grid), for_b)[:, None] + left
            given = np.full_like(left, -len(self.grid))
            for size in (1, 2):
                rows = (for_a == size) & (own_b == 0)
                given[rows, size:] = left[rows, : most + 1 - size]
                given[rows, most] = np.maximum(given[rows, most], left[rows, most + 1 - size :].max(1, initial=-99))
            left = np.maximum(kept, given)
        best = np.maximum.accumulate(left[:, ::-1], axis=1)[:, ::-1]
        result: Truth = best[np.arange(len(a)), self.half_days[a]] >= self.half_days[b]
        return result

    def _day(self, slots: Whole, day: int) -> NDArray[np.int16]:
        return np.bitwise_count(slots >> (2 * day) & 3).astype(np.int16)

    def part(self, members: Whole) -> Ground:
        """The ground of some of the demands, by ascending index."""
        if len(members) == self.n:
            return self
        part, square = Ground(self.problem, [self.demands[i] for i in members.tolist()]), np.ix_(members, members)
        for table in ("metres", "near", "reach", "together"):
            part.__dict__[table] = getattr(self, table)[square]  # where a cached property keeps its value
        return part

    def components(self) -> list[Whole]:
        """Demands that posts can link, directly or through others; one array of ascending indices each."""
        linked = self.reach & self.together
        linked |= linked.T
        left, found = np.ones(self.n, dtype=bool), []
        while left.any():
            members = np.zeros(self.n, dtype=bool)
            members[left.argmax()] = True
            fresh = members
            while fresh.any():
                fresh = linked[fresh].any(0) & ~members
                members = members | fresh
            left &= ~members
            found.append(np.flatnonzero(members))
        return found


def _whole(values: Iterable[int]) -> Whole:
    return np.array(list(values), dtype=np.int64)
