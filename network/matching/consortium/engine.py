"""Solving a consortium problem: the first team, its alternatives, or the reasons why there is none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from network.matching.consortium.aim import cohesion_aim, kept_aim
from network.matching.consortium.contributions import balanced_contributions
from network.matching.consortium.ground import Ground
from network.matching.consortium.reasons import Reasons
from network.matching.consortium.remoteness import nearest_lead, objective
from network.matching.consortium.search import Found, Search
from network.matching.consortium.solution import Proposal, Solution
from network.matching.consortium.validation import validate
from network.matching.solver import OutOfTimeError, Progress, Status, Watch, silent

if TYPE_CHECKING:
    from collections.abc import Callable

    from network.matching.consortium.aim import Aim
    from network.matching.consortium.problem import Problem
    from network.matching.consortium.solution import Bound, Score
    from network.matching.solver import Limits, OnProgress


def solve(problem: Problem, limits: Limits, on_progress: OnProgress | None = None) -> Solution:
    """The best team, `alternatives` more that differ from it, or why there is no team.

    Parameters
    ----------
    limits: seconds cover everything, reasons too.
    on_progress: called with the phase ("teams", "alternatives", "reasons"), the first team's objective and bound, and
        the best solution so far.

    Returns
    -------
    A solution of which every rule has been checked.
    """
    solution = _Engine(problem, limits, on_progress or silent).solution()
    validate(problem, solution.to_dict())
    return solution


class _Engine:
    """One solve under way."""

    def __init__(self, problem: Problem, limits: Limits, tell: OnProgress) -> None:
        self._problem, self._limits, self._tell = problem, limits, tell
        self._watch = Watch(limits)
        self._proposals: list[Proposal] = []

    def solution(self) -> Solution:
        """Teams, or reasons."""
        self._tell(Progress(phase="teams"))
        status = self._add_team(lambda team: self._report("teams", [team]))
        if status is Status.INFEASIBLE:
            return self._reasons()
        while status is Status.OPTIMAL and len(self._proposals) <= self._problem.alternatives:
            self._report("alternatives", self._proposals)
            status = self._add_team(lambda _: None)
        complete = status is Status.INFEASIBLE or len(self._proposals) > self._problem.alternatives
        return self._teams(self._proposals, complete=complete)

    def _add_team(self, better: Callable[[Proposal], None]) -> Status:
        """Find the best team that differs enough from those before; infeasible: there is none."""
        found, kept = self._most_kept() if self._problem.stay else (Found(status=Status.OPTIMAL), 0)
        if found.status is Status.OPTIMAL:
            found = self._closest(kept, found.members, better)
            bound: Bound = [kept, found.bound] if self._problem.stay else found.bound or 0
        else:
            bound = [-(found.bound or 0), None]
        if found.members:
            self._proposals.append(self._proposal(found, bound))
        return found.status

    def _most_kept(self) -> tuple[Found, int]:
        """With `stay`: the most members of `previous` that a team can have."""
        found = self._search(Ground(self._problem, self._earlier), kept_aim(self._problem)).run(self._previous)
        return found, -(found.value or 0)

    def _closest(self, kept: int, start: tuple[int, ...], better: Callable[[Proposal], None]) -> Found:
        """The team of the best objective among those with so many of `previous`."""

        def hear(found: Found) -> None:
            better(self._proposal(found, [kept, found.bound] if self._problem.stay else found.bound or 0))

        ground = Ground(self._problem, self._earlier, kept=kept)
        return self._search(ground, cohesion_aim(self._problem), hear).run(start or self._previous)

    def _search(self, ground: Ground, aim: Aim, better: Callable[[Found], None] = lambda _: None) -> Search:
        return Search(ground, aim, self._watch, better=better)

    @property
    def _earlier(self) -> list[tuple[str, ...]]:
        return [proposal.members for proposal in self._proposals]

    @property
    def _previous(self) -> tuple[int, ...]:
        index = {candidate.id: i for i, candidate in enumerate(self._problem.candidates)}
        return tuple(index[name] for name in self._problem.previous)

    def _proposal(self, found: Found, bound: Bound) -> Proposal:
        members = [self._problem.candidates[i] for i in found.members]
        lead = nearest_lead(self._problem, members)
        value = objective(self._problem, members, lead)
        kept = sum(member.id in self._problem.previous for member in members)
        score: Score = [kept, value] if self._problem.stay else value
        return Proposal(
            members=tuple(member.id for member in members),
            lead=lead.id,
            contributions=balanced_contributions(self._problem.call, members),
            objective=score,
            bound=bound,
            status=Status.OPTIMAL if bound == score else Status.FEASIBLE,
        )

    def _report(self, phase: str, proposals: list[Proposal]) -> None:
        best = self._teams(proposals, complete=False)
        self._tell(Progress(phase=phase, objective=best.objective, bound=best.bound, best=best))

    def _teams(self, proposals: list[Proposal], *, complete: bool) -> Solution:
        return Solution(
            status=proposals[0].status if proposals else Status.UNKNOWN,
            seconds=self._watch.seconds,
            seed=self._limits.seed,
            proposals=tuple(proposals),
            alternatives_complete=complete,
        )

    def _reasons(self) -> Solution:
        self._tell(Progress(phase="reasons"))
        reasons = Reasons(self._problem, self._watch)
        unexplained = Solution(
            status=Status.INFEASIBLE, seconds=self._watch.seconds, seed=self._limits.seed, explained=False
        )
        try:
            conflict = reasons.conflict()
            relaxations = tuple(reasons.relaxations(conflict))
        except OutOfTimeError:
            return replace(unexplained, seconds=self._watch.seconds)
        return replace(
            unexplained,
            seconds=self._watch.seconds,
            explained=True,
            conflict=tuple(conflict),
            relaxations=relaxations,
        )
