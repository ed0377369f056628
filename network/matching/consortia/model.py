"""Models of CP-SAT: how many consortia can be formed, and the best choice among known teams.

Importing this module imports OR-Tools, which takes seconds: engines import it inside `solve`, before the clock starts.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np
from ortools.sat.python import cp_model

from network.matching import cpsat

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from network.matching.consortia.teams import Column, Teams
    from network.matching.consortium.enumeration import Team
    from network.matching.consortium.ground import Ground
    from network.matching.solver import Watch

ALL_ROWS = 2


@dataclass(frozen=True, slots=True)
class Chosen:
    """Columns, one a project at most; whether it is proved that none are better."""

    columns: list[Column] | None
    proved: bool


class Choice:
    """So many of the columns that no organisation is in more than it may be, at the least cost."""

    def __init__(self, columns: Sequence[Column], teams: Mapping[int, Teams], most: Sequence[int], formed: int) -> None:
        self._columns, self._model = columns, cp_model.CpModel()
        self._taken = [self._model.new_bool_var("") for _ in columns]
        of_project, of_organisation = defaultdict(list), defaultdict(list)
        for column, x in zip(columns, self._taken, strict=True):
            of_project[column.project].append(x)
            for place in teams[column.project].places[list(column.team)].tolist():
                of_organisation[place].append(x)
        for taken in of_project.values():
            self._model.add_at_most_one(taken)
        for place, taken in sorted(of_organisation.items()):
            self._keep(taken, most[place])
        self._model.add(sum(self._taken) == formed)
        self._model.minimize(cp_model.LinearExpr.weighted_sum(self._taken, [column.cost for column in columns]))

    def _keep(self, taken: list[Any], most: int) -> None:
        if most == 1:
            self._model.add_at_most_one(taken)
        elif len(taken) > most:
            self._model.add(sum(taken) <= most)

    def best(self, start: Sequence[Column], watch: Watch, better: Callable[[list[Column]], None]) -> Chosen:
        """The cheapest choice, from one that is known; `better` hears of each cheaper one."""
        known = set(start)
        for column, x in zip(self._columns, self._taken, strict=True) if known else ():
            self._model.add_hint(x, column in known)
        chosen = self._chosen

        class Listener(cp_model.CpSolverSolutionCallback):
            def on_solution_callback(self) -> None:
                better(chosen(self))

        solver = cp_model.CpSolver()
        solver.parameters.linearization_level = ALL_ROWS
        status = cpsat.solve(solver, self._model, watch, Listener())
        found = chosen(solver) if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None
        return Chosen(found, proved=status in (cp_model.OPTIMAL, cp_model.INFEASIBLE))

    def _chosen(self, solver: Any) -> list[Column]:
        taken = (column for column, x in zip(self._columns, self._taken, strict=True) if solver.boolean_value(x))
        return sorted(taken, key=lambda column: column.project)


class Plain:
    """The whole problem as it is written, without costs: a variable a candidate of each project, and one a lead."""

    def __init__(self, teams: Sequence[Teams], most: Sequence[int], watch: Watch) -> None:
        self.model = cp_model.CpModel()
        self._teams = teams
        self.formed = {rows.project: self.model.new_bool_var("") for rows in teams}
        self.members = {rows.project: [self.model.new_bool_var("") for _ in rows.places] for rows in teams}
        self.leads: dict[int, list[Any]] = {}
        in_teams = defaultdict(list)
        for rows in teams:
            watch.check()
            self._form(rows.ground, self.formed[rows.project], self.members[rows.project])
            self.leads[rows.project] = self._lead(rows.ground, self.formed[rows.project], self.members[rows.project])
            for place, x in zip(rows.places.tolist(), self.members[rows.project], strict=True):
                in_teams[place].append(x)
        for place, taken in sorted(in_teams.items()):
            if len(taken) > most[place]:
                self.model.add(sum(taken) <= most[place])

    def _form(self, ground: Ground, formed: Any, members: list[Any]) -> None:
        """The rules on the set of members, where there is a team."""
        model = self.model
        for i in np.flatnonzero(~ground.usable).tolist():
            model.add(members[i] == 0)
        for i in ground.required:
            model.add(members[i] == formed)
        for row, least in zip(ground.cover.tolist(), ground.least.tolist(), strict=True):
            model.add(cp_model.LinearExpr.weighted_sum(members, row) >= least * formed)
        model.add(sum(members) <= ground.most_partners * formed)
        if ground.budget is not None:
            model.add(cp_model.LinearExpr.weighted_sum(members, ground.asks.tolist()) <= ground.budget)
        held = [model.new_bool_var("") for _ in ground.areas]
        for switch, area in zip(held, ground.areas, strict=True):
            model.add_bool_or(~switch, *(members[i] for i in np.flatnonzero(area).tolist()))
        if ground.min_areas:
            model.add(sum(held) >= ground.min_areas * formed)
        for a, b in ground.foes.tolist():
            model.add_bool_or(~members[a], ~members[b])

    def _lead(self, ground: Ground, formed: Any, members: list[Any]) -> list[Any]:
        """One of the members leads; everyone is within its reach."""
        leads = [self.model.new_bool_var("") for _ in ground.leads]
        self.model.add(sum(leads) == formed)
        reach = ground.reach(np.array(ground.leads, dtype=np.int64), np.arange(ground.n))
        for lead, i, near in zip(leads, ground.leads, reach, strict=True):
            self.model.add_implication(lead, members[i])
            far = np.flatnonzero(~near & ground.usable).tolist()
            if far:
                self.model.add(sum(members[k] for k in far) == 0).only_enforce_if(lead)
        return leads

    def most_formed(self, start: Sequence[Column], watch: Watch) -> tuple[list[tuple[int, Team]] | None, int]:
        """As many teams as there can be, from some that are known; and a bound on how many."""
        known = {column.project: set(column.team) for column in start}
        for project, members in self.members.items():
            self.model.add_hint(self.formed[project], project in known)
            for i, x in zip(count(), members):
                self.model.add_hint(x, i in known.get(project, ()))
        self.model.maximize(sum(self.formed.values()))
        solver = cp_model.CpSolver()
        status = cpsat.solve(solver, self.model, watch)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None, len(self.formed)
        found = [
            (project, tuple(i for i, x in enumerate(self.members[project]) if solver.boolean_value(x)))
            for project, x in self.formed.items()
            if solver.boolean_value(x)
        ]
        return found, round(solver.best_objective_bound)
