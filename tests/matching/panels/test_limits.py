"""However little a search may use, what it hands in is a solution with a bound that holds."""

from __future__ import annotations

from network.matching import panels
from network.matching.solver import Limits, Progress, Status
from tests.matching.panels.helpers import solve
from tests.matching.panels.instances import random_table, village

TIGHT = panels.read_problem(random_table(40, 40, load=3) | {"objective": "fair"})


def test_there_is_nothing_to_find() -> None:
    """Nobody, or nobody who needs anybody: zeros."""
    for objective, zeros in (("total", 0), ("fair", [0, 0])):
        nobody = solve({"kind": "panels", "auditors": [], "audited": [], "objective": objective})
        idle = solve(village(audited=[{"id": "zennes", "auditors_needed": 0}], scores=[], objective=objective))
        assert (nobody.status, nobody.objective, nobody.bound, nobody.panels) == (Status.OPTIMAL, zeros, zeros, {})
        assert (idle.objective, idle.panels) == (zeros, {"zennes": ()})


def test_too_few_auditors() -> None:
    """Who is short: those who need more than all who may audit them have room for."""
    for objective in ("total", "fair"):
        busy = [{"id": "anna", "max_audits": 1}, {"id": "bert", "max_audits": 1}, {"id": "carl", "max_audits": 9}]
        scores = [["anna", "gaume", 9], ["bert", "gaume", 9], ["anna", "hesbaye", 9], ["bert", "hesbaye", 9]]
        asked = [{"id": "gaume", "auditors_needed": 2}, {"id": "hesbaye", "auditors_needed": 1}]
        problem = village(auditors=busy, audited=asked, scores=scores, objective=objective)
        found = solve(problem).to_dict()
        assert (found["status"], found["objective"], found["bound"]) == ("infeasible", None, None)
        assert found["shortage"] == {"audited": ["gaume", "hesbaye"], "needed": 3, "available": 2}


def test_no_time_at_all() -> None:
    """Nothing is known."""
    for objective in ("total", "fair"):
        problem = panels.read_problem(village(objective=objective))
        assert panels.solve(problem, Limits(seconds=0)).status is Status.UNKNOWN


def test_a_cancel_keeps_the_best_so_far() -> None:
    """From the first panels on there is a bound on the smallest sum."""
    limits, news = Limits(seconds=60), list[Progress]()

    def hear(line: Progress) -> None:
        news.append(line)
        if line.best is not None:
            limits.cancel.set()

    found = panels.solve(TIGHT, limits, hear)
    assert (found.status, found.objective) == (Status.FEASIBLE, news[-1].objective)
    assert isinstance(found.objective, list) and isinstance(found.bound, list)
    assert found.bound[0] is not None and found.bound[0] > found.objective[0]
    assert found.bound[1] is None


def test_a_large_table_from_few_pairs() -> None:
    """More pairs than go into one flow: the same total as if they did, and the same bytes each time."""
    table = random_table(320, 200, load=2)
    first, second = (solve(table).to_dict() | {"seconds": 0} for _ in range(2))
    assert first == second
    assert first["status"] == "optimal"
