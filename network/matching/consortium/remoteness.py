"""How remote two candidates are: kilometres and missing ties, weighed; 0..1000."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from network.matching.consortium.rules import can_be_lead
from network.matching.distance import kilometres, within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from network.matching.consortium.problem import Candidate, Problem


def tie(problem: Problem, a: Candidate, b: Candidate) -> int:
    """The tie of two candidates, 0..100; 0 where none is listed."""
    return problem.ties.get((min(a.id, b.id), max(a.id, b.id)), 0)


def remoteness(problem: Problem, a: Candidate, b: Candidate) -> int:
    """The remoteness of two candidates, worked out in doubles in the order that the problem's definition gives."""
    weights = problem.remoteness
    far = weights.km_weight * min(1, kilometres(a, b) / weights.km_scale)
    unknown = weights.tie_weight * (100 - tie(problem, a, b)) / 100
    return math.floor(10 * (far + unknown) + 0.5)


def to_lead(problem: Problem, members: list[Candidate], lead: Candidate) -> int:
    """The sum of the members' remoteness to their lead."""
    return sum(remoteness(problem, member, lead) for member in members if member.id != lead.id)


def objective(problem: Problem, members: list[Candidate], lead: Candidate) -> int:
    """What the problem minimises, for a team; with `stay` this comes second."""
    if problem.cohesion == "lead":
        total = to_lead(problem, members, lead)
    else:
        total = sum(remoteness(problem, a, b) for k, a in enumerate(members) for b in members[k + 1 :])
    return total - problem.member_bonus * (len(members) - 1) - sum(member.bonus for member in members)


def possible_leads(problem: Problem, members: Sequence[Candidate]) -> list[Candidate]:
    """Those who may lead a team."""
    reach = problem.call.max_km_to_lead
    return [
        lead
        for lead in members
        if can_be_lead(problem, lead) and (reach is None or all(within(member, lead, reach) for member in members))
    ]


def nearest_lead(problem: Problem, members: list[Candidate]) -> Candidate:
    """Of those who may lead a team, the one to whom the members are least remote, then the first by id.

    Raises
    ------
    ValueError
        If nobody may lead it.
    """
    leads = possible_leads(problem, members)
    return min(leads, key=lambda lead: (to_lead(problem, members, lead), lead.id))
