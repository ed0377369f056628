"""Why somebody is unpaired: one small village a reason."""

from __future__ import annotations

import threading
from typing import Any

from network.matching import audits
from network.matching.solver import Limits
from tests.matching.audits.helpers import LIMITS
from tests.matching.audits.instances import village


def unpaired(problem: dict[str, Any], limits: Limits = LIMITS) -> list[dict[str, Any]]:
    """The explanations of the best solution."""
    read = audits.read_problem(problem)
    return audits.explain_unpaired(read, audits.solve(read, LIMITS), limits)


def with_emil(*exchanges: list[Any], **changes: Any) -> dict[str, Any]:
    """Others may audit Emil too."""
    return village(exchanges=[*village()["exchanges"], *exchanges], **changes)


def test_nobody_may_audit_emil() -> None:
    """Though he may audit Anna."""
    assert unpaired(village()) == [
        {"organisation": "emil", "audits": 1, "audited_by": 0, "pairs_with": [], "reason": "no_exchange"}
    ]


def test_his_exchanges_close_no_short_cycle() -> None:
    """Emil, Anna, Bert, Carl would be a cycle of four."""
    assert unpaired(with_emil(["carl", "emil", 1]))[0]["reason"] == "no_cycle"


def test_those_he_could_be_with_are_kept_apart() -> None:
    """Anna audits Emil, but her pair with Bert stands."""
    row = unpaired(with_emil(["anna", "emil", 1], keep=[["anna", "bert"]]))[0]
    assert (row["reason"], row["pairs_with"]) == ("kept_apart", ["anna"])


def test_with_him_somebody_else_stays_out() -> None:
    """Emil with Anna is worth as much as Bert with Anna."""
    exchanges = [["anna", "bert", 5], ["bert", "anna", 5], ["anna", "emil", 4], ["emil", "anna", 6]]
    (row,) = unpaired(village(organisations=["anna", "bert", "emil"], exchanges=exchanges))
    assert (row["reason"], row["objective"]) == ("another_instead", [2, 10])
    assert (row["cycle"], row["left"]) in ((["anna", "emil"], ["bert"]), (["anna", "bert"], ["emil"]))


def test_with_him_the_value_falls() -> None:
    """Emil with Anna is worth less than Bert with Anna."""
    exchanges = [["anna", "bert", 5], ["bert", "anna", 5], ["anna", "emil", 4], ["emil", "anna", 5]]
    (row,) = unpaired(village(organisations=["anna", "bert", "emil"], exchanges=exchanges))
    assert (row["reason"], row["goal"], row["objective"]) == ("worse_with_it", "value", [2, 9])


def test_with_him_fewer_are_paired() -> None:
    """Emil needs Bert, and the ring of three needs Bert."""
    problem = with_emil(["bert", "emil", 1], ["emil", "bert", 1])
    (row,) = unpaired(problem | {"organisations": ["bert", "carl", "dora", "emil"], "exchanges": [
        row for row in problem["exchanges"] if "anna" not in row and row[:2] != ["dora", "carl"]
    ]})  # fmt: skip
    assert (row["reason"], row["goal"], row["objective"]) == ("worse_with_it", "paired", [2, 2])
    assert (row["cycle"], row["left"]) == (["bert", "emil"], ["carl", "dora"])


def test_out_of_time_it_says_so() -> None:
    """Nothing is claimed that was not worked out."""
    cancelled = threading.Event()
    cancelled.set()
    rows = unpaired(with_emil(["anna", "emil", 1], max_cycle=2), Limits(cancel=cancelled))
    assert [row["reason"] for row in rows] == ["unknown"]
