"""Linear and integer programmes in plain arrays, solved by OR-Tools through MathOpt (GLOP, HiGHS).

Importing this module imports OR-Tools, which takes seconds: engines import it inside `solve`, before the clock starts.
MathOpt is spoken to by its messages, not by its Python objects: programmes here have up to a million columns.
Everything is maximised. Numbers are doubles; what is claimed of whole numbers is worked out again by the engines.
"""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from ortools.math_opt import callback_pb2, model_parameters_pb2, model_pb2, model_update_pb2, parameters_pb2, result_pb2
from ortools.math_opt.core.python import solver
from ortools.util.python.solve_interrupter import SolveInterrupter
from pybind11_abseil.status import StatusNotOk

from network.matching.solver import OutOfTimeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from network.matching.solver import Watch

Reals = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Numbers = npt.NDArray[Any]

POLL_SECONDS = 0.02
GRACE_SECONDS = 0.05
INFINITY = math.inf

_OPTIMAL = result_pb2.TERMINATION_REASON_OPTIMAL
_NONE = (result_pb2.TERMINATION_REASON_INFEASIBLE, result_pb2.TERMINATION_REASON_INFEASIBLE_OR_UNBOUNDED)


class NumericalTroubleError(Exception):
    """The simplex method lost its way."""


@dataclass(frozen=True, slots=True)
class Entries:
    """The coefficients of a matrix that are not 0: `values[k]` in row `rows[k]`, column `columns[k]`."""

    rows: Numbers
    columns: Numbers
    values: Numbers

    def write(self, matrix: Any, *, first: int = 0) -> None:
        """Into a sparse matrix of MathOpt; columns count from `first`."""
        order = np.lexsort((self.columns, self.rows))
        matrix.row_ids.extend(self.rows[order].tolist())
        matrix.column_ids.extend((self.columns[order] + first).tolist())
        matrix.coefficients.extend(self.values[order].astype(float).tolist())


def stacked(parts: Iterable[Entries]) -> Entries:
    """Several as one."""
    rows, columns, values = zip(*((part.rows, part.columns, part.values) for part in parts), strict=True)
    return Entries(np.concatenate(rows), np.concatenate(columns), np.concatenate(values))


@dataclass(frozen=True, slots=True)
class Optimum:
    """Of a linear programme: the value, one number a column, and the price of each row."""

    value: float
    levels: Reals
    prices: Reals


@dataclass(frozen=True, slots=True)
class Found:
    """Of an integer programme: the best levels found, if any, and whether it is proved that none are better."""

    levels: Reals | None
    proved: bool


class Simplex:
    """A linear programme that grows by rows and columns; each solve starts from where the last one ended."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._rows = self._columns = 0
        self._updates: list[Any] = []
        self._begin()
        self._row_bounds: dict[int, tuple[float, float]] = {}
        self._column_bounds: dict[int, tuple[float, float]] = {}

    def _begin(self) -> None:
        """A new solver, with all that has been added so far."""
        model = model_pb2.ModelProto()
        model.objective.maximize = True
        self._solver = solver.new(parameters_pb2.SOLVER_TYPE_GLOP, model, parameters_pb2.SolverInitializerProto())
        for update in self._updates:
            self._solver.update(update)

    def _update(self, update: Any) -> None:
        self._updates.append(update)
        self._solver.update(update)

    def add_rows(self, lower: Sequence[float], upper: Sequence[float], entries: Entries | None = None) -> None:
        """Rows lower <= A x <= upper over the columns that are there; `entries` counts rows from the first new."""
        update = model_update_pb2.ModelUpdateProto()
        ids = range(self._rows, self._rows + len(lower))
        update.new_linear_constraints.ids.extend(ids)
        update.new_linear_constraints.lower_bounds.extend(lower)
        update.new_linear_constraints.upper_bounds.extend(upper)
        if entries is not None:
            placed = Entries(entries.rows + self._rows, entries.columns, entries.values)
            placed.write(update.linear_constraint_matrix_updates)
        self._rows += len(lower)
        self._update(update)

    def add_columns(self, objective: Reals, entries: Entries) -> None:
        """Columns of 0 or more; the column numbers of `entries` count from the first new one."""
        update, size = model_update_pb2.ModelUpdateProto(), len(objective)
        ids = range(self._columns, self._columns + size)
        update.new_variables.ids.extend(ids)
        update.new_variables.lower_bounds.extend([0.0] * size)
        update.new_variables.upper_bounds.extend([INFINITY] * size)
        update.new_variables.integers.extend([False] * size)
        update.objective_updates.linear_coefficients.ids.extend(ids)
        update.objective_updates.linear_coefficients.values.extend(objective.tolist())
        entries.write(update.linear_constraint_matrix_updates, first=self._columns)
        self._columns += size
        self._update(update)

    def set_objective(self, objective: Reals) -> None:
        """One coefficient a column."""
        update = model_update_pb2.ModelUpdateProto()
        update.objective_updates.linear_coefficients.ids.extend(range(self._columns))
        update.objective_updates.linear_coefficients.values.extend(objective.tolist())
        self._update(update)

    def bound_row(self, row: int, lower: float, upper: float) -> None:
        """Change the bounds of a row."""
        self._row_bounds[row] = lower, upper

    def bound_column(self, column: int, lower: float, upper: float) -> None:
        """Change the bounds of a column."""
        self._column_bounds[column] = lower, upper

    def solve(self, *, dual: bool = False) -> Optimum | None:
        """The optimum, or None if no levels satisfy the rows; `dual`: by the dual simplex, best after new rows.

        Raises
        ------
        OutOfTimeError
            When the watch is over.
        NumericalTroubleError
            When neither the quick nor the careful way comes to a result.
        """
        self._update_bounds()
        algorithm = parameters_pb2.LP_ALGORITHM_DUAL_SIMPLEX if dual else parameters_pb2.LP_ALGORITHM_PRIMAL_SIMPLEX
        parameters = parameters_pb2.SolveParametersProto(lp_algorithm=algorithm, presolve=parameters_pb2.EMPHASIS_OFF)
        result = self._solved(parameters)
        if result is None:
            self._begin()  # a solver that has failed once can do nothing any more
            result = self._solved(parameters_pb2.SolveParametersProto())
        if result is None:
            raise NumericalTroubleError
        if result.termination.reason != _OPTIMAL:
            return None
        found = result.solutions[0]
        return Optimum(
            result.termination.objective_bounds.primal_bound,
            np.array(found.primal_solution.variable_values.values),
            np.array(found.dual_solution.dual_values.values),
        )

    def _solved(self, parameters: Any) -> Any | None:
        """MathOpt's result; None in numerical trouble."""
        parameters.time_limit.FromMicroseconds(_microseconds(self._watch.left))
        hints, nothing = model_parameters_pb2.ModelSolveParametersProto(), callback_pb2.CallbackRegistrationProto()
        try:
            result = interruptible(
                self._watch, lambda stop: self._solver.solve(parameters, hints, None, nothing, None, stop)
            )
        except StatusNotOk:  # GLOP calls its own result abnormal
            return None
        self._watch.check()
        return result if result.termination.reason in (_OPTIMAL, *_NONE) else None

    def _update_bounds(self) -> None:
        update = model_update_pb2.ModelUpdateProto()
        _write_bounds(update.variable_updates, self._column_bounds)
        _write_bounds(update.linear_constraint_updates, self._row_bounds)
        self._column_bounds, self._row_bounds = {}, {}
        self._update(update)


