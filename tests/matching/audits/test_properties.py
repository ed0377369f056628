"""Whatever the exchanges, the engine finds what going through all sets of cycles finds."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from network.matching import audits
from network.matching.audits import graph, master, run
from network.matching.solver import Limits, Status

if TYPE_CHECKING:
    from collections.abc import Iterator


steady = settings(
    max_examples=120, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)


@st.composite
def problems(draw: st.DrawFn, most: int = 7) -> dict[str, Any]:
    """Problems of up to 7 organisations, with every rule on or off."""
    names = [f"o{k}" for k in range(draw(st.integers(0, most)))]
    pairs = list(permutations(names, 2))
    values = draw(st.sampled_from([st.just(1), st.integers(0, 5), st.integers(0, 10**9)]))
    exchanges = [[a, b, draw(values)] for a, b in pairs if draw(st.booleans())]
    problem: dict[str, Any] = {
        "kind": "audits",
        "organisations": names,
        "exchanges": exchanges,
        "max_cycle": draw(st.integers(2, 4)),
        "prefer_pairs": draw(st.booleans()),
    }
    possible = list(cycles(problem))
    if possible and draw(st.booleans()):
        problem["keep"] = draw(st.lists(st.sampled_from(possible), max_size=2, unique_by=tuple))
    if possible and draw(st.booleans()):
        problem["previous"] = {"cycles": draw(st.lists(st.sampled_from(possible), max_size=3, unique_by=tuple))}
        problem["stay"] = draw(st.booleans())
    return problem


def cycles(problem: dict[str, Any]) -> Iterator[list[str]]:
    """Every cycle, from its smallest id on."""
    allowed = {(a, b) for a, b, _ in problem["exchanges"]}
    for length in range(2, problem["max_cycle"] + 1):
        for cycle in permutations(sorted(problem["organisations"]), length):
            if cycle[0] == min(cycle) and all(step in allowed for step in audits.problem.steps(cycle)):
                yield list(cycle)


def best_by_brute_force(problem: dict[str, Any]) -> list[int] | None:
    """The best objective; None if the kept cycles cannot stand."""
    kept = [tuple(cycle) for cycle in problem.get("keep", [])]
    if len({name for cycle in kept for name in cycle}) < sum(map(len, kept)):
        return None
    taken = {name for cycle in kept for name in cycle}
    left = [tuple(cycle) for cycle in cycles(problem) if taken.isdisjoint(cycle)]
    return max(objective(problem, [*kept, *chosen]) for chosen in disjoint(left))


def disjoint(left: list[tuple[str, ...]]) -> Iterator[list[tuple[str, ...]]]:
    """Every set of disjoint cycles."""
    if not left:
        yield []
        return
    first, rest = left[0], left[1:]
    yield from disjoint(rest)
    for more in disjoint([cycle for cycle in rest if set(cycle).isdisjoint(first)]):
        yield [first, *more]


def objective(problem: dict[str, Any], chosen: list[tuple[str, ...]]) -> list[int]:
    """As problems.md says."""
    values = {(a, b): value for a, b, value in problem["exchanges"]}
    earlier = {tuple(cycle) for cycle in problem.get("previous", {}).get("cycles", [])}
    return (
        [len(earlier & set(chosen))] * problem.get("stay", False)
        + [sum(map(len, chosen))]
        + [sum(2 for cycle in chosen if len(cycle) == 2)] * problem["prefer_pairs"]
        + [sum(values[step] for cycle in chosen for step in audits.problem.steps(cycle))]
    )


def solve(problem: dict[str, Any]) -> audits.Solution:
    """Read and solve."""
    return audits.solve(audits.read_problem(problem), Limits(seconds=30, workers=1))


def agree(problem: dict[str, Any]) -> None:
    """The engine and brute force."""
    solution, best = solve(problem), best_by_brute_force(problem)
    assert (solution.status is Status.INFEASIBLE) == (best is None)
    assert solution.objective == solution.bound == best


@steady
@given(problems())
def test_the_best_cycles(problem: dict[str, Any]) -> None:
    """All at once in the programme."""
    agree(problem)


@settings(steady, max_examples=60)
@given(problems())
def test_the_best_cycles_by_column_generation(problem: dict[str, Any]) -> None:
    """With cycles that are priced, and arcs that are looked up by search."""
    before = master.ALL_AT_ONCE, graph.DENSE_NODES
    master.ALL_AT_ONCE, graph.DENSE_NODES = 2, 0
    try:
        agree(problem)
    finally:
        master.ALL_AT_ONCE, graph.DENSE_NODES = before


@settings(steady, max_examples=60)
@given(problems())
def test_the_best_cycles_without_a_pool(problem: dict[str, Any]) -> None:
    """With cycles that are enumerated anew at each price."""
    before = master.ALL_AT_ONCE, run.POOL
    master.ALL_AT_ONCE, run.POOL = 2, 1
    try:
        agree(problem)
    finally:
        master.ALL_AT_ONCE, run.POOL = before
