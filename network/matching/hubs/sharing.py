"""Whether the sites can be shared out among hubs at all, where no simple way of doing so was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from ortools.sat.python import cp_model

from network.matching import cpsat
from network.matching.hubs.choice import Choice, choice_of

if TYPE_CHECKING:
    from network.matching.hubs.ground import Ground
    from network.matching.solver import Watch


def shared(ground: Ground, watch: Watch) -> tuple[Choice | None, bool]:
    """Any choice, and where there is none whether that is proved."""
    model = cp_model.CpModel()
    serves = {
        (site, host): model.new_bool_var("") for site, host in zip(*map(list, np.nonzero(ground.open_to)), strict=True)
    }
    opened = [serves[site, host] for host, site in enumerate(ground.hosts)]
    model.add(sum(opened) == ground.hub_count)
    by_host: list[list[tuple[int, cp_model.IntVar]]] = [[] for _ in opened]
    by_site: list[list[cp_model.IntVar]] = [[] for _ in ground.demand]
    for (site, host), there in serves.items():
        by_site[site].append(there)
        if site != ground.hosts[host]:
            by_host[host].append((int(ground.demand[site]), there))
    for choices in by_site:
        model.add_exactly_one(choices)
    for host, rows in enumerate(by_host):
        model.add(sum(asked * there for asked, there in rows) <= int(ground.room[host]) * opened[host])
        model.add_bool_and([there.negated() for _, there in rows]).only_enforce_if(opened[host].negated())
    solver = cp_model.CpSolver()
    status = cpsat.solve(solver, model, watch)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None, status == cp_model.INFEASIBLE
    hub_of = np.zeros(len(ground.demand), dtype=np.int64)
    for (site, host), there in serves.items():
        if solver.value(there):
            hub_of[site] = host
    return choice_of(ground, hub_of), False