@dataclass(frozen=True, slots=True, kw_only=True)
class IntegerProgramme:
    """Columns are whole, 0 to `most` (1 if None), rows hold row_lower <= A x <= row_upper; `hint` is a start."""

    objective: Numbers
    entries: Entries
    row_lower: Numbers
    row_upper: Numbers
    hint: Numbers | None = None
    most: Numbers | None = None

    def solve(self, watch: Watch, *, seed: int = 0) -> Found:
        """By HiGHS on one thread. Out of time: what was found.

        Raises
        ------
        OutOfTimeError
            When the watch is over before HiGHS answers.
        """
        parameters = parameters_pb2.SolveParametersProto(
            random_seed=seed, absolute_gap_tolerance=0.0, relative_gap_tolerance=0.0
        )
        parameters.time_limit.FromMicroseconds(_microseconds(watch.left - 2 * GRACE_SECONDS))
        parameters.highs.int_options["threads"] = 1
        start, nothing = model_parameters_pb2.ModelSolveParametersProto(), callback_pb2.CallbackRegistrationProto()
        if self.hint is not None:
            hint = start.solution_hints.add()
            hint.variable_values.ids.extend(range(len(self.hint)))
            hint.variable_values.values.extend(self.hint.astype(float).tolist())
        model, initial = self._model(), parameters_pb2.SolverInitializerProto()
        result = interruptible(watch, lambda stop: solver.solve(
            model, parameters_pb2.SOLVER_TYPE_HIGHS, initial, parameters, start, None, nothing, None, stop
        ))  # fmt: skip
        return self._found(result)

    def _model(self) -> Any:
        size, rows = len(self.objective), len(self.row_lower)
        model = model_pb2.ModelProto()
        model.variables.ids.extend(range(size))
        model.variables.lower_bounds.extend([0.0] * size)
        model.variables.upper_bounds.extend((np.ones(size) if self.most is None else self.most).astype(float).tolist())
        model.variables.integers.extend([True] * size)
        model.objective.maximize = True
        costly = np.flatnonzero(self.objective)
        model.objective.linear_coefficients.ids.extend(costly.tolist())
        model.objective.linear_coefficients.values.extend(self.objective[costly].astype(float).tolist())
        model.linear_constraints.ids.extend(range(rows))
        model.linear_constraints.lower_bounds.extend(self.row_lower.tolist())
        model.linear_constraints.upper_bounds.extend(self.row_upper.tolist())
        self.entries.write(model.linear_constraint_matrix)
        return model

    def _found(self, result: Any) -> Found:
        reason = result.termination.reason
        if not result.solutions:
            return Found(None, proved=reason in _NONE)
        levels = np.rint(result.solutions[0].primal_solution.variable_values.values)
        return Found(levels, proved=reason == _OPTIMAL)


def interruptible(watch: Watch, call: Callable[[Any], Any]) -> Any:
    """The result of a solver's call, which is told to stop when the watch is over and left alone if it does not.

    Raises
    ------
    OutOfTimeError
        When the watch is over and there is no result.
    """
    stop, results, faults = SolveInterrupter(), [], []

    def work() -> None:
        try:
            results.append(call(stop.pybind_interrupter))
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


def _microseconds(seconds: float) -> int:
    return max(1000, int(1e6 * min(seconds, 1e6)))


def _write_bounds(update: Any, bounds: dict[int, tuple[float, float]]) -> None:
    ids = sorted(bounds)
    update.lower_bounds.ids.extend(ids)
    update.lower_bounds.values.extend(bounds[k][0] for k in ids)
    update.upper_bounds.ids.extend(ids)
    update.upper_bounds.values.extend(bounds[k][1] for k in ids)
