"""Several consortia at once for `matching.py`: a family by seed, one after the other in many orders, one plain model.

The peers read problems without bonuses whose cohesion is "lead".
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from itertools import islice, permutations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matching_consortium
import numpy as np
from ortools.sat.python import cp_model

from network.matching import cpsat
from network.matching.consortia import read_problem
from network.matching.consortia.model import Plain
from network.matching.consortia.teams import Teams
from network.matching.solver import Limits, Watch

if TYPE_CHECKING:
    from network.matching.consortia import Problem

PROJECTS = {53: 3}
"""A family has nine projects, or so many."""
ORDERS = 1000


def family(size: int, seed: int) -> dict[str, Any]:
    """Projects with a call of their own over the candidates of a consortium; each may be in one of them.

    Sizes are those of `matching_consortium`, and 9053: nine projects of the 53 candidates, each in two at most.
    """
    candidates = size % 9000
    chance, base = random.Random(1000 + seed), matching_consortium.family(candidates, seed)
    return {
        "kind": "consortia",
        "projects": [{"id": f"p{k}", "call": _call(chance)} for k in range(PROJECTS.get(size, 9))],
        "max_per_member": 2 if size > 9000 else 1,
        **{key: base[key] for key in ("candidates", "ties", "incompatible")},
    }


def _call(chance: random.Random) -> dict[str, Any]:
    requires = {
        "trucks": chance.randint(3, 6),
        "storage_m2": 100 * chance.randint(8, 20),
        "staff": 20 * chance.randint(6, 15),
    }
    return {
        "min_partners": 3, "max_partners": 8, "min_experienced": 1, "min_areas": 2,
        "required_areas": [chance.choice(matching_consortium.AREAS)], "requires": requires,
        "max_share_percent": 50, "budget_cap": 90_000, "max_km_to_lead": 90,
    }  # fmt: skip


def one_after_the_other(data: dict[str, Any], seconds: float) -> dict[str, Any]:
    """The best of as many orders as there is time for: each project takes the best team that is left."""
    problem, watch = read_problem(data), Watch(Limits(seconds=seconds))
    rows = _rows(problem, watch)
    orders = list(islice(permutations(range(len(rows))), ORDERS))
    random.Random(0).shuffle(orders)
    best = [0, 0]
    for order in orders:
        times, found = Counter[str](), [0, 0]
        for k in order:
            full = [name for name, count in times.items() if count >= problem.most_of(name)]
            team = rows[k].without(full)
            if team.members:
                found = [found[0] + 1, found[1] + (team.value or 0)]
                times.update(problem.projects[k].team.candidates[i].id for i in team.members)
        if watch.over:
            break
        best = min(best, found, key=lambda row: (-row[0], row[1]))
    return {"objective": best, "bound": [len(rows), None], "seconds": watch.seconds}


def model(data: dict[str, Any], seconds: float) -> dict[str, Any]:
    """The problem as it stands: the most consortia, then their cost, by CP-SAT with a product a lead and member."""
    problem, watch = read_problem(data), Watch(Limits(seconds=seconds))
    rows = _rows(problem, watch)
    plain = Plain(rows, [problem.most_of(name) for name in problem.organisations], watch)
    found, most = plain.most_formed([], watch)
    if found is None or len(found) < most:
        return {"objective": None, "bound": None, "seconds": watch.seconds}
    plain.model.add(sum(plain.formed.values()) == most)
    cost = sum(_costs(plain, teams) for teams in rows)
    plain.model.minimize(cost)
    solver = cp_model.CpSolver()
    if cpsat.solve(solver, plain.model, watch) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return {"objective": None, "bound": None, "seconds": watch.seconds}
    value, bound = round(solver.objective_value), round(solver.best_objective_bound)
    return {"objective": [most, value], "bound": [most, bound], "seconds": watch.seconds}


def _costs(plain: Plain, teams: Teams) -> Any:
    """The remoteness of each member to the lead."""
    ground, members = teams.ground, plain.members[teams.project]
    remote = ground.remoteness(np.array(ground.leads), np.arange(ground.n)).astype(int).tolist()
    total = 0
    for lead, row in zip(plain.leads[teams.project], remote, strict=True):
        for x, far in zip(members, row, strict=True):
            if far:
                both = plain.model.new_bool_var("")
                plain.model.add_bool_or(~lead, ~x, both)
                total += far * both
    return total


def _rows(problem: Problem, watch: Watch) -> list[Teams]:
    places = {name: k for k, name in enumerate(problem.organisations)}
    return [Teams(k, project.team, places, watch) for k, project in enumerate(problem.projects)]


PEERS = {"one after the other": one_after_the_other, "one model, CP-SAT": model}

if __name__ == "__main__":
    peer, path, limit = sys.argv[1:]
    print(json.dumps(PEERS[peer](json.loads(Path(path).read_text()), float(limit))))
