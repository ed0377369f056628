"""Problems large enough for cuts and branches, against CP-SAT over the list of all posts."""

from __future__ import annotations

from typing import Any

import pytest
from ortools.sat.python import cp_model

from network.matching import hires
from network.matching.hires.ground import Ground
from network.matching.hires.pool import SOUND, all_posts
from network.matching.hires.timetable import Timetables
from network.matching.hires.tree import Node, Tree
from network.matching.solver import Watch
from tests.matching.hires.helpers import LIMITS, solve
from tests.matching.hires.instances import demand, scattered


@pytest.mark.parametrize("seed", range(6))
def test_the_posts_are_a_best_choice(seed: int) -> None:
    """Of 24 demands close together, where some do not find a place."""
    problem = scattered(24, seed)
    for row in problem["demands"]:
        row["lat"], row["lon"] = 50 + (row["lat"] - 50) / 2, 5 + (row["lon"] - 5) / 2
    found = solve(problem)
    assert found.objective == found.bound == best(problem)


def test_many_demands_at_one_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """All choices are alike there: how many can be placed is not left to a tree of some hundred nodes."""
    nodes, branch = [], Tree._branch

    def counted(tree: Tree, node: Node | None, *, dive: bool) -> None:
        nodes.append(node)
        branch(tree, node, dive=dive)

    monkeypatch.setattr(Tree, "_branch", counted)
    demands = [demand(f"d{k}", size) for k, size in enumerate([1, 3, 4, 3, 4, 2, 2, 4, 3, 3])]
    rules = {"min_half_days": 8, "max_sites_per_day": 1}
    found = solve({"kind": "hires", "demands": demands, "posts": rules})
    assert found.objective == found.bound == [26, 3, 0]
    assert len(nodes) < 10


def best(data: dict[str, Any], most_posts: int | None = None) -> list[int]:
    """The objective, one entry after the other."""
    problem = hires.read_problem(data)
    ground = Ground(problem, problem.demands)
    pool = all_posts(ground, 100_000, Watch(LIMITS))
    assert pool is not None
    pool.check(range(len(pool)), Timetables(ground))
    pool = pool.only(pool.sound == SOUND)
    model = cp_model.CpModel()
    made = [model.new_bool_var("") for _ in range(len(pool))]
    for row in pool.table(ground.n).T:
        model.add_at_most_one(x for x, inside in zip(made, row, strict=True) if inside)
    if most_posts is not None:
        model.add(sum(made) <= most_posts)
    gains = pool.half_days(ground).tolist(), [-1] * len(pool), (-pool.metres).tolist()
    return [abs(most(model, sum(gain * x for gain, x in zip(row, made, strict=True)))) for row in gains]


def most(model: cp_model.CpModel, goal: Any) -> int:
    """The largest value, which holds from now on."""
    model.maximize(goal)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model) == cp_model.OPTIMAL
    value = round(solver.objective_value)
    model.add(goal == value)
    return value
