"""Whatever the rules, the engine finds what going through all teams finds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings

from network.matching import consortium
from network.matching.consortium import costs, roots
from network.matching.solver import Limits, Status
from tests.matching.consortium import brute_force
from tests.matching.consortium.helpers import solve
from tests.matching.consortium.random_problems import plain_problems, problems

steady = settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@steady
@given(problems())
def test_proposals_are_the_best_one_after_the_other(problem: dict[str, Any]) -> None:
    """Each proposal is best among the teams that differ enough from those before; none is left out."""
    left, solution = list(brute_force.teams(problem)), solve(problem)
    assert (solution.status is Status.INFEASIBLE) == (not left)
    for proposal in solution.proposals:
        assert _score(problem, min(left)[0]) == proposal.objective == proposal.bound
        assert tuple(proposal.members) in {team for _, team in left}
        left = [row for row in left if len(set(row[1]) - set(proposal.members)) >= problem["min_difference"]]
    assert len(solution.proposals) == 1 + problem["alternatives"] or not left
    assert solution.alternatives_complete


@settings(steady, max_examples=25)
@given(problems())
def test_of_too_many_pairs_a_team_and_a_bound_that_hold(problem: dict[str, Any]) -> None:
    """Where no (n, n) array is made, a root that is too large has no proof, and nothing wrong is said."""
    problem |= {"cohesion": "pairs", "alternatives": 0, "stay": False}
    left = list(brute_force.teams(problem))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(costs, "PAIRS_UP_TO", 1)
        patch.setattr(roots, "PAIRS_UP_TO", 1)
        solution = solve(problem)
    assert left or solution.status in (Status.INFEASIBLE, Status.UNKNOWN)
    for proposal in solution.proposals:
        assert tuple(proposal.members) in {team for _, team in left}
        assert isinstance(proposal.objective, int)
        assert isinstance(proposal.bound, int)
        assert proposal.bound <= min(left)[0][1] <= proposal.objective


def _score(problem: dict[str, Any], value: tuple[int, int]) -> int | list[int]:
    lost, objective = value
    return [len(brute_force.previous(problem)) - lost, objective] if problem.get("stay") else objective


@steady
@given(problems(most_candidates=5))
def test_a_conflict_is_minimal(problem: dict[str, Any]) -> None:
    """The criteria named cannot hold together, and without any one of them the others can."""
    solution = solve(problem)
    assume(solution.status is Status.INFEASIBLE)
    conflict = list(solution.conflict)
    assert solution.explained
    if conflict in (["min_partners"], ["can_lead"]):
        assert not brute_force.feasible(brute_force.only(problem, []))
        return
    assert not brute_force.feasible(brute_force.only(problem, conflict))
    for name in conflict:
        assert brute_force.feasible(brute_force.only(problem, [other for other in conflict if other != name]))


@settings(steady, max_examples=40)
@given(problems(most_candidates=4))
def test_relaxations_are_all_and_nearest(problem: dict[str, Any]) -> None:
    """Every numeric criterion that alone mends the problem is named, with the nearest value that does."""
    solution = solve(problem)
    assume(solution.status is Status.INFEASIBLE)
    found = {
        row.criterion if row.kind is None else f"{row.criterion}:{row.kind}": (row.start, row.to)
        for row in solution.relaxations
    }
    assert found == brute_force.relaxations(problem)


@settings(steady, max_examples=40)
@given(problems())
def test_the_state_of_a_team_is_ok_exactly_where_it_holds_all_rules(problem: dict[str, Any]) -> None:
    """`check_team` agrees with the rules on every team of the first three candidates."""
    names = sorted(candidate["id"] for candidate in problem["candidates"])[:3]
    assume(names)
    read = consortium.read_problem(problem)
    allowed = {team: value for (_, value), team in brute_force.teams(problem)}
    for team in ((names[0],), tuple(names[:2]), tuple(names)):
        state = consortium.check_team(read, team)
        assert state.ok == (team in allowed)
        if state.ok:
            assert state.objective == allowed[team]


@settings(steady, max_examples=12)
@given(plain_problems())
def test_a_team_is_best_up_to_where_another_is_better(problem: dict[str, Any]) -> None:
    """At both ends and at some weights in between; beyond them not."""
    read, left = consortium.read_problem(problem), [team for _, team in brute_force.teams(problem)]
    proposal = solve(problem).proposals[0]
    found = consortium.explain_weights(read, proposal, Limits(workers=1))
    start, end = found["from"], found["to"]
    for weight in {max(0, start - 1), *range(start, end + 1, 9), end, min(100, end + 1)}:
        values = {team: brute_force.objective_at(problem, team, weight) for team in left}
        ahead = min(values.values()) - values[proposal.members]
        side = found["below" if weight < start else "above"]
        assert ahead == (0 if start <= weight <= end else side["difference"])
        assert (ahead == 0) == (start <= weight <= end)
