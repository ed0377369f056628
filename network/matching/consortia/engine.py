"""Solving several consortia at once: as many as can be formed first, then the least sum of their objectives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from network.matching.consortia.validation import validate
from network.matching.solver import silent

if TYPE_CHECKING:
    from network.matching.consortia.problem import Problem
    from network.matching.consortia.solution import Solution
    from network.matching.solver import Limits, OnProgress


def solve(problem: Problem, limits: Limits, on_progress: OnProgress | None = None) -> Solution:
    """The teams of as many projects as can have one, and of those choices the one of the least sum of objectives.

    Parameters
    ----------
    on_progress: called with the phase ("alone", "turns", "forming", "sharing"), the objective and bound so far, and the
        best solution.

    Returns
    -------
    A solution of which every rule has been checked.
    """
    from network.matching.consortia.search import Search  # imports OR-Tools, before the clock starts

    solution = Search(problem, limits, on_progress or silent).solution()
    validate(problem, solution.to_dict())
    return solution
