"""Linear and integer programmes in plain arrays, solved by OR-Tools through MathOpt (GLOP, HiGHS).

Importing this module imports OR-Tools, which takes seconds: engines import it inside `solve`, before their clock starts.
Everything is maximised. Numbers are doubles here; what is claimed of whole numbers is worked out again by the engines.
"""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from ortools.math_opt import model_pb2
from ortools.math_opt.python import mathopt
from ortools.util.python.solve_interrupter import SolveInterrupter

from network.matching.solver import OutOfTimeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from network.matching.solver import Watch

Reals = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

POLL_SECONDS = 0.02
GRACE_SECONDS = 0.05
INFINITY = math.inf


@dataclass(frozen=True, slots=True)
class Entries:
    """The coefficients of a matrix that are not 0: `values[k]` in row `rows[k]`, column `columns[k]`."""

    rows: npt.NDArray[Any]
    columns: npt.NDArray[Any]
    values: npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Optimum:
    """Of a linear programme: the value, one number a column, and the price of each row."""

    value: float
    levels: Reals
    prices: Reals


@dataclass(frozen=True, slots=True)
class Found:
    """Of an integer programme: the best columns found, if any, and a bound on the value (above it)."""

    levels: Whole | None
    bound: float
    proved: bool


class Simplex:
    """A linear programme that grows by rows and columns; each solve starts from where the last one ended."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._model = mathopt.Model()
        self._model.objective.is_maximize = True
        self._rows: list[Any] = []
        self._columns: list[Any] = []
        self._solver: Any = None

    @property
    def size(self) -> int:
        """The number of columns."""
        return len(self._columns)

    def add_rows(self, lower: Iterable[float], upper: Iterable[float]) -> None:
        """Rows that hold nothing yet: lower <= 0 <= upper, until columns are added to them."""
        add = self._model.add_linear_constraint
        self._rows.extend(add(lb=low, ub=high) for low, high in zip(lower, upper, strict=True))

    def add_row(self, columns: Sequence[int], values: Sequence[float], lower: float, upper: float) -> None:
        """A row over columns that are there."""
        row = self._model.add_linear_constraint(lb=lower, ub=upper)
        for column, value in zip(columns, values, strict=True):
            row.set_coefficient(self._columns[column], value)
        self._rows.append(row)

    def add_columns(self, objective: Reals, entries: Entries, *, upper: float = INFINITY) -> None:
        """Columns from 0 to `upper`; the column numbers of `entries` count from the first new one."""
        first = len(self._columns)
        add, put = self._model.add_variable, self._model.objective.set_linear_coefficient
        for value in objective.tolist():
            column = add(lb=0.0, ub=upper)
            put(column, value)
            self._columns.append(column)
        for row, at, value in zip(
            entries.rows.tolist(), entries.columns.tolist(), entries.values.tolist(), strict=True
        ):
            self._rows[row].set_coefficient(self._columns[first + at], value)

    def set_objective(self, objective: Reals) -> None:
        """One coefficient a column."""
        put = self._model.objective.set_linear_coefficient
        for column, value in zip(self._columns, objective.tolist(), strict=True):
            put(column, value)

    def bound_row(self, row: int, lower: float, upper: float) -> None:
        """Change the bounds of a row."""
        self._rows[row].lower_bound, self._rows[row].upper_bound = lower, upper

    def bound_column(self, column: int, lower: float, upper: float) -> None:
        """Change the bounds of a column."""
        self._columns[column].lower_bound, self._columns[column].upper_bound = lower, upper

    def solve(self, *, dual: bool = False) -> Optimum | None:
        """The optimum, or None if no levels satisfy the rows; `dual`: by the dual simplex, best after new rows.

        Raises
        ------
        OutOfTimeError
            When the watch is over.
        """
        algorithm = mathopt.LPAlgorithm.DUAL_SIMPLEX if dual else mathopt.LPAlgorithm.PRIMAL_SIMPLEX
        if self._solver is None:
            self._solver = mathopt.IncrementalSolver(self._model, mathopt.SolverType.GLOP)
        parameters = mathopt.SolveParameters(presolve=mathopt.Emphasis.OFF, lp_algorithm=algorithm)
        result = _within(self._watch, self._solver.solve, parameters)
        if not _settled(result):  # numerical trouble: once more from scratch, the careful way
            self._solver = mathopt.IncrementalSolver(self._model, mathopt.SolverType.GLOP)
            result = _within(self._watch, self._solver.solve, mathopt.SolveParameters())
        if result.termination.reason is not mathopt.TerminationReason.OPTIMAL:
            return None
        return Optimum(
            result.objective_value(),
            np.array(result.variable_values(self._columns)),
            np.array(result.dual_values(self._rows)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class IntegerProgramme:
    """Columns are whole numbers from 0 to `upper`; rows hold lower <= A x <= upper."""

    objective: npt.NDArray[Any]
    entries: Entries
    row_lower: npt.NDArray[Any]
    row_upper: npt.NDArray[Any]
    upper: npt.NDArray[Any] | None = None
    continuous: npt.NDArray[np.bool_] | None = None
    hint: npt.NDArray[Any] | None = None
    cutoff: float | None = field(default=None)

    def solve(self, watch: Watch, *, seed: int = 0, gap: float = 0.0) -> Found:
        """By HiGHS on one thread; `gap`: stop when the bound is as close as that. Out of time: what was found."""
        parameters = mathopt.SolveParameters(
            time_limit=_time(watch), random_seed=seed, absolute_gap_tolerance=gap, relative_gap_tolerance=0.0
        )
        parameters.highs.int_options["threads"] = 1
        model = mathopt.Model.from_model_proto(self._proto())
        hints = mathopt.ModelSolveParameters()
        if self.hint is not None:
            started = dict(zip(model.variables(), self.hint.tolist(), strict=True))
            hints.solution_hints.append(mathopt.SolutionHint(variable_values=started))
        result = _interruptible(watch, lambda stop: mathopt.solve(
            model, mathopt.SolverType.HIGHS, params=parameters, model_params=hints, interrupter=stop
        ))  # fmt: skip
        return _found(result, list(model.variables()))

    def _proto(self) -> Any:
        size, rows = len(self.objective), len(self.row_lower)
        proto = model_pb2.ModelProto()
        columns = proto.variables
        columns.ids.extend(range(size))
        columns.lower_bounds.extend([0.0] * size)
        columns.upper_bounds.extend([1.0] * size if self.upper is None else self.upper.tolist())
        columns.integers.extend([True] * size if self.continuous is None else (~self.continuous).tolist())
        proto.objective.maximize = True
        costly = np.flatnonzero(self.objective)
        proto.objective.linear_coefficients.ids.extend(costly.tolist())
        proto.objective.linear_coefficients.values.extend(self.objective[costly].astype(float).tolist())
        proto.linear_constraints.ids.extend(range(rows))
        proto.linear_constraints.lower_bounds.extend(self.row_lower.tolist())
        proto.linear_constraints.upper_bounds.extend(self.row_upper.tolist())
        order = np.lexsort((self.entries.columns, self.entries.rows))
        proto.linear_constraint_matrix.row_ids.extend(self.entries.rows[order].tolist())
        proto.linear_constraint_matrix.column_ids.extend(self.entries.columns[order].tolist())
        proto.linear_constraint_matrix.coefficients.extend(self.entries.values[order].astype(float).tolist())
        return proto


def _found(result: Any, columns: list[Any]) -> Found:
    reason = result.termination.reason
    if reason in (mathopt.TerminationReason.INFEASIBLE, mathopt.TerminationReason.INFEASIBLE_OR_UNBOUNDED):
        return Found(None, -INFINITY, proved=True)
    bound = result.termination.objective_bounds.dual_bound
    if not result.has_primal_feasible_solution():
        return Found(None, bound, proved=False)
    levels = np.rint(np.array(result.variable_values(columns))).astype(np.int64)
    return Found(levels, bound, proved=reason is mathopt.TerminationReason.OPTIMAL)


def _settled(result: Any) -> bool:
    reasons = mathopt.TerminationReason
    return result.termination.reason in (reasons.OPTIMAL, reasons.INFEASIBLE, reasons.INFEASIBLE_OR_UNBOUNDED)


def _within(watch: Watch, solve: Callable[..., Any], parameters: Any) -> Any:
    parameters.time_limit = _time(watch)
    result = _interruptible(watch, lambda stop: solve(params=parameters, interrupter=stop))
    watch.check()
    return result


def _time(watch: Watch) -> timedelta:
    return timedelta(seconds=max(0.01, watch.left))


def _interruptible(watch: Watch, call: Callable[[Any], Any]) -> Any:
    """The result of a solver's call, which is told to stop when the watch is over and left alone if it does not."""
    stop, results, faults = SolveInterrupter(), [], []

    def work() -> None:
        try:
            results.append(call(stop))
        except Exception as fault:
            faults.append(fault)

    watch.check()
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    while thread.is_alive() and not watch.over:
        thread.join(POLL_SECONDS)
    if thread.is_alive():
        stop.interrupt()
        thread.join(GRACE_SECONDS)
    if faults:
        raise faults[0]
    if not results:
        raise OutOfTimeError
    return results[0]
