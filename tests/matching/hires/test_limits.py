"""However little a search may use, what it hands in is a solution with a bound that holds."""

from __future__ import annotations

import threading
import time

from network.matching import hires
from network.matching.solver import Limits, Progress, Status
from tests.matching.hires.helpers import LIMITS
from tests.matching.hires.instances import demand, scattered

LARGE = hires.read_problem(scattered(200))


def test_no_time_at_all() -> None:
    """Nobody is placed; the bound is that of demands one by one."""
    found = hires.solve(LARGE, Limits(seconds=0))
    assert found.status is Status.FEASIBLE
    assert found.bound is not None
    assert found.bound[0] == sum(demand.half_days for demand in LARGE.demands)


def test_the_end_of_its_time_is_kept_to() -> None:
    """With the best posts that it told of."""
    news: list[Progress] = []
    started = time.process_time()
    found = hires.solve(LARGE, Limits(seconds=3, workers=1), news.append)
    assert time.process_time() - started < 4
    told = [progress.objective for progress in news if isinstance(progress.objective, list)]
    assert found.objective == min(told, key=lambda entries: (-entries[0], *entries[1:]))
    assert found.status is Status.FEASIBLE


def test_a_cancel_is_heard_soon() -> None:
    """From another thread, wherever the search is."""
    for after in (0.05, 0.3, 1.0, 2.0):
        limits = Limits(seconds=60)
        threading.Timer(after, limits.cancel.set).start()
        started = time.process_time()
        assert hires.solve(LARGE, limits).status is Status.FEASIBLE
        assert time.process_time() - started < after + 1  # 0.2 on a machine that has nothing else to do


def test_with_little_memory_not_all_posts_are_listed() -> None:
    """Then neighbourhoods alone are searched, and the bound is that of counting."""
    problem = hires.read_problem(scattered(60))
    limited = hires.solve(problem, Limits(seconds=3, workers=1, memory_mb=1))
    free = hires.solve(problem, LIMITS)
    assert free.status is Status.OPTIMAL
    assert limited.objective is not None
    assert limited.bound is not None
    assert free.objective is not None
    assert limited.objective[0] <= free.objective[0] <= (limited.bound[0] or 0)


def test_the_seconds_do_not_change_what_is_found() -> None:
    """One worker, no limit hit: the same solution but for the seconds."""
    problem = hires.read_problem(scattered(40))
    first, second = (hires.solve(problem, Limits(seconds=s, workers=1)).to_dict() for s in (30, 60))
    assert first | {"seconds": 0} == second | {"seconds": 0}


def test_there_is_nothing_to_find() -> None:
    """No demands: zeros; no post can be large enough: all unplaced."""
    nobody = hires.solve(hires.read_problem({"kind": "hires", "demands": []}), LIMITS)
    assert (nobody.status, nobody.objective) == (Status.OPTIMAL, [0, 0, 0])
    rules = {"min_half_days": 9, "max_half_days": 8}
    crossed = hires.solve(hires.read_problem(scattered(5) | {"posts": rules}), LIMITS)
    assert (crossed.status, crossed.objective, len(crossed.unplaced)) == (Status.OPTIMAL, [0, 0, 0], 5)


def test_a_post_of_twenty_demands_keeps_to_the_time() -> None:
    """A million states of a timetable are moved at once."""
    demands = [demand(f"d{k:02}", 1, north_km=k / 10) for k in range(20)]
    problem = hires.read_problem({"kind": "hires", "weeks": 2, "demands": demands, "posts": {"min_half_days": 20}})
    started = time.process_time()
    found = hires.solve(problem, Limits(seconds=4, workers=1))
    assert time.process_time() - started < 6
    assert found.objective is not None
    assert found.objective[:2] == [20, 1]
