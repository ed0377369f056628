"""However little a search may use, what it hands in holds the rules."""

from __future__ import annotations

import threading

from network.matching import consortia
from network.matching.solver import Limits, Progress, Status
from tests.matching.consortia.helpers import PAIR, road, solve


def test_there_is_nothing_to_form() -> None:
    """No projects, or none that can have a team: zeros, proved."""
    found = solve(road(projects=[]))
    assert (found.status, found.objective, found.bound) == (Status.OPTIMAL, [0, 0], [0, 0])
    found = solve(road(projects=[{"id": "fournil", "call": PAIR | {"min_partners": 9}}]))
    assert (found.status, found.objective, found.impossible) == (Status.OPTIMAL, [0, 0], ("fournil",))


def test_no_time_at_all() -> None:
    """Nothing is formed, and that is not proved; nothing is explained."""
    found = solve(road(), Limits(seconds=0))
    assert (found.status, found.objective, found.bound) == (Status.FEASIBLE, [0, 0], [2, None])
    cancelled = threading.Event()
    cancelled.set()
    said = consortia.explain_sharing(consortia.read_problem(road()), solve(road()), Limits(cancel=cancelled))
    assert {row["objective"] for row in said["one_more"]} == {None}


def test_a_cancel_keeps_the_best_so_far() -> None:
    """With bounds on the side where the best may be."""
    for stop in range(1, 6):
        limits, news = Limits(seconds=60, workers=1), list[Progress]()

        def hear(line: Progress, limits: Limits = limits, news: list[Progress] = news, stop: int = stop) -> None:
            news.append(line)
            if len(news) == stop:
                limits.cancel.set()

        found = consortia.solve(consortia.read_problem(road()), limits, hear)
        assert found.bound is not None and found.objective is not None and found.bound[0] is not None
        assert news[0].phase == "alone" and found.bound[0] >= found.objective[0]


def test_an_organisation_may_be_in_all() -> None:
    """Then each project has the team that it would have alone."""
    found = solve(road(max_per_member=2))
    assert found.objective == found.one_by_one == [2, 500]
    assert {row.members for row in found.formed} == {("bert", "carl")}
