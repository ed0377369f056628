"""Timetables: which demands of a post are visited in which half-days.

Exact, by dynamic programming over the days. A state says how many half-days each demand of the post has had; the
states that can be reached are the bits of one whole number (demand k counts in steps of the product of
`half_days + 1` of those before it), so that one way to spend a day moves them all at once by a shift. There are at
most 2^20 states, since a post has at most 20 half-days, and seldom more than a few hundred.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from network.matching.hires.ground import Ground

MORNING, AFTERNOON, BOTH = 1, 2, 3
NOTHING_FITS, MORNING_FITS, AFTERNOON_FITS, BOTH_FIT = 1, 2, 4, 8
"""What of a day a demand may have, as bits: none of it, ..., all of it."""
HALF_FITS = MORNING_FITS | AFTERNOON_FITS


class Counter(NamedTuple):
    """One demand's place in the states: its step, and the states that still have room for one or two half-days."""

    step: int
    one: int
    two: int


class Move(NamedTuple):
    """A way to spend a day: the states it leads to; halves for the first demand, the rest for a second (-1: nobody)."""

    states: int
    spent: int
    first: int = 0
    halves: int = 0
    second: int = -1


class Timetables:
    """The timetables of the posts of one ground."""

    def __init__(self, ground: Ground) -> None:
        self._sizes: list[int] = ground.half_days.tolist()
        opened, bound = ground.open.tolist(), ground.must.tolist()
        self._fits = [_by_day(slots, must, ground.days) for slots, must in zip(opened, bound, strict=True)]
        self._near = ground.near.tolist()
        self.n, self._days, self._a_day = ground.n, ground.days, ground.a_day

    def exist(self, members: Sequence[int]) -> bool:
        """Whether some demands have a timetable together."""
        return self._moves(members) is not None

    def find(self, members: Sequence[int]) -> list[int] | None:
        """The half-days of each member as bits of the grid, or None; always the same one of many."""
        days = self._moves(members)
        if days is None:
            return None
        slots = [0] * len(members)
        state = _counters(tuple(self._sizes[i] for i in members))[1]
        for day in reversed(range(self._days)):
            move = next(move for move in days[day] if move.states >> state & 1)
            state -= move.spent
            slots[move.first] |= move.halves << 2 * day
            if move.second >= 0:
                slots[move.second] |= (BOTH - move.halves) << 2 * day
        return slots

    def _moves(self, members: Sequence[int]) -> list[list[Move]] | None:
        """The moves of each day from all states before it; None if the last day does not end the post."""
        counters, end = _counters(tuple(self._sizes[i] for i in members))
        fits = [self._fits[i] for i in members]
        near = [[self._near[i][j] for j in members] for i in members]
        states, days = 1, []
        for day in range(self._days):
            moves = self._day(states, [fit[day] for fit in fits], near, counters)
            states = 0
            for move in moves:
                states |= move.states
            if not states:
                return None
            days.append(moves)
        return days if states >> end & 1 else None

    def _day(self, states: int, fits: list[int], near: list[list[bool]], counters: Sequence[Counter]) -> list[Move]:
        """The ways to spend a day that keep to open half-days, to those that must be, and to who may share a day."""
        bound = [k for k, fit in enumerate(fits) if not fit & NOTHING_FITS]
        moves = [] if bound else [Move(states, 0)]
        if not self._a_day:
            return moves
        for k, fit in enumerate(fits):
            step, one, two = counters[k]
            moved = (states & one) << step if fit & HALF_FITS else 0
            if not bound or bound == [k]:
                if moved:
                    moves.append(Move(moved, step, k, MORNING if fit & MORNING_FITS else AFTERNOON))
                if fit & BOTH_FIT:
                    moves.append(Move((states & two) << 2 * step, 2 * step, k, BOTH))
            for m in range(k + 1, len(fits)) if moved else ():
                halves = _shared(fit, fits[m])
                if halves and near[k][m] and set(bound) <= {k, m}:
                    other = counters[m]
                    moves.append(Move((moved & other.one) << other.step, step + other.step, k, halves, m))
        return moves


def _shared(first: int, second: int) -> int:
    """The half that the first of two demands gets of a day on which both are visited; 0: they cannot be."""
    if first & MORNING_FITS and second & AFTERNOON_FITS:
        return MORNING
    return AFTERNOON if first & AFTERNOON_FITS and second & MORNING_FITS else 0


def _by_day(slots: int, must: int, days: int) -> tuple[int, ...]:
    """What a demand may have of each day, by what is open and what must be."""
    ways = ((NOTHING_FITS, 0), (MORNING_FITS, MORNING), (AFTERNOON_FITS, AFTERNOON), (BOTH_FIT, BOTH))
    fits = []
    for day in range(days):
        opened, bound = slots >> 2 * day & BOTH, must >> 2 * day & BOTH
        fits.append(sum(way for way, halves in ways if halves & ~opened == 0 and bound & ~halves == 0))
    return tuple(fits)


@lru_cache(maxsize=4096)
def _counters(sizes: tuple[int, ...]) -> tuple[tuple[Counter, ...], int]:
    """The counters of demands of so many half-days, and the state in which all have had theirs."""
    steps, states = [], 1
    for size in sizes:
        steps.append(states)
        states *= size + 1

    def room(step: int, size: int, more: int) -> int:
        pattern, length = (1 << step * max(0, size + 1 - more)) - 1, step * (size + 1)
        while length < states:
            pattern |= pattern << length
            length *= 2
        return pattern & ((1 << states) - 1)

    pairs = zip(steps, sizes, strict=True)
    return tuple(Counter(step, room(step, size, 1), room(step, size, 2)) for step, size in pairs), states - 1
