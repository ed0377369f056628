"""Why organisations are left without a cycle. What is said is exact; what is not worked out in time says so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from network.matching.audits.engine import solve
from network.matching.solver import Status, Watch

if TYPE_CHECKING:
    from collections.abc import Collection

    from network.matching.audits.problem import Problem
    from network.matching.audits.solution import Solution
    from network.matching.solver import Limits


def explain_unpaired(problem: Problem, solution: Solution, limits: Limits) -> list[dict[str, Any]]:
    """For each organisation that a solution leaves unpaired, why.

    Returns
    -------
    One entry an organisation, in the order of `solution.unpaired`, each with

    organisation : str
    audits, audited_by : int, how many it may audit, and how many may audit it.
    pairs_with : list of str, those with whom it may do both.
    reason : str, one of

        "no_exchange": it may audit nobody, or nobody may audit it.
        "no_cycle": none of its exchanges closes a cycle that is short enough.
        "kept_apart": each of its cycles meets a cycle that was kept.
        "another_instead": there is a solution as good with it, in which others stay out.
        "worse_with_it": it is out of every best solution: with it, some goal falls.
        "unknown": time is out, or the solution is not proved to be best.

    goal : str, for "worse_with_it" the first goal that falls: "kept", "paired", "in_pairs" or "value".
    objective, cycle, left : for the two reasons before "unknown", the best objective with it, its cycle then, and
        who is unpaired then but is paired in the solution.
    """
    watch = Watch(limits)
    return [_explained(problem, solution, name, watch) for name in solution.unpaired]


def _explained(problem: Problem, solution: Solution, name: str, watch: Watch) -> dict[str, Any]:
    audits = {b for a, b in problem.exchanges if a == name}
    audited_by = {a for a, b in problem.exchanges if b == name}
    entry = {
        "organisation": name,
        "audits": len(audits),
        "audited_by": len(audited_by),
        "pairs_with": sorted(audits & audited_by),
    }
    return entry | (_apart(problem, name) or _compared(problem, solution, name, watch))


def _apart(problem: Problem, name: str) -> dict[str, Any] | None:
    """The reason of an organisation that no solution at all could pair."""
    if not {name} <= {a for a, _ in problem.exchanges} & {b for _, b in problem.exchanges}:
        return {"reason": "no_exchange"}
    if not _in_a_cycle(problem, name, without=()):
        return {"reason": "no_cycle"}
    if not _in_a_cycle(problem, name, without={other for cycle in problem.keep for other in cycle}):
        return {"reason": "kept_apart"}
    return None


def _in_a_cycle(problem: Problem, name: str, without: Collection[str]) -> bool:
    """Whether a walk of at most `max_cycle` exchanges comes back; the shortest that does is a cycle."""
    steps = [(a, b) for a, b in problem.exchanges if a not in without and b not in without]
    reached = {name}
    for _ in range(problem.max_cycle):
        reached = {b for a, b in steps if a in reached}
        if name in reached:
            return True
    return False


def _compared(problem: Problem, solution: Solution, name: str, watch: Watch) -> dict[str, Any]:
    """The reason of an organisation, from the best solution in which it is paired."""
    if solution.status is not Status.OPTIMAL or watch.over:
        return {"reason": "unknown"}
    found = solve(replace(problem, must=(name,)), replace(watch.limits, seconds=watch.left))
    if found.status is not Status.OPTIMAL:
        return {"reason": "unknown"}
    best, reached = solution.objective or [], found.objective or []
    worse = [goal for goal, most, value in zip(problem.goals, best, reached, strict=True) if value < most]
    return ({"reason": "worse_with_it", "goal": worse[0]} if worse else {"reason": "another_instead"}) | {
        "objective": reached,
        "cycle": next(list(cycle) for cycle in found.cycles if name in cycle),
        "left": sorted(set(found.unpaired) - set(solution.unpaired)),
    }
