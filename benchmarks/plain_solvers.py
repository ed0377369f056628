"""One integer programme by each general solver, for the peers of `matching_KIND.py`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from ortools.sat.python import cp_model
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from network.matching import cpsat
from network.matching.linear import Found, IntegerProgramme

if TYPE_CHECKING:
    from network.matching.solver import Watch

Solver = Callable[["IntegerProgramme", "Watch"], Found]
Peer = Callable[[dict[str, Any], float], dict[str, Any]]
"""A problem and seconds to its objective, bound and seconds."""
PROVED = 0
"""What SciPy calls an optimum."""


def by_highs(programme: IntegerProgramme, watch: Watch) -> Found:
    """HiGHS, called by OR-Tools."""
    return programme.solve(watch)


def by_scipy(programme: IntegerProgramme, watch: Watch) -> Found:
    """HiGHS, called by SciPy."""
    entries, size = programme.entries, (len(programme.row_lower), len(programme.objective))
    table = coo_array((entries.values, (entries.rows, entries.columns)), shape=size).tocsr()
    result = milp(
        -np.asarray(programme.objective, dtype=float),
        integrality=np.ones(size[1]),
        bounds=Bounds(0, np.ones(size[1]) if programme.most is None else programme.most),
        constraints=LinearConstraint(table, programme.row_lower, programme.row_upper),
        options={"time_limit": max(0.1, watch.left), "mip_rel_gap": 0},
    )
    return Found(None if result.x is None else np.rint(result.x), proved=result.status == PROVED)


def by_cpsat(programme: IntegerProgramme, watch: Watch) -> Found:
    """CP-SAT on two workers; all coefficients are whole."""
    model, most = cp_model.CpModel(), programme.most
    levels = [
        model.new_int_var(0, 1 if most is None else int(most[column]), "") for column in range(len(programme.objective))
    ]
    _add_rows(model, levels, programme)
    gains = np.rint(programme.objective).astype(int).tolist()
    model.maximize(cp_model.LinearExpr.weighted_sum(levels, gains))
    solver = cp_model.CpSolver()
    status = cpsat.solve(solver, model, watch)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Found(None, proved=status == cp_model.INFEASIBLE)
    return Found(np.array([solver.value(level) for level in levels]), proved=status == cp_model.OPTIMAL)


def _add_rows(model: cp_model.CpModel, levels: list[cp_model.IntVar], programme: IntegerProgramme) -> None:
    rows: list[tuple[list[cp_model.IntVar], list[int]]] = [([], []) for _ in programme.row_lower]
    entries = programme.entries
    values = np.rint(entries.values).astype(int).tolist()
    for row, column, value in zip(entries.rows.tolist(), entries.columns.tolist(), values, strict=True):
        rows[row][0].append(levels[column])
        rows[row][1].append(value)
    limits = zip(rows, programme.row_lower.tolist(), programme.row_upper.tolist(), strict=True)
    for (members, factors), lower, upper in limits:
        least = int(lower) if np.isfinite(lower) else cp_model.INT32_MIN
        most = int(upper) if np.isfinite(upper) else cp_model.INT32_MAX
        model.add_linear_constraint(cp_model.LinearExpr.weighted_sum(members, factors), least, most)
