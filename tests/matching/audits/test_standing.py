"""Cycles to keep, an earlier solution to start from, and as much of it as can stay."""

from __future__ import annotations

from network.matching import audits
from network.matching.solver import Limits, Status
from tests.matching.audits.helpers import solve
from tests.matching.audits.instances import scattered, village

RING = ["dora", "bert", "carl"]


def test_a_cycle_to_keep_stands() -> None:
    """Though two pairs were better; wherever it begins, and twice is once."""
    found = solve(village(keep={"cycles": [RING, ["bert", "carl", "dora"]]}))
    assert (found.objective, found.bound, found.cycles) == ([3, 120], [3, 120], (("bert", "carl", "dora"),))
    assert found.unpaired == ("anna", "emil")


def test_cycles_to_keep_that_cannot_stand_are_named() -> None:
    """Each with the first rule that it breaks."""
    found = solve(village(keep=[["anna", "bert"], RING, ["anna", "emil"]], max_cycle=2))
    assert (found.status, found.objective, found.bound) == (Status.INFEASIBLE, None, None)
    assert found.to_dict()["conflict"] == [
        {"keep": ["anna", "emil"], "rule": "exchanges"}, {"keep": ["bert", "carl", "dora"], "rule": "max_cycle"},
    ]  # fmt: skip
    overlapping = solve(village(keep=[["anna", "bert"], RING]))
    assert [broken.rule for broken in overlapping.conflict] == ["disjoint"]


def test_as_many_cycles_as_can_stay_do() -> None:
    """The first objective counts them; one that is no longer permitted, or whose people have gone, does not."""
    earlier = {"cycles": [RING]}
    assert solve(village(previous=earlier)).objective == [4, 51]
    assert solve(village(previous=earlier, stay=True)).objective == [1, 3, 120]
    assert solve(village(previous=earlier, stay=True, max_cycle=2)).objective == [0, 4, 51]
    assert solve(village(previous={"cycles": [["carl", "zoe"], RING]}, stay=True)).objective == [1, 3, 120]


def test_the_search_starts_from_an_earlier_solution() -> None:
    """What comes out is no worse, even without the time to look for anything."""
    problem = scattered(200)
    earlier = solve(problem)
    assert earlier.status is Status.OPTIMAL
    again = audits.read_problem(problem | {"previous": earlier.to_dict()})
    assert audits.solve(again, Limits(seconds=0)).objective == earlier.objective
