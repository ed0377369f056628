"""Going through the few teams that a bound leaves, one by one.

A set of free candidates is put together in a fixed order; what joining, leaving and being together cost beyond the
bound may not use up the gap to the cutoff. What the rows still need is packed in one long integer, a field a row with a
guard bit on top, so that one subtraction compares them all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from network.matching.consortium.ground import Ground
    from network.matching.consortium.node import Bound

Team = tuple[int, ...]


class Packed:
    """The covering rows and the areas of a ground, packed a candidate."""

    def __init__(self, ground: Ground) -> None:
        widths = [
            int(row.sum() + least).bit_length() + 1 for row, least in zip(ground.cover, ground.least, strict=True)
        ]
        shifts = np.cumsum([0, *widths]).tolist()
        self.guards = sum(1 << (shift - 1) for shift in shifts[1:])
        self.asked = sum(int(least) << shift for least, shift in zip(ground.least, shifts, strict=False))
        self.cover = [sum(a << s for a, s in zip(row, shifts, strict=False)) for row in ground.cover.T.tolist()]
        self.areas = [sum(1 << k for k, held in enumerate(row) if held) for row in ground.areas.T.tolist()]
        self.asks = ground.asks.tolist()
        self.min_areas = ground.min_areas
        self.budget = ground.budget if ground.budget is not None else sum(self.asks)
        self.most_partners = ground.most_partners

    def covers(self, cover: int) -> bool:
        """Whether the packed sums reach what is asked in every row."""
        return ((cover | self.guards) - self.asked) & self.guards == self.guards

    def holds(self, team: Team) -> bool:
        """Whether a team holds all rules on the set of members, incompatible pairs apart."""
        return (
            self.covers(sum(self.cover[i] for i in team))
            and self._areas_of(team).bit_count() >= self.min_areas
            and len(team) <= self.most_partners
            and sum(self.asks[i] for i in team) <= self.budget
        )

    def _areas_of(self, team: Team) -> int:
        held = 0
        for i in team:
            held |= self.areas[i]
        return held


class Enumeration:
    """All teams of a bounded node below the cutoff; `offer` hears of each and answers with the cutoff from then on."""

    def __init__(
        self, bound: Bound, packed: Packed, cutoff: float, offer: Callable[[Team], float], patience: int
    ) -> None:
        order = np.argsort(bound.joining - bound.leaving, kind="stable")
        self._free = bound.node.free[order].tolist()
        self._joining = bound.joining[order].tolist()
        self._leaving = bound.leaving[order].tolist()
        together = np.where(bound.node.apart, np.inf, bound.together)
        self._together = together[order][:, order].tolist()
        self._value, self._cutoff = bound.value, cutoff
        self._packed, self._offer, self._patience = packed, offer, patience
        self._members = bound.node.members

    def complete(self) -> bool:
        """Go through them; False if patience ran out."""
        packed = self._packed
        chosen = self._members
        cover = sum(packed.cover[i] for i in chosen)
        areas = packed._areas_of(chosen)
        budget = packed.budget - sum(packed.asks[i] for i in chosen)
        return self._extend(chosen, list(enumerate(self._joining)), cover, areas, budget, 0.0)

    def _extend(
        self, team: Team, choices: list[tuple[int, float]], cover: int, areas: int, budget: int, spent: float
    ) -> bool:
        """Add one more of the choices, [(position, what it costs beyond the bound)], in every way."""
        self._patience -= 1
        if self._patience < 0:
            return False
        packed, free = self._packed, self._free
        if len(team) == packed.most_partners or not self._can_cover(choices, cover, areas):
            return True
        for k, (position, joining) in enumerate(choices):
            if self._value + spent >= self._cutoff:
                break
            candidate, total = free[position], spent + joining
            if self._value + total < self._cutoff and packed.asks[candidate] <= budget:
                together, room = self._together[position], self._cutoff - self._value - total
                later = [(p, c + together[p]) for p, c in choices[k + 1 :] if c + together[p] < room]
                larger = (*team, candidate)
                covered, held = cover + packed.cover[candidate], areas | packed.areas[candidate]
                if packed.covers(covered) and held.bit_count() >= packed.min_areas:
                    self._cutoff = self._offer(larger)
                left = budget - packed.asks[candidate]
                if later and not self._extend(larger, later, covered, held, left, total):
                    return False
            spent += self._leaving[position]
        return True

    def _can_cover(self, choices: list[tuple[int, float]], cover: int, areas: int) -> bool:
        for position, _ in choices:
            cover += self._packed.cover[self._free[position]]
            areas |= self._packed.areas[self._free[position]]
        return self._packed.covers(cover) and areas.bit_count() >= self._packed.min_areas
