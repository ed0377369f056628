"""However little a search may use, what it hands in is a solution with a bound that holds."""

from __future__ import annotations

import pytest

from network.matching import exchange
from network.matching.exchange import engine, ground, search
from network.matching.solver import Limits, Progress, Status
from tests.matching.exchange.helpers import LIMITS, solve
from tests.matching.exchange.instances import row, scattered, village

SOME = exchange.read_problem(scattered(40, 120))


def test_no_time_at_all() -> None:
    """A first choice, and the bound of counting."""
    found = exchange.solve(SOME, Limits(seconds=0))
    assert (found.status, found.bound and found.bound[1]) == (Status.FEASIBLE, None)
    best = exchange.solve(SOME, LIMITS)
    assert found.objective is not None
    assert best.objective is not None
    assert best.objective[0] >= found.objective[0] > 0


def test_a_cancel_ends_it_with_the_best_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    """While neighbourhoods are bettered."""
    monkeypatch.setattr(search, "AT_ONCE", 0)
    limits = Limits(seconds=60)

    def hear(news: Progress) -> None:
        if news.best is not None:
            limits.cancel.set()

    assert exchange.solve(SOME, limits, hear).status is Status.FEASIBLE


def test_the_same_bytes_again() -> None:
    """One worker, no limit hit."""
    first, second = (exchange.solve(SOME, limits).to_dict() for limits in (LIMITS, Limits(seconds=60, workers=1)))
    assert first["status"] == "optimal"
    assert first | {"seconds": 0} == second | {"seconds": 0}


def test_with_little_memory_far_offers_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """And nothing is claimed of them."""
    best = exchange.solve(SOME, LIMITS)
    monkeypatch.setattr(engine, "BYTES_PER_LINK", 2**20 // 200)
    found = exchange.solve(SOME, Limits(seconds=30, workers=1, memory_mb=1))
    assert found.status is Status.FEASIBLE
    assert best.objective is not None
    assert found.bound is not None
    assert found.bound[0] is not None
    assert found.bound[0] >= best.objective[0]


def test_only_the_roughly_nearest_are_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are those that measuring all would leave, what was given too."""
    problem = scattered(200, 30)
    for offer in problem["offers"]:
        offer |= {"from": "2026-01-01", "until": "2027-12-31"} | ({"lat": 50} if offer["id"] < "o0030" else {})
    every = ground.ground_of(exchange.read_problem(problem), 10**6)
    far = [(f"o{every.offer[k]:04}", f"n{every.need[k]:04}") for k in (every.metres > 35_000).nonzero()[0]]
    problem["previous"] = {"allocations": [{"offer": offer, "need": need, "quantity": 1} for offer, need in far]}
    read, found = exchange.read_problem(problem), []
    for looked_at in (ground.LOOKED_AT, 10**6):
        monkeypatch.setattr(ground, "LOOKED_AT", looked_at)
        left = ground.ground_of(read, 90)
        found.append((sorted(zip(left.need.tolist(), left.metres.tolist(), strict=True)), left.cut.tolist()))
    assert found[0] == found[1]
    assert all(found[0][1])


def test_needs_at_one_place_do_not_all_turn_to_the_same_offers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two links are left of each, and everybody is served all the same."""
    monkeypatch.setattr(engine, "LINKS", 40)
    day = "2026-03-01"
    everyone = {key: [row(f"{key}{k}", 1, day, day) for k in range(20)] for key in ("offers", "needs")}
    assert solve({"kind": "exchange", **everyone}).objective == [20, 0]


def test_there_is_nothing_to_do() -> None:
    """Nobody, or nobody who fits: zeros."""
    for problem in ({"kind": "exchange"}, village(needs=[]), village(offers=[])):
        found = solve(problem)
        assert (found.status, found.objective, found.bound) == (Status.OPTIMAL, [0, 0], [0, 0])


def test_allocations_to_keep_that_cannot_stand_are_named() -> None:
    """Each with the first rule that it breaks."""
    rows = [("bert", "emil", 1), ("bert", "carl", 2), ("bert", "dora", 1), ("anna", "dora", 1), ("anna", "carl", 2)]
    keep = [{"offer": offer, "need": need, "quantity": quantity} for offer, need, quantity in rows]
    found = solve(village(keep=keep))
    assert (found.status, found.objective, found.bound) == (Status.INFEASIBLE, None, None)
    assert found.to_dict()["conflict"] == [
        {"keep": 0, "rule": "period"}, {"keep": 1, "rule": "quantity"}, {"keep": 3, "rule": "need"},
    ]  # fmt: skip


def test_as_many_allocations_as_can_stay_do() -> None:
    """The first objective counts them."""
    earlier = {"allocations": [{"offer": "anna", "need": "dora", "quantity": 1}]}
    assert solve(village(previous=earlier)).objective == [6, 50000]
    assert solve(village(previous=earlier, stay=True)).objective == [1, 4, 30000]
