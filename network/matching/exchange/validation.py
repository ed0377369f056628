"""The rules of exchange and its objective, worked out again from the solution."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from network.matching.distance import metres, within
from network.matching.validation import is_nothing, need, need_bound

if TYPE_CHECKING:
    from collections.abc import Mapping

    from network.matching.exchange.problem import Problem

    Row = Mapping[str, Any]


def validate(problem: Problem, solution: Row) -> None:
    """Check a solution, as `Solution.to_dict` gives it.

    Raises
    ------
    RuleBrokenError
        At the first rule that does not hold.
    """
    if is_nothing(solution, "exchange", "allocations"):
        return
    rows = solution["allocations"]
    pairs = {(row["offer"], row["need"]): row["quantity"] for row in rows}
    need(len(pairs) == len(rows), "an offer serves a need twice")
    for row in rows:
        _check_pair(problem, row)
    _check_needs(problem, rows)
    _check_offers(problem, rows)
    need(all(pairs.get((row.offer, row.need)) == row.quantity for row in problem.keep), "keep")
    need(solution["objective"] == _worked_out(problem, rows), "the objective is not that of the allocations")
    maximised = (True,) * (1 + problem.stay) + (False,)
    need_bound(solution["objective"], solution["bound"], solution["status"], maximised=maximised)


def _check_pair(problem: Problem, row: Row) -> None:
    offer, wish, quantity = problem.offer_by_id[row["offer"]], problem.need_by_id[row["need"]], row["quantity"]
    pair = f"{offer.id} for {wish.id}"
    need(type(quantity) is int and quantity > 0, f"quantity of {pair}")
    need(offer.category == wish.category, f"category of {pair}")
    need(offer.first <= wish.first and wish.last <= offer.last, f"period of {pair}")
    need(wish.max_km is None or within(offer, wish, wish.max_km), f"max_km of {pair}")
    need((offer.id, wish.id) not in problem.incompatible, f"incompatible: {pair}")
    need(wish.splittable or quantity == wish.quantity, f"{wish.id} is split")


def _check_needs(problem: Problem, rows: list[Row]) -> None:
    served: dict[str, int] = defaultdict(int)
    for row in rows:
        served[row["need"]] += row["quantity"]
    for name, quantity in served.items():
        need(quantity <= problem.need_by_id[name].quantity, f"{name} gets too much")


def _check_offers(problem: Problem, rows: list[Row]) -> None:
    """Day by day: what begins is added, what ended the day before is taken off."""
    changes: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row in rows:
        wish = problem.need_by_id[row["need"]]
        changes[row["offer"]] += [(wish.first, row["quantity"]), (wish.last + 1, -row["quantity"])]
    for name, days in changes.items():
        load = 0
        for _, change in sorted(days):
            load += change
            need(load <= problem.offer_by_id[name].quantity, f"{name} is overbooked")


def _worked_out(problem: Problem, rows: list[Row]) -> list[int]:
    gain = sum(problem.need_by_id[row["need"]].priority * row["quantity"] for row in rows)
    far = sum(
        row["quantity"] * metres(problem.offer_by_id[row["offer"]], problem.need_by_id[row["need"]]) for row in rows
    )
    standing = {(row["offer"], row["need"], row["quantity"]) for row in rows}
    kept = sum((row.offer, row.need, row.quantity) in standing for row in problem.previous)
    return [kept] * problem.stay + [gain, far]
