"""However little a search may use, what it hands in is a solution with a bound that holds."""

from __future__ import annotations

import threading
import time

import pytest

from network.matching import audits
from network.matching.audits import search
from network.matching.solver import Limits, Progress, Status
from tests.matching.audits.helpers import LIMITS, solve
from tests.matching.audits.instances import scattered, village


@pytest.fixture(scope="module")
def large() -> audits.Problem:
    """Two thousand organisations."""
    return audits.read_problem(scattered(2000, max_cycle=4, prefer_pairs=True))


def test_no_time_at_all(large: audits.Problem) -> None:
    """Nobody is paired; the bound is that of counting."""
    found = audits.solve(large, Limits(seconds=0))
    assert (found.status, found.objective, found.bound) == (Status.FEASIBLE, [0, 0, 0], [1998, None, None])


@pytest.mark.parametrize("seconds", [0.3, 1.0, 2.5])
def test_the_end_of_its_time_is_kept_to(large: audits.Problem, seconds: float) -> None:
    """With a bound on the first goal that is not proved."""
    news: list[Progress] = []
    started = time.process_time()
    found = audits.solve(large, Limits(seconds=seconds, workers=1), news.append)
    assert time.process_time() - started < seconds + 2
    assert found.status is Status.FEASIBLE
    assert found.objective is not None
    told = [line.objective for line in news if isinstance(line.objective, list)]
    assert told == sorted(told)
    assert found.objective >= told[-1]


def test_a_cancel_is_heard_soon(large: audits.Problem) -> None:
    """From another thread, wherever the search is."""
    for after in (0.05, 0.3, 1.0):
        limits = Limits(seconds=60)
        threading.Timer(after, limits.cancel.set).start()
        started = time.process_time()
        assert audits.solve(large, limits).status is Status.FEASIBLE
        assert time.process_time() - started < after + 2  # 0.2 on a machine that has nothing else to do


def test_with_little_memory_no_pool_is_kept() -> None:
    """The same objective, found by listing cycles anew."""
    problem = audits.read_problem(scattered(300, max_cycle=4))
    small, free = (audits.solve(problem, Limits(seconds=30, workers=1, memory_mb=mb)) for mb in (1, None))
    assert small.objective == small.bound == free.objective == free.bound


def test_the_seconds_do_not_change_what_is_found() -> None:
    """One worker, no limit hit: the same solution but for the seconds."""
    problem = audits.read_problem(scattered(150))
    first, second = (audits.solve(problem, Limits(seconds=s, workers=1)).to_dict() for s in (30, 60))
    assert first | {"seconds": 0} == second | {"seconds": 0}


def test_there_is_nothing_to_find() -> None:
    """Nobody, or nobody who may audit anybody: zeros."""
    nobody = solve({"kind": "audits", "organisations": []})
    assert (nobody.status, nobody.objective) == (Status.OPTIMAL, [0, 0])
    alone = audits.solve(audits.read_problem(village(exchanges=[])), LIMITS)
    assert (alone.status, alone.objective, len(alone.unpaired)) == (Status.OPTIMAL, [0, 0], 5)


def test_few_cycles_need_no_odd_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    """They take longer to find than an integer programme takes, where each of a few organisations knows many."""
    monkeypatch.setattr(search, "broken_odd_sets", None)
    found = solve(scattered(30, each=10, max_cycle=4, prefer_pairs=True))
    assert found.objective == found.bound == [30, 30, 25376]
