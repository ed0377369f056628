"""Where linear programmes do not tell, the numbers too far apart or the choices too alike: CP-SAT over all posts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from ortools.sat.python import cp_model

from network.matching import cpsat
from network.matching.hires.pool import SOUND

if TYPE_CHECKING:
    from network.matching.hires.ground import Ground
    from network.matching.hires.pool import Choice, Pool
    from network.matching.hires.timetable import Timetables
    from network.matching.solver import Watch

MOST_POSTS = 50_000
CHECKED_AT_ONCE = 500


def settled(
    ground: Ground, pool: Pool, timetables: Timetables, watch: Watch, effort: float = math.inf
) -> Choice | None:
    """The best choice of all; None if that is not proven in time, or there are too many posts.

    `effort` limits each goal by the clock of CP-SAT, which runs alike on every machine.
    """
    if len(pool) > MOST_POSTS:
        return None
    for start in range(0, len(pool), CHECKED_AT_ONCE):
        watch.check()
        pool.check(range(start, min(start + CHECKED_AT_ONCE, len(pool))), timetables)
    return _Settling(ground, pool.only(pool.sound == SOUND), watch, effort).solved()


class _Settling:
    """One model, whose objectives are reached one after the other."""

    def __init__(self, ground: Ground, pool: Pool, watch: Watch, effort: float) -> None:
        self._ground, self._pool, self._watch = ground, pool, watch
        self._model, self._solver = cp_model.CpModel(), cp_model.CpSolver()
        self._solver.parameters.max_deterministic_time = effort
        self._made = [self._model.new_bool_var("") for _ in range(len(pool))]
        self._unplaced = [self._model.new_bool_var("") for _ in range(ground.n)]
        of_demand: list[list[Any]] = [[x] for x in self._unplaced]
        for x, members in zip(self._made, pool.sets.tolist(), strict=True):
            for demand in members:
                if demand < ground.n:
                    of_demand[demand].append(x)
        for choices in of_demand:
            self._model.add_exactly_one(choices)

    def solved(self) -> Choice | None:
        """The best choice."""
        metres = self._pool.metres
        unplaced, made = self._unplaced, self._made
        for variables, weights in ((unplaced, self._ground.worth), (made, np.ones_like(metres)), (made, metres)):
            goal = cp_model.LinearExpr.weighted_sum(variables, weights.tolist())
            self._model.minimize(goal)
            if cpsat.solve(self._solver, self._model, self._watch) != cp_model.OPTIMAL:
                return None
            reached = [self._solver.value(x) for x in variables]
            self._model.add(goal == int(weights @ reached))
        rows = np.flatnonzero([self._solver.value(x) for x in self._made])
        return self._pool.choice(rows, self._ground)
