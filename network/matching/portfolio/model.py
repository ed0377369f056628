"""The rules of a portfolio as a model of CP-SAT, a variable a dossier; goals are settled one after the other.

Importing this module imports OR-Tools, which takes seconds: engines import it inside `solve`, before the clock starts.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ortools.sat.python import cp_model

from network.matching import cpsat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from network.matching.portfolio.problem import Dossier, Problem
    from network.matching.solver import Watch

Choice = tuple["Dossier", ...]

ALL_ROWS = 2
"""Linear relaxation of every rule: where many dossiers share members, it settles what propagation alone does not."""


@dataclass(frozen=True, slots=True)
class Found:
    """The best choice of a goal, if found in time, and a bound on all; `possible` unless there is none at all."""

    choice: Choice | None
    bound: int
    possible: bool = True


def score_of(choice: Iterable[Dossier]) -> int:
    """The points of dossiers together."""
    return sum(dossier.score for dossier in choice)


def spent_on(choice: Iterable[Dossier]) -> int:
    """What dossiers ask together, in euros."""
    return sum(dossier.asks for dossier in choice)


class Model:
    """The choices that keep to the rules."""

    def __init__(self, problem: Problem, watch: Watch) -> None:
        self._watch, self._model = watch, cp_model.CpModel()
        self._dossiers = [dossier for dossier in problem.dossiers if problem.within_cap(dossier)]
        self._funded = [self._model.new_bool_var(dossier.id) for dossier in self._dossiers]
        self._score = self._sum(dossier.score for dossier in self._dossiers)
        self._spent = self._sum(dossier.asks for dossier in self._dossiers)
        self._model.add(self._spent <= problem.envelope)
        self._count_members(problem)
        self._count_areas(problem)
        for name in problem.must:
            self._model.add(sum(x for dossier, x in self._rows if dossier.id == name) == 1)
        self.reach(problem.least)

    @property
    def _rows(self) -> list[tuple[Dossier, Any]]:
        return list(zip(self._dossiers, self._funded, strict=True))

    def _sum(self, weights: Iterable[int]) -> Any:
        return cp_model.LinearExpr.weighted_sum(self._funded, list(weights))

    def _count_members(self, problem: Problem) -> None:
        most = problem.max_per_member
        if most is None:
            return
        dossiers_of = defaultdict(list)
        for dossier, x in self._rows:
            for member in dossier.members:
                dossiers_of[member].append(x)
        for shared in dossiers_of.values():
            if len(shared) > most:
                self._model.add(sum(shared) <= most)

    def _count_areas(self, problem: Problem) -> None:
        for area, least in problem.min_per_area.items():
            self._model.add(sum(x for dossier, x in self._rows if area in dossier.areas) >= least)

    def reach(self, score: int) -> None:
        """From now on only choices of at least such a score."""
        self._model.add(self._score >= score)

    def best_score(self, better: Callable[[Choice, int], None], start: Choice = ()) -> Found:
        """The choice of the highest score; `better` hears of each better one with the bound so far."""
        self._model.maximize(self._score)
        return self._solved(score_of(self._dossiers), better, start)

    def least_spending(self, better: Callable[[Choice, int], None], start: Choice = ()) -> Found:
        """The choice that spends least."""
        self._model.minimize(self._spent)
        return self._solved(0, better, start)

    def _solved(self, most: int, better: Callable[[Choice, int], None], start: Choice) -> Found:
        """The best choice, looked for from a first one; `most` bounds the goal whatever the solver knows."""
        names = {dossier.id for dossier in start}
        self._model.clear_hints()
        for dossier, x in self._rows if start else ():
            self._model.add_hint(x, dossier.id in names)
        choice_of = self._choice_of

        class Listener(cp_model.CpSolverSolutionCallback):
            def on_solution_callback(self) -> None:
                better(choice_of(self), round(self.best_objective_bound))

        solver = cp_model.CpSolver()
        solver.parameters.linearization_level = ALL_ROWS
        status = cpsat.solve(solver, self._model, self._watch, Listener())
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Found(choice_of(solver), round(solver.best_objective_bound))
        return Found(None, most, possible=status != cp_model.INFEASIBLE)

    def _choice_of(self, solver: Any) -> Choice:
        return tuple(dossier for dossier, x in self._rows if solver.boolean_value(x))
