"""The nearest changes that would place a demand, all else as it was found.

A demand would be placed in a post of the solution that need not stand as it is, or in a new post with others that are
unplaced: nobody loses a place.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

from network.matching.distance import metres
from network.matching.hires.ground import Ground
from network.matching.hires.possible import posts_with
from network.matching.hires.timetable import Timetables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from network.matching.hires.problem import Demand, Problem

NEAREST_POSTS = 30
MOST_OPENED = 2
"""Half-days that a demand is asked to open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change and the post that it makes possible.

    Attributes
    ----------
    rule: "max_km" or "min_half_days", whose value would be `to`; or "open": the demand would open `half_days` too.
    host, demands: the post; its demands sorted, the one that is placed among them.
    """

    rule: str
    to: int | None = None
    half_days: tuple[str, ...] = ()
    host: str
    demands: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "rule": self.rule,
            "to": self.to,
            "half_days": list(self.half_days),
            "host": self.host,
            "demands": list(self.demands),
        }


Home = tuple["Demand", list["Demand"]]
"""The host and the demands of a post."""


@dataclass(frozen=True, slots=True)
class Around:
    """What is around one unplaced demand: the posts that may change, and the others that are unplaced."""

    problem: Problem
    demand: Demand
    posts: list[list[Demand]]
    unplaced: list[Demand]

    def changes(self) -> Iterator[Change]:
        """The least change of each rule that has one; none where nothing needs to change."""
        if next(self._homes(self.problem, self.demand), None) is not None:
            return
        for change in (self._farther(), self._opened(), self._smaller()):
            if change is not None:
                yield change

    def _farther(self) -> Change | None:
        """The least `max_km`."""
        if self.problem.rules.max_km is None:
            return None
        free = replace(self.problem, rules=replace(self.problem.rules, max_km=None))
        reached = [(*_least_km(members), members) for _, members in self._homes(free, self.demand)]
        if not reached:
            return None
        km, host, members = min(reached, key=lambda row: (row[0], row[1].id))
        return Change(rule="max_km", to=km, host=host.id, demands=_ids(members))

    def _opened(self) -> Change | None:
        """The fewest more half-days that are open."""
        every = replace(self.demand, open=self.problem.grid)
        homes = sorted(self._homes(self.problem, every), key=lambda home: metres(home[0], self.demand))
        closed = [slot for slot in self.problem.grid if slot not in self.demand.open]
        for count in range(1, MOST_OPENED + 1):
            for host, members in homes:
                for slots in combinations(closed, count):
                    if _fits(self.problem, members, replace(self.demand, open=(*self.demand.open, *slots))):
                        return Change(rule="open", half_days=slots, host=host.id, demands=_ids(members))
        return None

    def _smaller(self) -> Change | None:
        """The largest `min_half_days` under its own."""
        free = replace(self.problem, rules=replace(self.problem.rules, min_half_days=1))
        small = list(self._new(free, self.demand))
        if not small:
            return None
        host, members = max(small, key=lambda home: _half_days(home[1]))
        return Change(rule="min_half_days", to=_half_days(members), host=host.id, demands=_ids(members))

    def _homes(self, problem: Problem, demand: Demand) -> Iterator[Home]:
        """Posts that the demand could join, and new ones that it could be in."""
        for post in self.posts:
            members = [demand, *post]
            for host, found in _posts(problem, members):
                if len(found) == len(members):
                    yield host, found
        yield from self._new(problem, demand)

    def _new(self, problem: Problem, demand: Demand) -> Iterator[Home]:
        return _posts(problem, [demand, *self.unplaced])


def _posts(problem: Problem, demands: list[Demand]) -> Iterator[Home]:
    """The posts of some demands that hold the first."""
    ground = Ground(problem, demands)
    for host, members in posts_with(ground, Timetables(ground), 0, ground.least):
        yield demands[host], [demands[i] for i in members]


def _fits(problem: Problem, members: list[Demand], demand: Demand) -> bool:
    """Whether some demands have a timetable with one of them as given."""
    ground = Ground(problem, [demand if member.id == demand.id else member for member in members])
    return Timetables(ground).exist(range(ground.n))


def _least_km(members: list[Demand]) -> tuple[int, Demand]:
    """The whole kilometres within which a host has all, and that host."""
    hosts = [host for host in members if host.can_host]
    reach = [-(-max(metres(host, member) for member in members) // 1000) for host in hosts]
    return min(zip(reach, hosts, strict=True), key=lambda row: (row[0], row[1].id))


def _ids(members: list[Demand]) -> tuple[str, ...]:
    return tuple(sorted(member.id for member in members))


def _half_days(members: list[Demand]) -> int:
    return sum(member.half_days for member in members)
