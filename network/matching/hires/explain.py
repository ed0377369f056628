"""Why a demand has no place, and what would give it one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from network.matching.distance import metres
from network.matching.hires.changes import NEAREST_POSTS, Around, Change
from network.matching.hires.ground import Ground
from network.matching.hires.possible import posts_with
from network.matching.hires.timetable import Timetables
from network.matching.hires.validation import stands

if TYPE_CHECKING:
    from collections.abc import Mapping

    from network.matching.hires.problem import Demand, Problem
    from network.matching.hires.solution import Solution
    from network.matching.solver import Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why one demand is unplaced.

    Attributes
    ----------
    code:
        "no_neighbour": no other demand and host are near enough;
        "no_common_half_day": there are some, but no timetable with them;
        "post_too_small": the fullest post that it could be in has only `half_days`;
        "no_room": it could be in the post of `demands`, but those have a better place, or there is no gain;
        without `demands` no post has room for it, or for it and a host.
    host, metres: the nearest other demand that can be a host, and how far it is; None if there is none.
    changes: what would place it, at most one of each rule; none where it has room as it is.
    """

    code: str
    host: str | None
    metres: int | None
    half_days: int | None = None
    demands: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "code": self.code,
            "host": self.host,
            "metres": self.metres,
            "half_days": self.half_days,
            "demands": list(self.demands),
            "changes": [change.to_dict() for change in self.changes],
        }


def explanation(problem: Problem, solution: Solution, _: Limits) -> dict[str, dict[str, Any]]:
    """`explain_unplaced`, as the command line asks for it."""
    return {name: reason.to_dict() for name, reason in explain_unplaced(problem, solution.to_dict()).items()}


def explain_unplaced(problem: Problem, solution: Mapping[str, Any]) -> dict[str, Reason]:
    """Of each demand that a solution, as `Solution.to_dict` gives it, leaves unplaced: why.

    The rules are tried in the order of the codes of `Reason`. The search for a post goes through 20,000 sets of
    demands at most for one demand; what is not found by then counts as not there.
    """
    explanation = _Explanation(problem, solution)
    return {name: explanation.reason(problem.by_id[name]) for name in solution["unplaced"]}


class _Explanation:
    """One problem and a solution of it."""

    def __init__(self, problem: Problem, solution: Mapping[str, Any]) -> None:
        self._problem = problem
        standing = (*problem.keep, *(problem.previous if problem.stay else ()))
        movable = [post for post in solution["posts"] if not any(stands(given, post) for given in standing)]
        self._posts = [[problem.by_id[name] for name in post["demands"]] for post in movable]
        self._unplaced = [problem.by_id[name] for name in solution["unplaced"]]

    def reason(self, demand: Demand) -> Reason:
        """Why a demand is unplaced."""
        hosts = [other for other in self._problem.demands if other.can_host and other is not demand]
        host = min(hosts, key=lambda other: metres(other, demand), default=None)
        return replace(
            self._cause(demand),
            host=None if host is None else host.id,
            metres=None if host is None else metres(host, demand),
            changes=tuple(self._around(demand).changes()),
        )

    def _cause(self, demand: Demand) -> Reason:
        """The code and what belongs to it."""
        index = self._problem.demands.index(demand)
        post = next(posts_with(self._ground, self._timetables, index, self._ground.least), None)
        if post is not None:
            members = tuple(sorted(self._problem.demands[i].id for i in post[1]))
            return _because("no_room", demands=members)
        if demand.half_days > self._ground.most:
            return _because("no_room")
        if not self._has_neighbour(index):
            return _because("no_neighbour")
        if self._at_any_time(index, self._ground.least):
            return _because("no_common_half_day")
        return self._too_small(index)

    def _has_neighbour(self, index: int) -> bool:
        """Whether some host reaches the demand and another."""
        reach = self._ground.reach
        return bool((reach[reach[:, index]].sum(1) > 1).any())

    def _too_small(self, index: int) -> Reason:
        """The fullest post, however small; where there is none, no week suits or nothing has room for it and a host."""
        posts = list(posts_with(self._ground, self._timetables, index, least=1))
        if posts:
            return _because("post_too_small", half_days=max(_half_days(self._ground, post) for _, post in posts))
        return _because("no_common_half_day" if self._at_any_time(index, least=1) else "no_room")

    def _at_any_time(self, index: int, least: int) -> bool:
        """Whether there is a post of so many half-days, whenever its demands are open."""
        timeless = self._timeless
        return next(posts_with(timeless, Timetables(timeless), index, least), None) is not None

    @cached_property
    def _ground(self) -> Ground:
        return Ground(self._problem, self._problem.demands)

    @cached_property
    def _timetables(self) -> Timetables:
        return Timetables(self._ground)

    @cached_property
    def _timeless(self) -> Ground:
        """As if every demand could be visited at any time."""
        free = [replace(demand, open=self._problem.grid, must=()) for demand in self._problem.demands]
        rules = replace(self._problem.rules, max_sites_per_day=None, max_km_same_day=None)
        return Ground(replace(self._problem, rules=rules), free)

    def _around(self, demand: Demand) -> Around:
        nearest = sorted(self._posts, key=lambda post: min(metres(member, demand) for member in post))
        others = [other for other in self._unplaced if other is not demand]
        return Around(self._problem, demand, nearest[:NEAREST_POSTS], others)


def _half_days(ground: Ground, members: list[int]) -> int:
    return int(ground.half_days[members].sum())


def _because(code: str, *, half_days: int | None = None, demands: tuple[str, ...] = ()) -> Reason:
    return Reason(code=code, host=None, metres=None, half_days=half_days, demands=demands)
