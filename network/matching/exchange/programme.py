"""The integer programme of some links: how much each of them serves, all goals in their order.

Goals become one where the numbers permit: a unit of an earlier one weighs more than all the later ones can.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from network.matching.linear import INFINITY, Entries, IntegerProgramme, stacked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from network.matching.exchange.ground import Ground, Whole
    from network.matching.solver import Watch

LARGEST = 2**42
"""An objective up to this is exact to the unit in a solver's doubles."""
PRECISE = 10**6
"""A row may be missed by its largest number over this."""


@dataclass(frozen=True, eq=False)
class Programme:
    """Columns over some `links`; `left_asked` and `left_room` are what other links leave to needs and slots.

    A need that cannot be split is served by one column of its whole quantity. `earlier` are the amounts to keep where
    `stay` counts them; a link that could also serve another amount then has a column of its own for that one.
    """

    ground: Ground
    links: Whole
    left_asked: Whole
    left_room: Whole
    earlier: Whole
    stay: bool

    @cached_property
    def columns(self) -> tuple[Whole, Whole, Whole, Whole]:
        """The place of the link of each column, its quantity a unit, its largest level, what it keeps."""
        ground, links = self.ground, self.links
        need = ground.need[links]
        split, asked, before = ground.splittable[need], self.left_asked[need], self.earlier[links]
        place, size, most = np.arange(len(links)), np.where(split, 1, asked), np.where(split, asked, 1)
        kept = np.where(split, 0, (before == asked) & (before > 0)) * self.stay
        again = np.flatnonzero(split & (before > 0) & (before <= asked)) if self.stay else place[:0]
        ones = np.ones(len(again), dtype=np.int64)
        return (
            np.concatenate([place, again]), np.concatenate([size, before[again]]),
            np.concatenate([most, ones]), np.concatenate([kept, ones]),
        )  # fmt: skip

    @cached_property
    def rows(self) -> tuple[Entries, Whole]:
        """The entries and the upper ends of the rows: needs, slots, links of two columns."""
        place, size, most, _ = self.columns
        needs, need_row = np.unique(self.ground.need[self.links], return_inverse=True)
        at, slot = self.ground.in_slots(self.links[place])
        slots, slot_row = np.unique(slot, return_inverse=True)
        twice = np.arange(len(self.links), len(place))
        first = len(needs) + len(slots)
        both = first + np.arange(len(twice))
        entries = stacked([
            Entries(need_row[place], np.arange(len(place)), size),
            Entries(len(needs) + slot_row, at, size[at]),
            Entries(both, place[twice], np.ones(len(twice))),
            Entries(both, twice, most[place[twice]]),
        ])  # fmt: skip
        return entries, np.concatenate([self.left_asked[needs], self.left_room[slots], most[place[twice]]])

    @cached_property
    def goals(self) -> list[Whole]:
        """What a unit of each column adds to each goal; all are maximised."""
        place, size, _, kept = self.columns
        links = self.links[place]
        gain = size * self.ground.worth[self.ground.need[links]]
        return [*([kept] if self.stay else []), gain, -size * self.ground.metres[links]]

    def objectives(self) -> Iterator[Whole]:
        """Goals in their order, joined as long as numbers stay exact."""
        _, _, most, _ = self.columns
        joined = self.goals[0]
        for goal in self.goals[1:]:
            span = 1 + sum(int(worst) * int(level) for worst, level in zip(np.abs(goal), most, strict=True))
            if span * (1 + sum(int(v) * int(m) for v, m in zip(np.abs(joined), most, strict=True))) > LARGEST:
                yield joined
                joined = goal
            else:
                joined = span * joined + goal
        yield joined

    def best(self, watch: Watch) -> tuple[Whole | None, bool]:
        """The best amounts of the links, and whether they are proved to be best.

        Raises
        ------
        OutOfTimeError
            When the watch is over.
        """
        place, size, _, _ = self.columns
        levels, proved = self._settled(watch) if self._far_apart else self._solved(watch)
        if levels is None:
            return None, False
        amounts = np.zeros(len(self.links), dtype=np.int64)
        np.add.at(amounts, place, size * levels)
        return amounts, proved

    @property
    def _far_apart(self) -> bool:
        """Whether a solver's doubles may miss a unit beside the largest number of a row."""
        *before, _ = self.objectives()
        return max(int(np.abs(values).max(initial=0)) for values in (self.rows[0].values, *before)) > PRECISE

    def _settled(self, watch: Watch) -> tuple[Whole | None, bool]:
        with watch.paused():
            from network.matching.exchange.settle import settled
        return settled(self, watch)

    def _solved(self, watch: Watch) -> tuple[Whole | None, bool]:
        _, _, most, _ = self.columns
        entries, upper = self.rows
        lower, levels = np.full(len(upper), -INFINITY), None
        for objective in self.objectives():
            found = IntegerProgramme(
                objective=objective, entries=entries, row_lower=lower, row_upper=upper, most=most, hint=levels
            ).solve(watch, seed=watch.limits.seed)
            if found.levels is None:
                return levels, False
            levels = found.levels.astype(np.int64)
            if not found.proved:
                return levels, False
            reached = np.flatnonzero(objective)
            more = Entries(np.full(len(reached), len(upper)), reached, objective[reached])
            entries = stacked([entries, more])
            lower, upper = np.append(lower, int(objective @ levels)), np.append(upper, INFINITY)
        return levels, True
