"""Solving a problem of shared posts: what stands stands, the rest is searched part by part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from network.matching.hires.bounds import first_bound, sum_of
from network.matching.hires.greedy import first_choice
from network.matching.hires.ground import Ground
from network.matching.hires.problem import Given
from network.matching.hires.solution import Solution
from network.matching.hires.standing import standing, timetabled
from network.matching.hires.timetable import Timetables
from network.matching.hires.validation import validate, worked_out
from network.matching.solver import Progress, Status, Watch, silent

if TYPE_CHECKING:
    from network.matching.hires.pool import Choice, Key
    from network.matching.hires.problem import Problem
    from network.matching.hires.solution import Post
    from network.matching.solver import Limits, OnProgress


def solve(problem: Problem, limits: Limits, on_progress: OnProgress | None = None) -> Solution:
    """The posts that place most, then are fewest, then have the fewest metres to their hosts.

    Parameters
    ----------
    limits: the search is on one thread whatever the workers.
    on_progress: called with the phase ("posts"), the objective, its bound and the best solution so far.

    Returns
    -------
    A solution of which every rule has been checked.
    """
    solution = _Engine(problem, limits, on_progress or silent).solution()
    validate(problem, solution.to_dict())
    return solution


@dataclass(slots=True)
class _Part:
    """Demands that posts can link, the best choice of their posts so far, and a bound on all choices."""

    ground: Ground
    best: Choice
    bound: Key


class _Engine:
    """One solve under way."""

    def __init__(self, problem: Problem, limits: Limits, tell: OnProgress) -> None:
        self._problem, self._limits, self._tell = problem, limits, tell
        self._watch = Watch(limits)
        self._standing, self._broken = standing(problem)
        self._parts: list[_Part] = []
        self._posts: dict[tuple[str, tuple[str, ...]], Post] = {}

    def solution(self) -> Solution:
        """The best found in time."""
        if self._broken:
            return self._infeasible()
        self._begin()
        self._report()
        for part in self._parts:
            if part.best.key != part.bound and not self._watch.over:
                self._search(part)
        return self._found()

    def _begin(self) -> None:
        """Each part with a first choice of posts, the smallest first."""
        taken = {name for post in self._standing for name in post.demands}
        whole = Ground(self._problem, [demand for demand in self._problem.demands if demand.id not in taken])
        for members in sorted(whole.components(), key=len):
            ground = whole.part(members)
            timetables = Timetables(ground)
            starts = [first_choice(ground, timetables, self._watch)]
            if earlier := self._earlier(ground):
                starts.append(first_choice(ground, timetables, self._watch, earlier))
            self._parts.append(_Part(ground, min(starts, key=lambda choice: choice.key), first_bound(ground)))

    def _earlier(self, ground: Ground) -> list[tuple[int, tuple[int, ...]]]:
        """The posts of `previous` on a ground that still keep to the rules."""
        index = {demand.id: i for i, demand in enumerate(ground.demands)}
        posts = [given for given in self._problem.previous if index.keys() >= set(given.demands)]
        sound = [given for given in posts if timetabled(self._problem, given)[1] is None]
        return [(index[given.host], tuple(index[name] for name in given.demands)) for given in sound]

    def _search(self, part: _Part) -> None:
        with self._watch.paused():
            from network.matching.hires.search import Search
        search = Search(part.ground, part.best, part.bound, self._watch, lambda *news: self._hear(part, *news))
        search.run()

    def _hear(self, part: _Part, best: Choice, bound: Key) -> None:
        part.best, part.bound = best, bound
        self._report()

    def _report(self) -> None:
        best = self._found()
        self._tell(Progress(phase="posts", objective=best.objective, bound=best.bound, best=best))

    def _found(self) -> Solution:
        posts = sorted([*self._standing, *self._chosen()], key=lambda post: post.demands)
        placed = {name for post in posts for name in post.demands}
        objective = worked_out(self._problem, [post.to_dict() for post in posts])
        bound = self._bound(objective)
        return Solution(
            status=Status.OPTIMAL if bound == objective else Status.FEASIBLE,
            seconds=self._watch.seconds,
            seed=self._limits.seed,
            objective=objective,
            bound=bound,
            posts=tuple(posts),
            unplaced=tuple(demand.id for demand in self._problem.demands if demand.id not in placed),
        )

    def _chosen(self) -> list[Post]:
        """The posts of the best choices of all parts."""
        posts = []
        for part in self._parts:
            names = [demand.id for demand in part.ground.demands]
            posts += [self._post(names[host], tuple(names[i] for i in members)) for host, members in part.best.posts]
        return posts

    def _post(self, host: str, names: tuple[str, ...]) -> Post:
        if (host, names) not in self._posts:
            self._posts[host, names] = timetabled(self._problem, Given(host=host, demands=names))[0]
        return self._posts[host, names]

    def _bound(self, objective: list[int]) -> list[int | None]:
        """The objective as far as it is proven, a bound on its first entry that is not, None after that."""
        best, least = sum_of(part.best.key for part in self._parts), sum_of(part.bound for part in self._parts)
        upwards = (1, -1, -1)
        start = len(objective) - len(best)
        bound: list[int | None] = [*objective[:start]]
        for k, value in enumerate(objective[start:]):
            proven = bound == objective[: start + k]
            bound.append(value + upwards[k] * (best[k] - least[k]) if proven else None)
        return bound

    def _infeasible(self) -> Solution:
        return Solution(
            status=Status.INFEASIBLE,
            seconds=self._watch.seconds,
            seed=self._limits.seed,
            conflict=tuple(self._broken),
        )
