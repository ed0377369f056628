"""However little a search may use, what it hands in holds the rules."""

from __future__ import annotations

import threading

from network.matching import portfolio
from network.matching.solver import Limits, Progress, Status
from tests.matching.portfolio.helpers import LIMITS, solve
from tests.matching.portfolio.instances import crowd, village


def test_there_is_nothing_to_fund() -> None:
    """No dossiers: zeros."""
    found = solve({"kind": "portfolio", "dossiers": [], "envelope": 5})
    assert (found.status, found.objective, found.bound, found.funded) == (Status.OPTIMAL, [0, 0], [0, 0], ())


def test_an_area_that_nobody_serves() -> None:
    """Is infeasible, not unusable."""
    found = solve(village(min_per_area={"luxembourg": 1}))
    assert (found.status, found.objective, found.bound) == (Status.INFEASIBLE, None, None)


def test_no_time_at_all() -> None:
    """A first choice, and the bound of funding everything; where that breaks a rule nothing is known."""
    problem = portfolio.read_problem(crowd(300))
    found = portfolio.solve(problem, Limits(seconds=0))
    assert (found.status, bool(found.funded)) == (Status.FEASIBLE, True)
    assert found.bound == [sum(dossier.score for dossier in problem.dossiers), None]
    assert portfolio.explain_funding(problem, found, LIMITS) is None
    short = portfolio.read_problem(village(min_per_area={"liege": 1, "hainaut": 2}, envelope=70))
    assert portfolio.solve(short, Limits(seconds=0)).status is Status.UNKNOWN


def test_a_cancel_keeps_the_best_so_far() -> None:
    """With a bound above it."""
    limits, news = Limits(seconds=60), list[Progress]()

    def hear(line: Progress) -> None:
        news.append(line)
        if len(news) > 2:
            limits.cancel.set()

    found = portfolio.solve(portfolio.read_problem(crowd(400)), limits, hear)
    assert found.status is Status.FEASIBLE
    assert found.objective is not None and found.bound is not None and found.bound[0] is not None
    assert found.bound[0] > found.objective[0]
    assert news[0].phase == "score"


def test_out_of_time_a_reason_is_unknown() -> None:
    """And what the money buys is not said."""
    read, cancelled = portfolio.read_problem(village()), threading.Event()
    cancelled.set()
    said = portfolio.explain_funding(read, portfolio.solve(read, LIMITS), Limits(cancel=cancelled))
    assert said is not None
    assert (said["last_euro"], said["next_step"]) == (None, None)
    assert {row["reason"] for row in said["left"]} == {"unknown"}
