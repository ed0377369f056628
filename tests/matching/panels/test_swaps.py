"""Swaps raise the total, and break no rule."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from network.matching.panels import read_problem
from network.matching.panels.problem import Indices, Problem
from network.matching.panels.solution import sums
from network.matching.panels.swaps import bettered
from network.matching.solver import Watch
from tests.matching.panels.helpers import LIMITS
from tests.matching.panels.instances import random_table

FLOOR = 900


@pytest.mark.parametrize("load", [3, 4])
@pytest.mark.parametrize("seed", range(3))
def test_no_swap_is_left(load: int, seed: int) -> None:
    """Of tight and of loose loads: all panels stay whole, none falls below the floor, no exchange of two gains."""
    problem = read_problem(random_table(8, 8, load=load, seed=seed))
    before = np.array([8 * ((p + k) % 8) + p for p in range(8) for k in range(3)])  # each auditor in three panels
    after = bettered(problem, before, FLOOR, Watch(LIMITS))
    assert problem.scores[after].sum() > problem.scores[before].sum()
    assert is_sound(problem, before, after)
    for a, b in combinations(after.tolist(), 2):
        other = swapped(problem, after, a, b)
        if len(set(other.tolist())) == len(after) and is_sound(problem, after, other):
            assert problem.scores[other].sum() <= problem.scores[after].sum()


def is_sound(problem: Problem, before: Indices, after: Indices) -> bool:
    """Loads and sizes hold, and no panel is below the floor or below what it was."""
    loads = np.bincount(problem.rows[after], minlength=8) <= problem.max_audits
    sizes = np.bincount(problem.columns[after], minlength=8) == problem.auditors_needed
    floors = sums(problem, after) >= np.minimum(FLOOR, sums(problem, before))
    return bool(loads.all() and sizes.all() and floors.all())


def swapped(problem: Problem, chosen: Indices, a: int, b: int) -> Indices:
    """The auditors of two pairs exchanged; everyone may audit everyone here."""
    rows, columns = problem.rows, problem.columns
    rest = chosen[(chosen != a) & (chosen != b)]
    return np.append(rest, [8 * rows[b] + columns[a], 8 * rows[a] + columns[b]])
