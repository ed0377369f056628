"""Every solution is checked against the rules before anyone sees it.

A kind's own checks are in its `validation` module. They work rules and objective out again from the solution's plain
data, without a solver and without anything of the model that found it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


class RuleBrokenError(Exception):
    """A solution breaks a rule of its problem: a fault of the engine, never of the person who asked."""


def need(holds: bool, rule: str) -> None:
    """Raise `RuleBrokenError` unless the rule holds."""
    if not holds:
        raise RuleBrokenError(rule)


def is_nothing(solution: Mapping[str, Any], kind: str, parts: str) -> bool:
    """Whether there is no solution, in which case it holds no parts either; its kind is right in any case."""
    need(solution["kind"] == kind, "kind")
    if solution["status"] not in ("infeasible", "unknown"):
        return False
    need(solution["objective"] is None and not solution.get(parts), f"{parts} without a solution")
    return True


def need_bound(objective: object, bound: object, status: object, *, maximised: tuple[bool, ...] = (False,)) -> None:
    """`optimal` says exactly that the bound equals the objective; else the first unproven entry is on its right side.

    Parameters
    ----------
    maximised: for each entry of the objective whether it is maximised, so that its bound lies above.
    """
    need((objective == bound) == (status == "optimal"), f"status {status} with objective {objective}, bound {bound}")
    need(isinstance(objective, list) == isinstance(bound, list), "objective and bound differ in shape")
    values, limits = (list(side) if isinstance(side, list | tuple) else [side] for side in (objective, bound))
    need(len(values) == len(limits) == len(maximised), "objective and bound differ in shape")
    proven = True
    for value, limit, upwards in zip(values, limits, maximised, strict=True):
        if not proven:
            need(limit is None, "a bound behind the first that is not proven")
        elif value != limit:
            need(limit is not None and (limit > value) == upwards, f"the bound {limit} is on the wrong side of {value}")
            proven = False
