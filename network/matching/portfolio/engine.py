"""Solving a portfolio: the best score first, then the least spending that reaches it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from network.matching.portfolio.validation import validate
from network.matching.solver import silent

if TYPE_CHECKING:
    from network.matching.portfolio.problem import Problem
    from network.matching.portfolio.solution import Solution
    from network.matching.solver import Limits, OnProgress


def solve(problem: Problem, limits: Limits, on_progress: OnProgress | None = None) -> Solution:
    """The dossiers of the highest score, and of those choices the one that spends least.

    Parameters
    ----------
    limits: the search is on one thread whatever the workers.
    on_progress: called with the phase ("score", "spending"), the objective and bound so far, and the best solution.

    Returns
    -------
    A solution of which every rule has been checked.
    """
    from network.matching.portfolio.search import Search  # imports OR-Tools, before the clock starts

    solution = Search(problem, limits, on_progress or silent).solution()
    validate(problem, solution.to_dict())
    return solution
