"""The best allocations by going through all of them, straight from the sentences of the problem."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from network.matching.distance import metres, within
from network.matching.exchange import read_problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from network.matching.exchange.problem import Problem

Amounts = dict[tuple[str, str], int]


def best(data: dict[str, Any]) -> list[int] | None:
    """The best objective, metres positive; None if the allocations to keep cannot stand."""
    problem = read_problem(data)
    kept = {(row.offer, row.need): row.quantity for row in problem.keep}
    scores = [score(problem, amounts) for amounts in _all(problem) if kept.items() <= amounts.items()]
    if not scores:
        return None
    top = max(scores)
    return [*top[:-1], -top[-1]]


def score(problem: Problem, amounts: Amounts) -> tuple[int, ...]:
    """What is maximised, first entry first."""
    offers, needs = problem.offer_by_id, problem.need_by_id
    kept = sum(amounts.get((row.offer, row.need)) == row.quantity for row in problem.previous)
    gain = sum(needs[n].priority * amount for (_, n), amount in amounts.items())
    far = sum(metres(offers[o], needs[n]) * amount for (o, n), amount in amounts.items())
    return (*([kept] if problem.stay else []), gain, -far)


def _all(problem: Problem) -> Iterator[Amounts]:
    pairs = [
        (offer.id, need.id)
        for offer in problem.offers
        for need in problem.needs
        if offer.category == need.category
        and (need.max_km is None or within(offer, need, need.max_km))
        and offer.first <= need.first
        and need.last <= offer.last
        and (offer.id, need.id) not in problem.incompatible
    ]
    yield from _more(problem, {}, pairs)


def _more(problem: Problem, amounts: Amounts, pairs: list[tuple[str, str]]) -> Iterator[Amounts]:
    if not pairs:
        yield amounts
        return
    (offer, need), *rest = pairs
    asked = problem.need_by_id[need]
    for amount in range(asked.quantity + 1) if asked.splittable else (0, asked.quantity):
        more = amounts | ({(offer, need): amount} if amount else {})
        if _holds(problem, more):
            yield from _more(problem, more, rest)


def _holds(problem: Problem, amounts: Amounts) -> bool:
    for need in problem.needs:
        if sum(amount for (_, n), amount in amounts.items() if n == need.id) > need.quantity:
            return False
    needs = problem.need_by_id
    for offer in problem.offers:
        for day in {need.first for need in problem.needs}:
            there = sum(a for (o, n), a in amounts.items() if o == offer.id and needs[n].first <= day <= needs[n].last)
            if there > offer.quantity:
                return False
    return True
