"""Infeasible calls: what clashes, and the nearest value that mends it."""

from __future__ import annotations

import threading

from network.matching import consortium
from network.matching.consortium.reasons import Reasons
from network.matching.solver import Limits, Watch
from tests.matching.consortium.helpers import conflict, relaxations, solve
from tests.matching.instances import three_organisations

TRUCKS = {"anna": {"offers": {"trucks": 2}}, "bert": {"offers": {"trucks": 1}}, "carl": {"offers": {"trucks": 1}}}


def test_min_partners__too_few_candidates() -> None:
    """Not even an empty list of criteria can hold."""
    call = {"min_partners": 4, "min_areas": 1}
    areas = {"anna": {"areas": ["namur"]}}
    assert conflict(three_organisations(call=call, **areas)) == ["min_partners"]
    assert relaxations(three_organisations(call=call, **areas)) == [("min_partners", 4, 3)]


def test_can_lead__nobody_may() -> None:
    """And no number mends that."""
    nobody = {name: {"can_lead": False} for name in ("anna", "bert", "carl")}
    assert conflict(three_organisations(**nobody)) == ["can_lead"]
    assert relaxations(three_organisations(**nobody)) == []


def test_max_partners__below_min() -> None:
    """Infeasible, not unusable."""
    call = {"min_partners": 3, "max_partners": 2}
    assert conflict(three_organisations(call=call)) == ["max_partners"]
    assert relaxations(three_organisations(call=call)) == [("min_partners", 3, 2), ("max_partners", 2, 3)]


def test_requires__more_than_there_is() -> None:
    """Four trucks in all."""
    call = {"requires": {"trucks": 5}}
    assert conflict(three_organisations(call=call, **TRUCKS)) == ["requires.trucks"]
    assert relaxations(three_organisations(call=call, **TRUCKS)) == [("requires.trucks", 5, 4)]


def test_requires__clashes_with_the_number_of_partners() -> None:
    """Two members have three trucks at most; three have four."""
    call = {"requires": {"trucks": 4}, "max_partners": 2}
    assert conflict(three_organisations(call=call, **TRUCKS)) == ["max_partners", "requires.trucks"]
    assert relaxations(three_organisations(call=call, **TRUCKS)) == [("max_partners", 2, 3), ("requires.trucks", 4, 3)]


def test_requires__the_cap_falls_with_the_requirement() -> None:
    """Half of four trucks from Anna, one from each other make four; of three, floor(1.5) = 1 each makes three."""
    call = {"requires": {"trucks": 5}, "max_share_percent": 50}
    assert relaxations(three_organisations(call=call, **TRUCKS)) == [("requires.trucks", 5, 4)]
    two = {"requires": {"trucks": 2}, "max_share_percent": 49}
    assert relaxations(three_organisations(call=two, **TRUCKS)) == [
        ("requires.trucks", 2, 0), ("max_share_percent", 49, 50),
    ]  # fmt: skip


def test_min_small__clashes_with_its_limit() -> None:
    """`small_below` belongs to `min_small`, and is mended upwards."""
    sizes = {"anna": {"workforce": 80}, "bert": {"workforce": 120}, "carl": {"workforce": 140}}
    problem = three_organisations(call={"small_below": 80, "min_small": 2}, **sizes)
    assert conflict(problem) == ["min_small"]
    assert relaxations(problem) == [("min_small", 2, 0), ("small_below", 80, 121)]


def test_min_kind__says_which_kind() -> None:
    """One row a kind that alone mends it."""
    problem = three_organisations(call={"min_kind": {"coop": 1, "eta": 2}}, anna={"kind": "coop"}, bert={"kind": "eta"})
    rows = [row.to_dict() for row in solve(problem).relaxations]
    assert rows == [{"criterion": "min_kind", "from": 2, "to": 1, "kind": "eta"}]


def test_budget_and_kilometres__the_nearest_whole_value() -> None:
    """9 a team of two at least; Carl, who asks 5, is 25 km from Anna, who asks 4."""
    asks = {"anna": {"asks": 4}, "bert": {"asks": 7}, "carl": {"asks": 5}}
    problem = three_organisations(call={"budget_cap": 8}, **asks)
    assert (conflict(problem), relaxations(problem)) == (["budget_cap"], [("min_partners", 2, 1), ("budget_cap", 8, 9)])
    far = three_organisations(call={"max_km_to_lead": 3, "budget_cap": 9}, **asks)
    assert conflict(far) == ["max_km_to_lead"]
    assert relaxations(far) == [("min_partners", 2, 1), ("max_km_to_lead", 3, 25)]


def test_experience_and_areas() -> None:
    """Downwards to what there is."""
    problem = three_organisations(call={"min_experienced": 2}, anna={"experienced": True})
    assert relaxations(problem) == [("min_experienced", 2, 1)]
    areas = three_organisations(call={"min_areas": 3}, anna={"areas": ["a", "b"]})
    assert relaxations(areas) == [("min_areas", 3, 2)]


def test_choice__pinned_and_excluded_at_once() -> None:
    """Infeasible, not unusable; there is no number to change."""
    problem = three_organisations(pinned=["anna"], excluded=["anna"])
    assert (conflict(problem), relaxations(problem)) == (["pinned", "excluded"], [])
    apart = three_organisations(pinned=["anna", "bert"], incompatible=[["anna", "bert"]])
    assert conflict(apart) == ["pinned", "incompatible"]


def test_lead_experienced__in_the_order_of_criteria() -> None:
    """Nobody is."""
    assert conflict(three_organisations(call={"lead_experienced": True, "max_km_to_lead": 10})) == ["lead_experienced"]


def test_out_of_time__unexplained() -> None:
    """Reasons that are cut short are not given at all."""
    problem = consortium.read_problem(three_organisations(call={"min_partners": 4}))
    cancelled = threading.Event()

    def stop_at_reasons(news: object) -> None:
        if getattr(news, "phase", "") == "reasons":
            cancelled.set()

    solution = consortium.solve(problem, Limits(cancel=cancelled), stop_at_reasons)
    assert solution.to_dict() | {"seconds": 0} == {
        "kind": "consortium", "status": "infeasible", "objective": None, "bound": None, "seconds": 0, "seed": 0,
        "explained": False, "conflict": [], "relaxations": [],
    }  # fmt: skip


def test_every_requirement_is_walked_past_what_no_team_gives() -> None:
    """A large requirement with a cap and a least contribution is mended in a few questions, not one a unit."""
    offers = {"anna": {"offers": {"m2": 900}}, "bert": {"offers": {"m2": 40_000}}, "carl": {"offers": {"m2": 3_000}}}
    call = {"requires": {"m2": 1_000_000}, "max_share_percent": 80, "min_contribution_percent": 5}
    problem = consortium.read_problem(three_organisations(call=call, **offers))
    rows = list(Reasons(problem, Watch(Limits())).relaxations(["requires.m2"]))
    assert [(row.criterion, row.to) for row in rows] == [("requires.m2", 18_000)]
