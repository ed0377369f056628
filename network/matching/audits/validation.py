"""The rules of reciprocal audits and their objective, worked out again from the solution."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from network.matching.validation import is_nothing, need, need_bound

if TYPE_CHECKING:
    from collections.abc import Mapping

    from network.matching.audits.problem import Problem


def validate(problem: Problem, solution: Mapping[str, Any]) -> None:
    """Check a solution, as `Solution.to_dict` gives it.

    Raises
    ------
    RuleBrokenError
        At the first rule that does not hold.
    """
    if is_nothing(solution, "audits", "cycles"):
        return
    cycles = solution["cycles"]
    for cycle in cycles:
        _check_cycle(problem, cycle)
    paired = [name for cycle in cycles for name in cycle]
    need(len(paired) == len(set(paired)), "an organisation in two cycles")
    need(sorted(paired + solution["unpaired"]) == sorted(problem.organisations), "paired and unpaired are not everyone")
    need(set(problem.must) <= set(paired), "must")
    rings = {_ring(cycle) for cycle in cycles}
    need(all(_ring(cycle) in rings for cycle in problem.keep), "keep")
    need(solution["objective"] == _worked_out(problem, cycles), "the objective is not that of the cycles")
    directions = (True,) * len(solution["objective"])
    need_bound(solution["objective"], solution["bound"], solution["status"], maximised=directions)


def _check_cycle(problem: Problem, cycle: list[str]) -> None:
    """Length 2..max_cycle, and along it each may audit the next."""
    need(2 <= len(cycle) <= problem.max_cycle, "length of a cycle")
    for auditor, audited in _steps(cycle):
        need((auditor, audited) in problem.exchanges, f"{auditor} may not audit {audited}")


def _ring(cycle: Any) -> frozenset[tuple[str, str]]:
    """Who audits whom along a cycle, wherever it begins."""
    return frozenset(_steps(cycle))


def _steps(cycle: Any) -> list[tuple[str, str]]:
    return [(name, cycle[(k + 1) % len(cycle)]) for k, name in enumerate(cycle)]


def _worked_out(problem: Problem, cycles: list[list[str]]) -> list[int]:
    paired = sum(len(cycle) for cycle in cycles)
    in_pairs = sum(len(cycle) for cycle in cycles if len(cycle) == 2)
    value = sum(problem.exchanges[step] for cycle in cycles for step in _steps(cycle))
    rings = {_ring(cycle) for cycle in cycles}
    kept = sum(_ring(cycle) in rings for cycle in set(problem.previous))
    return [kept] * problem.stay + [paired] + [in_pairs] * problem.prefer_pairs + [value]
