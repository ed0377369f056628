"""Where the numbers of a programme are too far apart for doubles: CP-SAT, in whole numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from ortools.sat.python import cp_model

from network.matching import cpsat

if TYPE_CHECKING:
    from network.matching.exchange.ground import Whole
    from network.matching.exchange.programme import Programme
    from network.matching.solver import Watch


def settled(programme: Programme, watch: Watch) -> tuple[Whole | None, bool]:
    """The best level of each column, goal after goal, and whether it is proved that none are better."""
    model, solver, found = cp_model.CpModel(), cp_model.CpSolver(), None
    _, _, most, _ = programme.columns
    levels = [model.new_int_var(0, level, "") for level in most.tolist()]
    entries, upper = programme.rows
    for row, limit in enumerate(upper.tolist()):
        here = np.flatnonzero(entries.rows == row)
        columns, values = entries.columns[here].tolist(), entries.values[here].astype(np.int64).tolist()
        model.add(cp_model.LinearExpr.weighted_sum([levels[k] for k in columns], values) <= limit)
    for goal in programme.goals:
        total = cp_model.LinearExpr.weighted_sum(levels, goal.tolist())
        model.maximize(total)
        status = cpsat.solve(solver, model, watch)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            found = np.array([solver.value(level) for level in levels], dtype=np.int64)
        if status != cp_model.OPTIMAL:
            return found, False
        model.add(total >= solver.value(total))
    return found, True
