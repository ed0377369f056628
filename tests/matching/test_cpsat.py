"""Solving a model of CP-SAT."""

from __future__ import annotations

import random

from ortools.sat.python import cp_model

from network.matching import cpsat
from network.matching.solver import Limits, Watch

NEEDED, LEAST, BEST = (2, 1, 2, 1, 2), 653_623_463, 5_314_938_621


def test_large_numbers_lose_no_solution() -> None:
    """Where a count stands in a sum of some hundred millions, what is called the best is."""
    chance, model, everything = random.Random(79), cp_model.CpModel(), []
    scores = [[chance.randrange(10**9) for _ in NEEDED] for _ in range(8)]
    chosen = [[model.new_bool_var("") for _ in NEEDED] for _ in scores]
    for row in chosen:
        model.add(sum(row) <= chance.randint(1, 4))
    for column, count in enumerate(NEEDED):
        total = sum(score[column] * row[column] for score, row in zip(scores, chosen, strict=True))
        model.add(sum(row[column] for row in chosen) == count)
        model.add(total >= LEAST)
        everything.append(total)
    model.maximize(sum(everything))
    solver = cp_model.CpSolver()
    assert cpsat.solve(solver, model, Watch(Limits(workers=1))) == cp_model.OPTIMAL
    assert solver.objective_value == BEST
