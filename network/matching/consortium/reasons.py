"""Why there is no team: a minimal conflict, and for each numeric criterion the nearest value that alone mends it.

A criterion can mend the whole only if it is in every conflict, so those of the conflict found are tried. Most
nearest values are the end of another search over the same teams with the criterion left out: the fewest members, the
least asks, the most experienced. The others are found by bisection where going further never makes a team infeasible.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from network.matching.consortium.aim import count_aim
from network.matching.consortium.criteria import REQUIRES, asked, with_value, without
from network.matching.consortium.ground import Ground
from network.matching.consortium.rules import can_be_member
from network.matching.consortium.search import Found, Search
from network.matching.consortium.solution import Relaxation
from network.matching.distance import EARTH_RADIUS_KM
from network.matching.solver import OutOfTimeError, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from network.matching.consortium.problem import Candidate, Problem
    from network.matching.solver import Watch

HALF_WAY_ROUND_KM = int(EARTH_RADIUS_KM * 3.15)
MOST_SHARE = 100
SMALL = 100
"""Up to here a percentage of a requirement jumps by whole units from one value to the next."""


def one(_: Candidate) -> int:
    """Counts members."""
    return 1


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
                yield from self._relaxation(name, self._nearest(name, kind), kind)
            if name == "min_small":
                yield from self._relaxation("small_below", self._small_below())

    def _relaxation(self, name: str, to: int | None, kind: str | None = None) -> Iterator[Relaxation]:
        if to is not None:
            yield Relaxation(criterion=name, start=_value(self._problem, name, kind), to=to, kind=kind)

    def _nearest(self, name: str, kind: str | None) -> int | None:
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
        """Downwards, past what no team can give.

        With max_share_percent the cap falls with the requirement, so a lower one need not be easier: a team that is
        capped at q can give at most V(q) in all, and nothing from q down to V(q) + 1 can be met. With
        min_contribution_percent who may be a member changes too: V(q) counts only down to the next such change.
        """
        capability = name.removeprefix(REQUIRES)
        value = self._call.requires[capability]
        while value > 0:
            value -= 1
            asked_less = with_value(self._problem, name, value)
            if self._feasible(asked_less):
                return value
            value = min(
                value, 1 + max(self._most_given(asked_less, capability), _next_change(self._problem, capability, value))
            )
        return None

    def _most_given(self, problem: Problem, capability: str) -> int:
        """The most that a team can give of a capability, caps and members being what its requirement makes them."""
        idle = tuple(c.id for c in problem.candidates if not can_be_member(problem, c))
        unasked = without(without(replace(problem, excluded=idle), "min_contribution_percent"), REQUIRES + capability)
        most = self._most(unasked, lambda c: problem.call.givable(c, capability))
        return -1 if most is None else most

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
        return bool(self._found(problem, one, any_team=True).members)

    def _least(self, problem: Problem, count: Callable[[Candidate], int]) -> int | None:
        """The least sum of the members' counts; None where there is no team."""
        return self._found(problem, count).value

    def _most(self, problem: Problem, count: Callable[[Candidate], int]) -> int | None:
        least = self._least(problem, lambda candidate: -count(candidate))
        return None if least is None else -least

    def _found(self, problem: Problem, count: Callable[[Candidate], int], *, any_team: bool = False) -> Found:
        found = Search(Ground(problem), count_aim(problem, count), self._watch, any_team=any_team).run()
        if found.status in (Status.UNKNOWN, Status.FEASIBLE):
            raise OutOfTimeError
        return found


def _next_change(problem: Problem, capability: str, value: int) -> int:
    """The next lower requirement at which others than at `value` may give enough to be members; -1 if none is."""
    least, share = problem.call.min_contribution_percent, problem.call.max_share_percent
    if least is None:
        return -1
    if share is not None and (value <= SMALL or share == least):
        return value - 1  # floor and ceiling of small requirements come and go
    changes = (100 * candidate.offers.get(capability, 0) // least for candidate in problem.candidates)
    return max((change for change in changes if change < value), default=-1)


def _value(problem: Problem, name: str, kind: str | None) -> int:
    if kind is not None:
        return problem.call.min_kind[kind]
    if name.startswith(REQUIRES):
        return problem.call.requires[name.removeprefix(REQUIRES)]
    value: int = getattr(problem.call, name)
    return value
