"""How remote two candidates are: kilometres and missing ties, weighed; 0..1000."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from network.matching.distance import kilometres

if TYPE_CHECKING:
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


def objective(problem: Problem, members: list[Candidate], lead: Candidate) -> int:
    """What the problem minimises, for a team; with `stay` this comes second."""
    others = [member for member in members if member.id != lead.id]
    if problem.cohesion == "lead":
        total = sum(remoteness(problem, member, lead) for member in others)
    else:
        total = sum(remoteness(problem, a, b) for k, a in enumerate(members) for b in members[k + 1 :])
    return total - problem.member_bonus * len(others) - sum(member.bonus for member in members)
