"""The search for the best teams of all projects together.

First how many consortia can be formed; then column generation over the teams of each project, whose exact search under
prices bounds the whole; then, of each project, all teams that the gap leaves, and the best choice among them.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np

from network.matching.consortia.model import Plain
from network.matching.consortia.sharing import Sharing
from network.matching.consortia.solution import Alone, Formed, Solution
from network.matching.consortia.teams import SCALE, Teams
from network.matching.consortium.contributions import balanced_contributions
from network.matching.consortium.remoteness import nearest_lead
from network.matching.solver import OutOfTimeError, Progress, Status, Watch

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from network.matching.consortia.problem import Problem
    from network.matching.consortia.teams import Column
    from network.matching.consortium.search import Found
    from network.matching.solver import Limits, OnProgress

ALL_ORDERS_OF = 3
"""So many projects are taken one after the other in every order."""
ORDERS_PART = 0.3
"""Of the time, at most, for orders after the first."""


class Search:
    """One solve under way."""

    def __init__(self, problem: Problem, limits: Limits, tell: OnProgress) -> None:
        self._problem, self._limits, self._tell = problem, limits, tell
        self._watch = Watch(limits)
        self._most = [problem.most_of(name) for name in problem.organisations]
        self._teams: list[Teams] = []
        self._alone: dict[int, Found] = {}
        self._best: list[Column] = []
        self._most_formed = len(problem.projects)
        self._least_cost: int | None = None
        self._one_by_one: list[int] | None = None

    def solution(self) -> Solution:
        """The best choice of teams, or the best so far."""
        try:
            self._look_alone()
            self._take_turns()
            self._form_most()
            self._share()
        except OutOfTimeError:
            pass
        return self._so_far()

    def _look_alone(self) -> None:
        """The best team of each project as if it were the only one."""
        self._report("alone")
        places = {name: k for k, name in enumerate(self._problem.organisations)}
        nothing = np.zeros(len(places), dtype=np.int64)
        for k, project in enumerate(self._problem.projects):
            self._watch.check()
            self._teams.append(Teams(k, project.team, places, self._watch))
            self._alone[k], _ = self._teams[k].best(nothing)
        self._most_formed = len(self._formable)

    @property
    def _formable(self) -> list[int]:
        """The projects that have a team, or may have one."""
        return [k for k, found in self._alone.items() if found.status is not Status.INFEASIBLE]

    @property
    def _least_alone(self) -> int:
        """What so many consortia cost at least, for none costs less than alone."""
        bounds = sorted(-(-found.bound // SCALE) for found in self._alone.values() if found.bound is not None)
        return sum(bounds[: len(self._best)])

    def _take_turns(self) -> None:
        """One project after the other takes the best team that is left, in several orders."""
        self._report("turns")
        hardest = sorted(self._formable, key=lambda k: -(self._alone[k].value or 0))
        if len(hardest) <= ALL_ORDERS_OF:
            orders = [list(order) for order in permutations(hardest)] or [[]]
        else:
            orders = [self._formable, self._formable[::-1], hardest, hardest[::-1]]
        for count, order in enumerate(orders):
            self._watch.check()
            if count and self._watch.seconds > ORDERS_PART * self._limits.seconds:
                break
            self._take(self._one_after_the_other(order), "turns")
        self._one_by_one = _score(self._best)

    def _one_after_the_other(self, order: Sequence[int]) -> list[Column]:
        taken: list[Column] = []
        times = Counter[int]()
        for k in order:
            if self._watch.over:
                break
            rows, team = self._teams[k], self._alone[k].members
            full = {place for place in rows.places.tolist() if times[place] >= self._most[place]}
            if not team or full & set(rows.places[list(team)].tolist()):
                team = rows.without(self._problem.organisations[place] for place in full).members
            if team:
                taken.append(rows.column(team))
                times.update(rows.places[list(team)].tolist())
        return sorted(taken, key=lambda column: column.project)

    def _form_most(self) -> None:
        """As many consortia as there can be, whatever they cost."""
        if len(self._best) == self._most_formed:
            return
        self._report("forming")
        plain = Plain([self._teams[k] for k in self._formable], self._most, self._watch)
        found, self._most_formed = plain.most_formed(self._best, self._watch)
        if found is not None:
            self._take([self._teams[k].column(team) for k, team in found], "forming")

    def _share(self) -> None:
        """The least cost of so many consortia."""
        if len(self._best) < self._most_formed:
            return
        if self._best:
            self._report("sharing")
            teams = {k: self._teams[k] for k in self._formable}
            Sharing(
                teams, self._most, self._best, self._watch, better=partial(self._take, phase="sharing"),
                bounded=self._raise_bound,
            ).run([self._teams[k].column(self._alone[k].members) for k in teams if self._alone[k].members])  # fmt: skip

    def _raise_bound(self, cost: int) -> None:
        self._least_cost = max(cost, self._least_alone if self._least_cost is None else self._least_cost)

    def _take(self, columns: list[Column], phase: str) -> None:
        """Keep a choice if it is better than the best so far."""
        (formed, cost), (most, least) = _score(columns), _score(self._best)
        if (-formed, cost) < (-most, least):
            self._best = columns
            self._report(phase)

    def _report(self, phase: str) -> None:
        best = self._so_far()
        self._tell(Progress(phase=phase, objective=best.objective, bound=best.bound, best=best))

    def _so_far(self) -> Solution:
        objective, projects = _score(self._best), self._problem.projects
        bound: list[int | None] = [self._most_formed, None]
        if objective[0] == self._most_formed:
            bound[1] = min(self._least_alone if self._least_cost is None else self._least_cost, objective[1])
        formed = {column.project for column in self._best}
        return Solution(
            status=Status.OPTIMAL if bound == objective else Status.FEASIBLE,
            seconds=self._watch.seconds,
            seed=self._limits.seed,
            objective=objective,
            bound=bound,
            formed=tuple(self._formed(column) for column in self._best),
            unformed=tuple(project.id for k, project in enumerate(projects) if k not in formed),
            impossible=tuple(projects[k].id for k, found in self._alone.items() if found.status is Status.INFEASIBLE),
            alone={project.id: self._alone_in(k) for k, project in enumerate(projects)},
            one_by_one=self._one_by_one,
        )

    def _alone_in(self, k: int) -> Alone | None:
        found = self._alone.get(k)
        if found is None or not found.members:
            return None
        column = self._teams[k].column(found.members)
        return Alone(members=self._names(column), objective=column.cost)

    def _names(self, column: Column) -> tuple[str, ...]:
        candidates = self._problem.projects[column.project].team.candidates
        return tuple(candidates[i].id for i in column.team)

    def _formed(self, column: Column) -> Formed:
        team = self._problem.projects[column.project].team
        members = [team.candidates[i] for i in column.team]
        return Formed(
            project=self._problem.projects[column.project].id,
            members=self._names(column),
            lead=nearest_lead(team, members).id,
            contributions=balanced_contributions(team.call, members),
            objective=column.cost,
        )


def _score(columns: Iterable[Column]) -> list[int]:
    """Consortia formed, and what they cost together."""
    costs = [column.cost for column in columns]
    return [len(costs), sum(costs)]
