"""What makes a proposed team the best: what changes without each member, and how firm it is when the weights move.

Both answers are exact, and what is not finished in time says so. Without a member the problem is solved again; of the
weights see `weights`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from network.matching.consortium.aim import cohesion_aim
from network.matching.consortium.ground import Ground
from network.matching.consortium.remoteness import nearest_lead, objective
from network.matching.consortium.search import Found, Search
from network.matching.consortium.team import check_team
from network.matching.consortium.weights import Weights
from network.matching.solver import Watch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from network.matching.consortium.problem import Problem
    from network.matching.consortium.solution import Proposal, Solution
    from network.matching.solver import Limits


def explanation(problem: Problem, solution: Solution, limits: Limits) -> dict[str, Any]:
    """Of the first proposal: what changes without each of its members, in half of the time, and `explain_weights`."""
    watch, best = Watch(limits), solution.proposals[0]
    members = explain_members(problem, best, replace(limits, seconds=watch.left / 2))
    return {"members": members, "weights": explain_weights(problem, best, replace(limits, seconds=watch.left))}


def explain_members(problem: Problem, proposal: Proposal, limits: Limits) -> list[dict[str, Any]]:
    """For each member what changes without it.

    Returns
    -------
    One entry a member, in the order of the proposal, each with

    member : str
    breaks : list of {"criterion", "needed", "got", "kind"}: what the others alone would not hold any more.
    status : "optimal", "feasible" (time is out: a team, perhaps not the best), "infeasible" (no team without it) or
        "unknown" (time is out).
    members, lead, joined, left : the best team without it, and how it differs from the proposal; absent without one.
    difference : int, its objective less the proposal's.
    """
    watch = Watch(limits)
    return [_without(problem, proposal, member, watch) for member in proposal.members]


def _without(problem: Problem, proposal: Proposal, member: str, watch: Watch) -> dict[str, Any]:
    others = [name for name in proposal.members if name != member]
    free = replace(
        problem,
        excluded=tuple(sorted({*problem.excluded, member})),
        pinned=tuple(name for name in problem.pinned if name != member),
        keep=tuple(name for name in problem.keep if name != member),
    )
    found = Search(Ground(free), cohesion_aim(free), watch).run()
    entry = {"member": member, "breaks": _broken(problem, others), "status": str(found.status)}
    return entry | compared(free, found, proposal) if found.members else entry


def _broken(problem: Problem, members: list[str]) -> list[dict[str, Any]]:
    states = check_team(problem, members).criteria
    return [
        {"criterion": state.criterion, "needed": state.needed, "got": state.got, "kind": state.kind}
        for state in states
        if not state.ok
    ]


def compared(problem: Problem, found: Found, proposal: Proposal) -> dict[str, Any]:
    """A team that was found, and how it differs from the proposal."""
    members = [problem.candidates[i] for i in found.members]
    names = [member.id for member in members]
    lead = nearest_lead(problem, members)
    return {
        "members": names,
        "lead": lead.id,
        "joined": [name for name in names if name not in proposal.members],
        "left": [name for name in proposal.members if name not in names],
        "difference": objective(problem, members, lead) - _value(problem, proposal.members),
    }


def _value(problem: Problem, names: Iterable[str]) -> int:
    members = [problem.by_id[name] for name in names]
    return objective(problem, members, nearest_lead(problem, members))


def explain_weights(problem: Problem, proposal: Proposal, limits: Limits) -> dict[str, Any]:
    """Over which whole weights of kilometres, ties weighing the rest, the proposed team is a best one.

    Returns
    -------
    dict with

    km_weight : int, the problem's own.
    from, to : int, the team is a best one at each weight from the one to the other; None if it is not at its own.
    below, above : the best team just below `from` and just above `to`: {"km_weight", "members", "lead", "joined",
        "left", "difference"}; None at 0 and 100.
    complete : bool, false if the time was out: then the team may be best at further weights.
    """
    weights, own = Weights(problem, proposal.members, Watch(limits)), problem.remoteness.km_weight
    start, below, sure_below = _side(weights, proposal, range(own, -1, -1))
    end, above, sure_above = _side(weights, proposal, range(own, 101))
    return {
        "km_weight": own,
        "from": start,
        "to": end,
        "below": below,
        "above": above,
        "complete": sure_below and sure_above,
    }


def _side(weights: Weights, proposal: Proposal, some: range) -> tuple[int | None, dict[str, Any] | None, bool]:
    """The last of some weights up to which the team is a best one, the better team at the next, whether it is sure."""
    end = weights.best_until(some)
    if end.weight is None or end.better is None:
        return end.last, None, end.sure
    return end.last, {"km_weight": end.weight} | compared(weights.moved(end.weight), end.better, proposal), end.sure
