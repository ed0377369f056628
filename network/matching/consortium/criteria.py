"""The criteria of a call, in the order in which conflicts and relaxations name them, and how to change one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from network.matching.consortium.problem import Problem

REQUIRES = "requires."
BEFORE_REQUIRES = ("max_partners", "min_kind", "min_small", "min_experienced", "lead_experienced", "min_areas",
                   "required_areas")  # fmt: skip
AFTER_REQUIRES = ("max_share_percent", "min_contribution_percent", "budget_cap", "max_km_to_lead", "pinned",
                  "excluded", "incompatible")  # fmt: skip
NO_RULE: dict[str, dict[str, Any]] = {
    "max_partners": {"max_partners": None},
    "min_kind": {"min_kind": {}},
    "min_small": {"min_small": None, "small_below": None},
    "min_experienced": {"min_experienced": None},
    "lead_experienced": {"lead_experienced": False},
    "min_areas": {"min_areas": None},
    "required_areas": {"required_areas": ()},
    "max_share_percent": {"max_share_percent": None},
    "min_contribution_percent": {"min_contribution_percent": None},
    "budget_cap": {"budget_cap": None},
    "max_km_to_lead": {"max_km_to_lead": None},
}
"""What of a call says that there is no such rule."""


def asked(problem: Problem) -> list[str]:
    """The criteria that the problem sets, in order."""
    names = [*BEFORE_REQUIRES, *(REQUIRES + capability for capability in problem.call.requires), *AFTER_REQUIRES]
    return [name for name in names if without(problem, name) != problem]


def without(problem: Problem, criterion: str) -> Problem:
    """The problem with one criterion dropped; what must be kept counts as pinned."""
    if criterion == "pinned":
        return replace(problem, pinned=(), keep=())
    if criterion == "excluded":
        return replace(problem, excluded=())
    if criterion == "incompatible":
        return replace(problem, incompatible=frozenset())
    if criterion.startswith(REQUIRES):
        left = {c: q for c, q in problem.call.requires.items() if c != criterion.removeprefix(REQUIRES)}
        return replace(problem, call=replace(problem.call, requires=left))
    return replace(problem, call=replace(problem.call, **NO_RULE[criterion]))


def with_value(problem: Problem, criterion: str, value: int, kind: str | None = None) -> Problem:
    """The problem with another value for a numeric criterion; `kind` for a count of min_kind."""
    call = problem.call
    if kind is not None:
        return replace(problem, call=replace(call, min_kind={**call.min_kind, kind: value}))
    if criterion.startswith(REQUIRES):
        requires = {**call.requires, criterion.removeprefix(REQUIRES): value}
        return replace(problem, call=replace(call, requires=requires))
    change: dict[str, Any] = {criterion: value}
    return replace(problem, call=replace(call, **change))
