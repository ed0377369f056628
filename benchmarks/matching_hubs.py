"""Hubs for `matching.py`: random maps, and the plain model by HiGHS and by CP-SAT."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from network.matching import cpsat
from network.matching.hubs import read_problem
from network.matching.hubs.ground import ground_of
from network.matching.hubs.plain import best_served
from network.matching.solver import Limits, OutOfTimeError, Watch


def family(size: int, seed: int) -> dict[str, Any]:
    """So many sites on a square, a hub for ten, each with a tenth more room than its share of the demand."""
    chance = random.Random(seed)
    demands, hub_count = [chance.randint(1, 20) for _ in range(size)], max(1, size // 10)
    capacity = max(20, -(-11 * sum(demands) // (10 * hub_count)))
    sites = [
        {"id": f"s{k:04}", "lat": round(50 + chance.random(), 4), "lon": round(4 + 1.5 * chance.random(), 4),
         "demand": asked, "capacity": capacity}
        for k, asked in enumerate(demands)
    ]  # fmt: skip
    return {"kind": "hubs", "sites": sites, "hub_count": hub_count}


def highs(problem: dict[str, Any], seconds: float) -> dict[str, Any]:
    """A column for each site and host."""
    ground, watch = ground_of(read_problem(problem)), Watch(Limits(seconds=seconds))
    try:
        found, proved = best_served(ground, ground.open_to, None, watch)
    except OutOfTimeError:
        found, proved = None, False
    total = None if found is None else found.total
    return {"objective": total, "bound": total if proved else None, "seconds": watch.seconds}


def by_cpsat(problem: dict[str, Any], seconds: float) -> dict[str, Any]:
    """The same in literals, two workers."""
    ground, model = ground_of(read_problem(problem)), cp_model.CpModel()
    watch = Watch(Limits(seconds=seconds))
    served = {(int(i), int(j)): model.new_bool_var("") for i, j in zip(*np.nonzero(ground.open_to), strict=True)}
    hub = [served[int(site), host] for host, site in enumerate(ground.hosts)]
    model.add(sum(hub) == ground.hub_count)
    for site in range(len(ground.demand)):
        model.add_exactly_one(x for (i, _), x in served.items() if i == site)
    for host, site in enumerate(ground.hosts):
        others = [(i, x) for (i, j), x in served.items() if j == host and i != site]
        model.add(sum(int(ground.demand[i]) * x for i, x in others) <= int(ground.room[host]) * hub[host])
        for _, x in others:
            model.add_implication(x, hub[host])
    model.minimize(sum(int(ground.cost[i, j]) * x for (i, j), x in served.items()))
    solver = cp_model.CpSolver()
    status = cpsat.solve(solver, model, watch)
    known = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    objective = round(solver.objective_value) if known else None
    return {"objective": objective, "bound": round(solver.best_objective_bound), "seconds": watch.seconds}


PEERS = {"plain model, HiGHS": highs, "plain model, CP-SAT": by_cpsat}

if __name__ == "__main__":
    peer, path, limit = sys.argv[1:]
    print(json.dumps(PEERS[peer](json.loads(Path(path).read_text()), float(limit))))
