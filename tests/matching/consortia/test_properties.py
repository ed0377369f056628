"""Whatever the projects, the engine finds what going through all choices finds."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from network.matching import consortia
from tests.matching.consortia import brute_force
from tests.matching.consortia.helpers import LIMITS
from tests.matching.consortium.random_problems import CAPABILITIES, call, candidate, relations

steady = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@st.composite
def problems(draw: st.DrawFn) -> dict[str, Any]:
    """Up to three projects over up to five organisations, with every rule on or off."""
    capabilities = draw(st.sampled_from([[], CAPABILITIES[:1]]))
    names = [f"c{k}" for k in range(draw(st.integers(1, 5)))]
    problem: dict[str, Any] = {
        "kind": "consortia",
        "candidates": [draw(candidate(name, capabilities)) for name in names],
        "cohesion": draw(st.sampled_from(["lead", "pairs"])),
        "member_bonus": draw(st.sampled_from([0, 300])),
        "projects": [{"id": f"p{k}", "call": draw(call(capabilities))} for k in range(draw(st.integers(1, 3)))],
        "max_of_member": draw(st.dictionaries(st.sampled_from(names), st.integers(0, 2), max_size=2)),
    }
    shared = draw(relations(names))
    problem |= {key: shared[key] for key in ("ties", "incompatible") if key in shared}
    for project in problem["projects"]:
        own = draw(relations(names))
        project |= {key: own[key] for key in ("pinned", "excluded") if key in own}
    if draw(st.booleans()):
        problem["max_per_member"] = draw(st.integers(0, 2))
    if draw(st.booleans()):
        problem["projects"][0]["candidates"] = [draw(candidate(name, capabilities)) for name in names]
    return problem


@steady
@given(problems())
def test_the_best_choice_of_teams(problem: dict[str, Any]) -> None:
    """As many as can be, then the closest-knit; never worse than one after the other; told why."""
    read = consortia.read_problem(problem)
    found = consortia.solve(read, LIMITS)
    assert found.objective == found.bound == brute_force.best(problem)
    assert found.one_by_one is not None and found.objective is not None
    assert (-found.objective[0], found.objective[1]) <= (-found.one_by_one[0], found.one_by_one[1])
    said = consortia.explain_sharing(read, found, LIMITS)
    for row in said["projects"]:
        assert (row["reason"] is None) == (row["project"] not in found.unformed)
        possible = bool(brute_force.teams(problem, next(p for p in problem["projects"] if p["id"] == row["project"])))
        assert (row["reason"] == "impossible") == (not possible)
    for row in said["one_more"]:
        limit = read.most_of(row["member"]) + 1
        wider = problem | {"max_of_member": problem["max_of_member"] | {row["member"]: limit}}
        assert row["objective"] == brute_force.best(wider)
