"""Why needs are not served, or not wholly."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from network.matching.distance import metres
from network.matching.exchange.standing import pair_rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from network.matching.exchange.problem import Allocation, Need, Offer, Problem
    from network.matching.exchange.solution import Solution
    from network.matching.solver import Limits


def explanation(problem: Problem, solution: Solution, _: Limits) -> list[dict[str, Any]]:
    """`explain_unserved`, as the command line asks for it."""
    return explain_unserved(problem, solution)


def explain_unserved(problem: Problem, solution: Solution) -> list[dict[str, Any]]:
    """For each need that a solution does not serve wholly, why.

    Returns
    -------
    One entry a need, in the order of the problem, each with

    need : str
    missing : int, what it does not get.
    reason : str, one of

        "category", "max_km", "period", "incompatible", "quantity": the first rule that rules out every offer that
        those before it leave: nobody offers the like, or near enough, or for all of its days, or may serve it, or has
        as much at once.
        "keep": what has to stand takes up all of them.
        "others": they serve others on its days.
        "worthless": they have room, but its priority is 0.
        "unproved": they have room; the search ended before it could see to that.

    offers : list of str, those that the rules before the reason leave, the nearest first.
    metres : int or None, to the nearest of these.
    taken_by : list of str, the needs that these offers serve on its days, in the order of the problem.
    """
    rows: dict[str, list[Allocation]] = defaultdict(list)
    served: dict[str, int] = defaultdict(int)
    for row in solution.allocations:
        rows[row.offer].append(row)
        served[row.need] += row.quantity
    wanting = [need for need in problem.needs if served[need.id] < need.quantity]
    return [_explained(problem, rows, need, need.quantity - served[need.id]) for need in wanting]


def _explained(problem: Problem, rows: dict[str, list[Allocation]], need: Need, missing: int) -> dict[str, Any]:
    reason, offers = _ruled_out(problem, need)
    offers.sort(key=lambda offer: metres(offer, need))
    there = {offer.id: [row for row in rows[offer.id] if _meet(problem, row, need)] for offer in offers}
    taken_by = {row.need for allocations in there.values() for row in allocations}
    return {
        "need": need.id,
        "missing": missing,
        "reason": reason or _full(problem, there, need),
        "offers": [offer.id for offer in offers],
        "metres": metres(offers[0], need) if offers else None,
        "taken_by": [other.id for other in problem.needs if other.id in taken_by],
    }


def _ruled_out(problem: Problem, need: Need) -> tuple[str | None, list[Offer]]:
    """The rule after which no offer is left, and the offers before it; without such a rule those that could serve."""
    left = list(problem.offers)
    for rule in ("category", "max_km", "period", "incompatible", "quantity"):
        fitting = [offer for offer in left if _fits(problem, offer, need, rule)]
        if not fitting:
            return rule, [] if rule == "category" else left
        left = fitting
    return None, left


def _fits(problem: Problem, offer: Offer, need: Need, rule: str) -> bool:
    if rule == "incompatible":
        return (offer.id, need.id) not in problem.incompatible
    if rule == "quantity":
        return need.splittable or need.quantity <= offer.quantity
    return pair_rules(offer, need)[rule]


def _meet(problem: Problem, row: Allocation, need: Need) -> bool:
    """Whether an allocation takes up its offer on a day of a need."""
    other = problem.need_by_id[row.need]
    return other.first <= need.last and need.first <= other.last


def _full(problem: Problem, there: dict[str, list[Allocation]], need: Need) -> str:
    """What takes up the offers that could serve a need."""
    kept = {(row.offer, row.need) for row in problem.keep}
    if all(_room(problem, offer, rows, need) < 1 for offer, rows in there.items()):
        standing = {offer: [row for row in rows if (offer, row.need) in kept] for offer, rows in there.items()}
        only_kept = all(_room(problem, offer, rows, need) < 1 for offer, rows in standing.items())
        return "keep" if only_kept else "others"
    return "unproved" if need.priority else "worthless"


def _room(problem: Problem, offer: str, rows: Sequence[Allocation], need: Need) -> int:
    """How often the least that may be served of a need fits beside some allocations on all of its days."""
    needs = problem.need_by_id
    days = {need.first, *(needs[row.need].first for row in rows if needs[row.need].first >= need.first)}
    load = max(
        sum(row.quantity for row in rows if needs[row.need].first <= day <= needs[row.need].last) for day in days
    )
    return (problem.offer_by_id[offer].quantity - load) // (1 if need.splittable else need.quantity)
