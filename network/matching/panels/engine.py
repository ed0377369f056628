"""Solving a problem of panels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from network.matching.panels.validation import validate
from network.matching.solver import silent

if TYPE_CHECKING:
    from network.matching.panels.problem import Problem
    from network.matching.panels.solution import Solution
    from network.matching.solver import Limits, OnProgress


def solve(problem: Problem, limits: Limits, on_progress: OnProgress | None = None) -> Solution:
    """The panels of the highest total or, if the problem asks for fair ones, of the highest smallest sum first.

    Parameters
    ----------
    limits: the search is on one thread whatever the workers.
    on_progress: called with the phase ("panels"), the objective, its bound and the best solution so far.

    Returns
    -------
    A solution of which every rule has been checked; infeasible if there are too few auditors.
    """
    from network.matching.panels.run import Run  # imports OR-Tools, before the clock starts

    solution = Run(problem, limits, on_progress or silent).solution()
    validate(problem, solution.to_dict())
    return solution
