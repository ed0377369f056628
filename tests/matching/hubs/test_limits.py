"""What cannot be, and however little a search may use: a solution with a bound that holds."""

from __future__ import annotations

import threading

import pytest

from network.matching import hubs
from network.matching.solver import Limits, Progress, Status
from tests.matching.hubs.helpers import LIMITS, solve
from tests.matching.hubs.instances import scattered, street

SMALL = hubs.read_problem(scattered(40, 4))


def test_no_time_at_all() -> None:
    """Nothing is known."""
    found = hubs.solve(SMALL, Limits(seconds=0))
    assert (found.status, found.objective, found.bound, found.hubs) == (Status.UNKNOWN, None, None, {})


def test_a_cancel_ends_it_with_the_best_so_far() -> None:
    """Set when the first solution is told."""
    limits, told = Limits(seconds=60, cancel=threading.Event()), list[Progress]()

    def hear(news: Progress) -> None:
        told.append(news)
        if news.best is not None:
            limits.cancel.set()

    found = hubs.solve(SMALL, limits, hear)
    assert found.status is Status.FEASIBLE
    assert told[-1].objective == found.objective


def test_the_same_bytes_again() -> None:
    """One worker, no limit hit."""
    first, second = (hubs.solve(SMALL, limits).to_dict() for limits in (LIMITS, Limits(seconds=60, workers=1)))
    assert first["status"] == "optimal"
    assert first | {"seconds": 0} == second | {"seconds": 0}


def test_little_memory_is_enough_for_a_solution() -> None:
    """Fewer clusters are listed; what is claimed still holds."""
    free, small = (hubs.solve(SMALL, Limits(seconds=30, workers=1, memory_mb=mb)) for mb in (None, 1))
    assert free.objective is not None
    assert small.bound is not None
    assert small.bound <= free.objective


@pytest.mark.parametrize(
    ("demands", "hub_count", "conflict"),
    [
        ([], 1, "hub_count"),
        ([1, 1, 1, 1, 1], 5, "hub_count"),
        ([1, 1, 1, 1, 3], 2, "demand"),
        ([1, 1, 1, 1, 1], 1, "capacity"),
        ([2, 2, 2, 0, 0], 2, "capacity"),
    ],
)
def test_what_cannot_be_is_named(demands: list[int], hub_count: int, conflict: str) -> None:
    """More hubs than hosts, a site that fits nowhere, too little room, sites that cannot be shared out."""
    problem = street(hub_count=hub_count)
    sites = [site | {"demand": asked} for site, asked in zip(problem["sites"], demands, strict=False)]
    distances = [row[: len(sites)] for row in problem["distances"][: len(sites)]]
    found = solve(problem | {"sites": sites, "distances": distances})
    assert (found.status, found.objective, found.bound) == (Status.INFEASIBLE, None, None)
    assert found.to_dict()["conflict"] == [conflict]


def test_metres_are_those_of_the_map() -> None:
    """Without a matrix; the objective is worked out by the validation."""
    found = hubs.solve(SMALL, LIMITS)
    assert found.status is Status.OPTIMAL
    assert sum(len(served) for served in found.hubs.values()) == 40
