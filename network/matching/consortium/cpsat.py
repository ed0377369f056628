"""The consortium as one CP-SAT model."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

from network.matching.consortium import rules
from network.matching.consortium.remoteness import remoteness
from network.matching.distance import within

if TYPE_CHECKING:
    from network.matching.consortium.problem import Problem
    from network.matching.solver import Limits, Watch


class Model:
    """Members and lead of one team under all rules of a problem."""

    def __init__(self, problem: Problem, earlier: list[tuple[str, ...]]) -> None:
        from ortools.sat.python import cp_model

        self.problem = problem
        self.cp_model = cp_model
        self.model = cp_model.CpModel()
        self.member = [self.model.new_bool_var("") for _ in problem.candidates]
        self.lead = [self.model.new_bool_var("") for _ in problem.candidates]
        self._choose()
        for row in rules.covering_rows(problem, earlier):
            self.model.add(cp_model.LinearExpr.weighted_sum(self.member, row.coefficients) >= row.least)

    def _choose(self) -> None:
        problem, model, call = self.problem, self.model, self.problem.call
        model.add_exactly_one(self.lead)
        count = sum(self.member)
        model.add(count >= call.min_partners)
        model.add(count <= problem.most_partners)
        for i, candidate in enumerate(problem.candidates):
            model.add_implication(self.lead[i], self.member[i])
            if not rules.can_be_member(problem, candidate):
                model.add(self.member[i] == 0)
            if not rules.can_be_lead(problem, candidate):
                model.add(self.lead[i] == 0)
            if candidate.id in problem.required_members:
                model.add(self.member[i] == 1)
        place = {candidate.id: i for i, candidate in enumerate(problem.candidates)}
        for first, second in problem.incompatible:
            model.add_bool_or(~self.member[place[first]], ~self.member[place[second]])
        if call.budget_cap is not None:
            model.add(sum(c.asks * x for c, x in zip(problem.candidates, self.member, strict=True)) <= call.budget_cap)
        if call.max_km_to_lead is not None:
            for (i, a), (j, b) in combinations(enumerate(problem.candidates), 2):
                if not within(a, b, call.max_km_to_lead):
                    model.add_bool_or(~self.lead[i], ~self.member[j])
                    model.add_bool_or(~self.lead[j], ~self.member[i])
        if call.min_areas:
            self._cover_areas(call.min_areas)

    def _cover_areas(self, least: int) -> None:
        by_area: dict[str, list[Any]] = {}
        for candidate, x in zip(self.problem.candidates, self.member, strict=True):
            for area in candidate.areas:
                by_area.setdefault(area, []).append(x)
        covered = [self.model.new_bool_var("") for _ in by_area]
        for y, members in zip(covered, by_area.values(), strict=True):
            self.model.add_bool_or(*members, ~y)
        self.model.add(sum(covered) >= least)

    def minimise(self) -> None:
        problem, model = self.problem, self.model
        terms: list[Any] = []
        big = 1
        for (i, a), (j, b) in combinations(enumerate(problem.candidates), 2):
            r = remoteness(problem, a, b)
            if problem.cohesion == "pairs":
                both = model.new_bool_var("")
                model.add_bool_or(~self.member[i], ~self.member[j], both)
                terms.append(r * both)
                big += r
            else:
                for lead, other in ((i, j), (j, i)):
                    if rules.can_be_lead(problem, problem.candidates[lead]):
                        both = model.new_bool_var("")
                        model.add_bool_or(~self.lead[lead], ~self.member[other], both)
                        terms.append(r * both)
                        big += r
        for candidate, x in zip(problem.candidates, self.member, strict=True):
            terms.append(-(problem.member_bonus + candidate.bonus) * x)
            big += problem.member_bonus + candidate.bonus
        if problem.stay:
            terms.extend(-big * self.member[i] for i, c in enumerate(problem.candidates) if c.id in problem.previous)
        model.minimize(sum(terms) + problem.member_bonus)

    def solve(self, limits: Limits, watch: Watch) -> tuple[str, tuple[str, ...], str, float]:
        solver = self.cp_model.CpSolver()
        solver.parameters.num_workers = limits.workers
        solver.parameters.random_seed = limits.seed
        solver.parameters.max_time_in_seconds = watch.left
        status = solver.solve(self.model)
        if status in (self.cp_model.OPTIMAL, self.cp_model.FEASIBLE):
            ids = [c.id for c, x in zip(self.problem.candidates, self.member, strict=True) if solver.boolean_value(x)]
            lead = next(
                c.id for c, x in zip(self.problem.candidates, self.lead, strict=True) if solver.boolean_value(x)
            )
            return solver.status_name(status), tuple(ids), lead, solver.best_objective_bound
        return solver.status_name(status), (), "", solver.best_objective_bound
