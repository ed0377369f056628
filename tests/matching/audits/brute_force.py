"""The best cycles by going through all sets of them, straight from the sentences of the problem."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

Cycle = tuple[str, ...]


def best(problem: dict[str, Any], *, must: str | None = None) -> list[int] | None:
    """The best objective, with `must` in a cycle if given; None if there is no solution."""
    return max((objective(problem, chosen) for chosen in solutions(problem, must=must)), default=None)


def solutions(problem: dict[str, Any], *, must: str | None = None) -> Iterator[list[Cycle]]:
    """Every set of disjoint cycles with those to keep."""
    kept = [tuple(cycle) for cycle in problem.get("keep", [])]
    taken = {name for cycle in kept for name in cycle}
    if len(taken) < sum(map(len, kept)):
        return
    left = [cycle for cycle in cycles(problem) if taken.isdisjoint(cycle)]
    for chosen in _disjoint(left):
        if must is None or any(must in cycle for cycle in kept + chosen):
            yield kept + chosen


def cycles(problem: dict[str, Any]) -> Iterator[Cycle]:
    """Every cycle, from its smallest id on."""
    allowed = {(auditor, audited) for auditor, audited, _ in problem["exchanges"]}
    for length in range(2, problem["max_cycle"] + 1):
        for cycle in permutations(sorted(problem["organisations"]), length):
            if cycle[0] == min(cycle) and all(step in allowed for step in steps(cycle)):
                yield cycle


def steps(cycle: Cycle) -> list[tuple[str, str]]:
    """Who audits whom."""
    return [(name, cycle[(k + 1) % len(cycle)]) for k, name in enumerate(cycle)]


def objective(problem: dict[str, Any], chosen: list[Cycle]) -> list[int]:
    """What is maximised, first entry first."""
    values = {(auditor, audited): value for auditor, audited, value in problem["exchanges"]}
    earlier = {tuple(cycle) for cycle in problem.get("previous", {}).get("cycles", [])}
    return (
        [len(earlier & set(chosen))] * problem.get("stay", False)
        + [sum(map(len, chosen))]
        + [sum(2 for cycle in chosen if len(cycle) == 2)] * problem["prefer_pairs"]
        + [sum(values[step] for cycle in chosen for step in steps(cycle))]
    )


def _disjoint(left: list[Cycle]) -> Iterator[list[Cycle]]:
    if not left:
        yield []
        return
    first, *rest = left
    yield from _disjoint(rest)
    for more in _disjoint([cycle for cycle in rest if set(cycle).isdisjoint(first)]):
        yield [first, *more]
