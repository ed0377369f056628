"""Solving a problem of audits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from network.matching.audits.validation import validate
from network.matching.solver import silent

if TYPE_CHECKING:
    from network.matching.audits.problem import Problem
    from network.matching.audits.solution import Solution
    from network.matching.solver import Limits, OnProgress


def solve(problem: Problem, limits: Limits, on_progress: OnProgress | None = None) -> Solution:
    """The best disjoint cycles.

    Parameters
    ----------
    on_progress: called with the phase ("cycles"), the objective and bound so far, and the best solution so far.

    Returns
    -------
    A solution of which every rule has been checked; infeasible if the cycles to keep cannot stand.
    """
    from network.matching.audits.run import Run  # imports OR-Tools, before the clock starts

    solution = Run(problem, limits, on_progress or silent).solution()
    validate(problem, solution.to_dict())
    return solution
