"""Why there is no team: a minimal conflict, and for each numeric criterion the nearest value that alone mends it.

A criterion can mend the whole only if it is in every conflict, so those of the conflict found are tried. Most
nearest values are the end of another search over the same teams with the criterion left out: the fewest members, the
least asks, the most experienced. The others are found by bisection where going further never makes a team infeasible.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from math import gcd
from typing import TYPE_CHECKING

import numpy as np

from network.matching.consortium.aim import Aim
from network.matching.consortium.criteria import REQUIRES, asked, with_value, without
from network.matching.consortium.ground import Ground
from network.matching.consortium.rules import can_be_member
from network.matching.consortium.search import Search
from network.matching.consortium.solution import Relaxation
from network.matching.distance import EARTH_RADIUS_KM
from network.matching.solver import OutOfTimeError, Status, Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from network.matching.consortium.enumeration import Team
    from network.matching.consortium.problem import Candidate, Problem
    from network.matching.solver import Limits

HALF_WAY_ROUND_KM = int(EARTH_RADIUS_KM * 3.15)
MOST_SHARE = 100
SMALL = 100
"""Up to here a percent of a requirement is not a whole unit."""


def one(_: Candidate) -> int:
    """Counts members."""
    return 1


def lowest_cap(problem: Problem, name: str, limits: Limits) -> int | None:
    """The lowest value of `budget_cap` or `max_share_percent` at which some team holds all other criteria; None if time
    is out or there is no team."""
    with suppress(OutOfTimeError):
        return Reasons(with_value(problem, name, 0), Watch(limits)).nearest(name)
    return None


class Reasons:
    """Questions to an infeasible problem; all raise `OutOfTimeError` when the time is over."""

    def __init__(self, problem: Problem, watch: Watch) -> None:
        self._problem, self._call, self._watch = problem, problem.call, watch

    def conflict(self) -> list[str]:
        """A minimal list of criteria that cannot hold together, by dropping one after the other.

        A second round is needed because without requirements nobody can give the least that counts of anything: to
        drop a requirement can be to ask more.
        """
        left = self._problem
        for name in asked(self._problem):
            left = without(left, name)
        if not self._feasible(left):
            return ["min_partners" if len(left.candidates) < self._call.min_partners else "can_lead"]
        left, before = self._problem, None
        while left != before:
            before = left
            for name in reversed(asked(left)):
                fewer = without(left, name)
                if not self._feasible(fewer):
                    left = fewer
        return asked(left)

    def relaxations(self, conflict: list[str]) -> Iterator[Relaxation]:
        """The numeric criteria that alone can mend the whole, in the order of conflicts."""
        every = self._call.min_contribution_percent is not None  # see `conflict`
        for name in dict.fromkeys(["min_partners", *(asked(self._problem) if every else conflict)]):
            for kind in self._call.min_kind if name == "min_kind" else [None]:
                yield from self._relaxation(name, self.nearest(name, kind), kind)
            if name == "min_small":
                yield from self._relaxation("small_below", self._small_below())

    def _relaxation(self, name: str, to: int | None, kind: str | None = None) -> Iterator[Relaxation]:
        if to is not None:
            yield Relaxation(criterion=name, start=_value(self._problem, name, kind), to=to, kind=kind)

    def nearest(self, name: str, kind: str | None = None) -> int | None:
        """The nearest value of a criterion that alone mends the whole; None where there is none."""
        call = self._call
        match name:
            case "min_partners":
                return self._most(with_value(self._problem, name, 1), one)
            case "max_partners":
                return self._least(without(self._problem, name), one)
            case "min_kind":
                return self._most(with_value(self._problem, name, 0, kind), lambda c: c.kind == kind)
            case "min_small":
                return self._most(
                    with_value(self._problem, name, 0), lambda c: (c.workforce or 0) < (call.small_below or 0)
                )
            case "min_experienced":
                return self._most(without(self._problem, name), lambda c: c.experienced)
            case "min_areas":
                return self._first_feasible(name, range((call.min_areas or 0) - 1, -1, -1))
            case "max_share_percent":
                return self._first_feasible(name, range((call.max_share_percent or 0) + 1, MOST_SHARE + 1))
            case "min_contribution_percent":
                return self._first_feasible(name, range((call.min_contribution_percent or 0) - 1, 0, -1))
            case "budget_cap":
                return self._least(without(self._problem, name), lambda c: c.asks)
            case "max_km_to_lead":
                return self._first_feasible(name, range((call.max_km_to_lead or 0) + 1, HALF_WAY_ROUND_KM + 1))
        return self._requirement(name) if name.startswith(REQUIRES) else None

    def _small_below(self) -> int | None:
        limit = self._call.small_below or 0
        above = sorted({c.workforce + 1 for c in self._problem.candidates if c.workforce is not None})
        return self._first_feasible("small_below", [value for value in above if value > limit])

    def _requirement(self, name: str) -> int | None:
        """The highest lower requirement that some team meets.

        With max_share_percent the cap falls with the requirement, so a lower one need not be easier. But where caps are
        not rounded down it is: what a team gives as a part of what is asked only grows. So the highest requirement met
        with such caps is sought first, upwards from team to team; the one met with whole caps is not far below: what no
        team can give at one value is not met at any lower one either, down to where others may be members.
        """
        capability = name.removeprefix(REQUIRES)
        value = self._met_unrounded(capability)
        while value >= 0:
            lower = with_value(self._problem, name, value)
            if self._feasible(lower):
                return value
            value = min(value - 1, max(self._most_given(lower, capability), _next_change(lower, capability)))
        return None

    def _most_given(self, problem: Problem, capability: str) -> int:
        """The most that a team can give of a capability, caps and members being what its requirement makes them."""
        idle = tuple(c.id for c in problem.candidates if not can_be_member(problem, c))
        unasked = without(without(replace(problem, excluded=idle), "min_contribution_percent"), REQUIRES + capability)
        most = self._most(unasked, lambda c: problem.call.givable(c, capability))
        return -1 if most is None else most

    def _met_unrounded(self, capability: str) -> int:
        """The highest requirement, below the one asked, that is met with caps as they are; -1 if there is no team.

        Whoever offers some of the capability counts as giving enough to be a member.
        """
        problem = without(self._problem, REQUIRES + capability)
        if problem.call.min_contribution_percent is not None:
            idle = [c.id for c in problem.candidates if not (c.offers.get(capability) or can_be_member(problem, c))]
            problem = replace(without(problem, "min_contribution_percent"), excluded=(*problem.excluded, *idle))
        percent, value = self._call.max_share_percent or MOST_SHARE, -1
        while value < self._call.requires[capability] - 1:
            capped = percent * (value + 1)
            counts = [min(100 * c.offers.get(capability, 0), capped) for c in problem.candidates]
            team = self._lightest(problem, [-count for count in counts])
            if sum(counts[i] for i in team) < 100 * (value + 1):
                break
            offers = [problem.candidates[i].offers.get(capability, 0) for i in team]
            value = _met_by(offers, percent, self._call.requires[capability] - 1)
        return value

    def _first_feasible(self, name: str, values: Sequence[int]) -> int | None:
        """The first of some values at which the problem is feasible; from there on it stays so."""
        if not values or not self._feasible(with_value(self._problem, name, values[-1])):
            return None
        low, high = 0, len(values) - 1
        while low < high:
            middle = (low + high) // 2
            if self._feasible(with_value(self._problem, name, values[middle])):
                high = middle
            else:
                low = middle + 1
        return values[high]

    def _feasible(self, problem: Problem) -> bool:
        return bool(self._team(problem, [0] * len(problem.candidates), any_team=True))

    def _least(self, problem: Problem, count: Callable[[Candidate], int]) -> int | None:
        """The least sum of the members' counts; None where there is no team."""
        counts = [count(candidate) for candidate in problem.candidates]
        team = self._lightest(problem, counts)
        return sum(counts[i] for i in team) if team else None

    def _most(self, problem: Problem, count: Callable[[Candidate], int]) -> int | None:
        least = self._least(problem, lambda candidate: -count(candidate))
        return None if least is None else -least

    def _lightest(self, problem: Problem, counts: list[int]) -> Team:
        """A team of the least sum of counts; in units of what divides them all, for the fewer values the easier."""
        unit = gcd(*counts) or 1
        return self._team(problem, [count // unit for count in counts])

    def _team(self, problem: Problem, counts: list[int], *, any_team: bool = False) -> Team:
        found = Search(Ground(problem), Aim(own=np.array(counts, dtype=float)), self._watch, any_team=any_team).run()
        if found.status in (Status.UNKNOWN, Status.FEASIBLE):
            raise OutOfTimeError
        return found.members


def _next_change(problem: Problem, capability: str) -> int:
    """The next lower requirement at which others may give enough to be members; -1 if none is."""
    value, least = problem.call.requires[capability], problem.call.min_contribution_percent
    share = problem.call.max_share_percent
    if least is None:
        return -1
    if share is not None and (value <= SMALL or share == least):
        return value - 1  # the cap and the least that counts, rounded, come and go from one value to the next
    changes = (100 * candidate.offers.get(capability, 0) // least for candidate in problem.candidates)
    return max((change for change in changes if change < value), default=-1)


def _met_by(offers: list[int], percent: int, most: int) -> int:
    """The highest requirement up to `most` that offers meet with none above this percentage of it."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        met = sum(min(100 * offer, percent * middle) for offer in offers) >= 100 * middle
        low, high = (middle, high) if met else (low, middle - 1)
    return low


def _value(problem: Problem, name: str, kind: str | None) -> int:
    if kind is not None:
        return problem.call.min_kind[kind]
    if name.startswith(REQUIRES):
        return problem.call.requires[name.removeprefix(REQUIRES)]
    value: int = getattr(problem.call, name)
    return value
