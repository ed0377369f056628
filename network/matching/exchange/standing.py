"""Allocations to keep that stand, and those that cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from network.matching.distance import within
from network.matching.exchange.solution import Broken

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from network.matching.exchange.problem import Allocation, Need, Offer, Problem


def broken(problem: Problem) -> list[Broken]:
    """The allocations to keep that cannot stand, each with the first rule that it breaks."""
    found: list[Broken] = []
    standing: list[Allocation] = []
    for k, allocation in enumerate(problem.keep):
        rule = broken_rule(problem, allocation) or broken_together(problem, [*standing, allocation], allocation)
        if rule is None:
            standing.append(allocation)
        else:
            found.append(Broken(keep=k, rule=rule))
    return found


def broken_rule(problem: Problem, allocation: Allocation) -> str | None:
    """The first rule that an allocation breaks by itself."""
    offer, need = problem.offer_by_id[allocation.offer], problem.need_by_id[allocation.need]
    whole = need.splittable or allocation.quantity == need.quantity
    holds = {
        "incompatible": (offer.id, need.id) not in problem.incompatible,
        **pair_rules(offer, need),
        "splittable": whole and allocation.quantity <= need.quantity,
        "quantity": allocation.quantity <= offer.quantity,
    }
    return next((rule for rule, right in holds.items() if not right), None)


def pair_rules(offer: Offer, need: Need) -> dict[str, bool]:
    """Of an offer and a need: which rules hold, by their name."""
    return {
        "category": offer.category == need.category,
        "max_km": need.max_km is None or within(offer, need, need.max_km),
        "period": offer.first <= need.first and need.last <= offer.last,
    }


def broken_together(problem: Problem, allocations: Sequence[Allocation], last: Allocation) -> str | None:
    """The rule that allocations break where the last is added: "need" gets too much, or "offer" is overbooked."""
    need, offer = problem.need_by_id[last.need], problem.offer_by_id[last.offer]
    if sum(row.quantity for row in allocations if row.need == last.need) > need.quantity:
        return "need"
    bookings = [(problem.need_by_id[row.need], row.quantity) for row in allocations if row.offer == last.offer]
    return "offer" if peak(bookings) > offer.quantity else None


def peak(bookings: Iterable[tuple[Need, int]]) -> int:
    """The most that is booked on one day; the load peaks on a day on which some booking begins."""
    rows = list(bookings)
    return max((sum(q for other, q in rows if other.first <= need.first <= other.last) for need, _ in rows), default=0)
