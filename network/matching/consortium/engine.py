"""Solving a consortium problem: the first team, its alternatives, or the reasons why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from network.matching.consortium.aim import cohesion_aim, count_aim
from network.matching.consortium.conflict import conflict
from network.matching.consortium.contributions import balanced_contributions
from network.matching.consortium.ground import Ground
from network.matching.consortium.remoteness import objective
from network.matching.consortium.rules import can_be_lead
from network.matching.consortium.search import Found, Search
from network.matching.consortium.solution import Proposal, Solution
from network.matching.consortium.validation import validate
from network.matching.solver import OutOfTimeError, Progress, Status, Watch, silent

if TYPE_CHECKING:
    from network.matching.consortium.problem import Problem
    from network.matching.consortium.solution import Score
    from network.matching.solver import Limits, OnProgress


def solve(problem: Problem, limits: Limits, on_progress: OnProgress | None = None) -> Solution:
    """The best team, `alternatives` more that differ from it, or why there is no team.

    Parameters
    ----------
    limits: seconds cover everything, explanations too.
    on_progress: called with the phase ("teams", "alternatives", "reasons"), bounds and the best solution so far.
    """
    watch = Watch(limits)
    tell = on_progress or silent
    proposals: list[Proposal] = []
    first = _best(problem, [], limits, watch)
    if first.status is Status.INFEASIBLE:
        tell(Progress(phase="reasons"))
        return _explained(problem, limits, watch)
    found: Found = first
    while found.members:
        proposals.append(_proposal(problem, found))
        best = _solution(watch, limits, first, proposals, complete=False)
        tell(Progress(phase="alternatives", objective=best.objective, bound=best.bound, best=best))
        if len(proposals) > problem.alternatives or found.status is not Status.OPTIMAL:
            break
        found = _best(problem, [proposal.members for proposal in proposals], limits, watch)
    complete = len(proposals) > problem.alternatives or found.status is Status.INFEASIBLE
    solution = _solution(watch, limits, first, proposals, complete=complete)
    validate(problem, solution.to_dict())
    return solution


def _best(problem: Problem, earlier: list[tuple[str, ...]], limits: Limits, watch: Watch) -> Found:
    return Search(Ground(problem, earlier), cohesion_aim(problem), watch, seed=limits.seed).run()


def feasible(problem: Problem, limits: Limits, watch: Watch) -> bool:
    watch.check()
    ground = Ground(problem)
    found = Search(ground, count_aim(problem, lambda _: 0), watch, any_team=True).run()
    if found.status is Status.UNKNOWN:
        raise OutOfTimeError
    return bool(found.members)


def _solution(watch: Watch, limits: Limits, first: Found, proposals: list[Proposal], *, complete: bool) -> Solution:
    return Solution(
        status=first.status,
        bound=proposals[0].bound if proposals else None,
        seconds=watch.seconds,
        seed=limits.seed,
        proposals=tuple(proposals),
        alternatives_complete=complete,
    )


def _proposal(problem: Problem, found: Found) -> Proposal:
    members = [problem.candidates[i] for i in found.members]
    lead = problem.candidates[found.lead] if found.lead is not None else next(m for m in members if can_be_lead(problem, m))
    value = objective(problem, members, lead)
    score: Score = [sum(m.id in problem.previous for m in members), value] if problem.stay else value
    bound: Any = score if found.status is Status.OPTIMAL else found.bound
    return Proposal(
        members=tuple(m.id for m in members),
        lead=lead.id,
        contributions=balanced_contributions(problem.call, members),
        objective=score,
        bound=bound,
        status=found.status,
    )


def _explained(problem: Problem, limits: Limits, watch: Watch) -> Solution:
    try:
        names = tuple(conflict(problem, lambda other: feasible(other, limits, watch)))
        explained = True
    except OutOfTimeError:
        names, explained = (), False
    return Solution(
        status=Status.INFEASIBLE, seconds=watch.seconds, seed=limits.seed, conflict=names, explained=explained
    )
