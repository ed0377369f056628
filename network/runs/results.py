"""Judging results: is one usable, is it valid, was it cut short, are two the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from network.matching.registry import kind_named, read_problem
from network.matching.validation import RuleBrokenError

Solution = Mapping[str, Any]

# kinds that take an earlier solution to start from, under "previous"
STARTED_KINDS = frozenset({"consortium", "hires", "audits", "exchange"})


def is_valid(problem: dict[str, Any], solution: Solution) -> bool:
    """Whether the solution holds all rules of the recorded problem, worked out again without a solver."""
    try:
        kind_named(problem["kind"]).validate(read_problem(problem), solution)
    except (RuleBrokenError, KeyError, TypeError, ValueError, IndexError):
        return False
    return True


def is_usable(solution: Solution | None) -> bool:
    """Whether it says anything: a solution, or the proof that there is none."""
    return solution is not None and solution["status"] != "unknown"


def was_complete(solution: Solution, limits: Mapping[str, Any]) -> bool:
    """Whether nothing in it depended on the time that was left: then one worker and the seed give it again."""
    proven = all(part["status"] in ("optimal", "infeasible") for part in (solution, *solution.get("proposals", [])))
    whole = solution.get("alternatives_complete", True) and solution.get("explained", True)
    return bool(proven and whole and solution["seconds"] < limits["seconds"])


def same_result(one: Solution, other: Solution) -> bool:
    """Whether two solutions are the same to the byte but for the seconds they took."""
    return _bytes_of(one) == _bytes_of(other)


def started_from(problem: dict[str, Any], best: dict[str, Any] | None) -> dict[str, Any]:
    """The problem to solve when an earlier attempt left a solution: the recorded one, with that to start from.

    Where `stay` counts what is kept of `previous`, that is part of the problem and stands.
    """
    if best is None or problem["kind"] not in STARTED_KINDS or problem.get("stay"):
        return problem
    return {**problem, "previous": best}


def _bytes_of(solution: Solution) -> bytes:
    return json.dumps({key: value for key, value in solution.items() if key != "seconds"}).encode()
