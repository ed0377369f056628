"""Teams for a call for `matching.py`: random candidates in Wallonia, integer programmes by HiGHS, one model by CP-SAT.

The peers read problems without bonuses, pins, alternatives and an earlier team.
"""

from __future__ import annotations

import json
import random
import sys
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from ortools.sat.python import cp_model

from network.matching import cpsat
from network.matching.consortium import read_problem
from network.matching.consortium.ground import Ground
from network.matching.linear import INFINITY, Entries, IntegerProgramme
from network.matching.solver import Limits, OutOfTimeError, Watch

if TYPE_CHECKING:
    from network.matching.linear import Reals

AREAS = ("hainaut", "liege", "namur", "luxembourg", "brabant_wallon", "bruxelles")
MOST_PAIRS = 200_000
"""With more of them the peers have no model that fits."""


def family(size: int, seed: int) -> dict[str, Any]:
    """So many candidates, each with some trucks, storage and staff time; the call asks for more the more there are."""
    chance = random.Random(seed)
    candidates = [_candidate(f"c{k:04}", chance) for k in range(size)]
    names = [row["id"] for row in candidates]
    ties = {tuple(sorted(chance.sample(names, 2))): chance.randint(10, 100) for _ in range(2 * size)}
    many = size > 100
    rules = {
        "min_partners": 3, "max_partners": 10, "small_below": 100, "min_small": 1, "min_experienced": 2,
        "lead_experienced": True, "min_areas": 5 if many else 4, "required_areas": ["hainaut"],
        "requires": {"trucks": 12, "storage_m2": 3500, "staff": 600} if many
        else {"trucks": 8, "storage_m2": 2000, "staff": 420},
        "max_share_percent": 25 if many else 40, "budget_cap": 90_000, "max_km_to_lead": 110,
    }  # fmt: skip
    return {
        "kind": "consortium",
        "call": rules,
        "candidates": candidates,
        "ties": [[*pair, strength] for pair, strength in ties.items()],
        "incompatible": [list(pair) for pair in {tuple(sorted(chance.sample(names, 2))) for _ in range(size // 20)}],
    }


def _candidate(name: str, chance: random.Random) -> dict[str, Any]:
    kinds = {"trucks": (1, 3, 1), "storage_m2": (2, 20, 50), "staff": (1, 8, 20)}
    offers = {kind: chance.randint(a, b) * unit for kind, (a, b, unit) in kinds.items() if chance.random() < 0.6}
    return {
        "id": name,
        "lat": round(chance.uniform(49.6, 50.8), 4),
        "lon": round(chance.uniform(3.2, 6.1), 4),
        "workforce": chance.choice([12, 38, 70, 85, 120, 160, 230]),
        "areas": chance.sample(AREAS, chance.choice([1, 1, 2])),
        "experienced": chance.random() < 0.4,
        "can_lead": chance.random() < 0.5,
        "asks": chance.randrange(6000, 26_001, 1000),
        "offers": offers,
    }


class Rules:
    """What every peer has to keep to: rows over candidates and switches of areas, who is apart, leads and reach."""

    def __init__(self, problem: dict[str, Any]) -> None:
        self.ground = Ground(read_problem(problem))
        self.matrix, self.least = self.ground.priced
        everyone, leads = np.arange(self.ground.n), np.array(self.ground.leads, dtype=np.int64)
        self.leads = leads
        self.reach = self.ground.reach(leads, everyone) & self.ground.usable
        self.remote = self.ground.remoteness(leads, everyone)
        self.by_pairs = self.ground.problem.cohesion == "pairs"

    def pairs(self) -> list[tuple[int, int, int]]:
        """Two candidates and their remoteness, for all that may be together."""
        remote = self.ground.remoteness(np.arange(self.ground.n), np.arange(self.ground.n))
        return [(a, b, int(remote[a, b])) for a, b in combinations(range(self.ground.n), 2)]


def programmes(problem: dict[str, Any], seconds: float) -> dict[str, Any]:
    """An integer programme a lead; for all pairs one, in which a product is a variable."""
    rules, watch = Rules(problem), Watch(Limits(seconds=seconds))
    try:
        if rules.by_pairs:
            found = _solved(rules, watch, None)
        else:
            values = [_solved(rules, watch, k) for k in range(len(rules.leads))]
            found = min((value for value in values if value is not None), default=None)
    except OutOfTimeError:
        found = None
    return {"objective": found, "bound": found, "seconds": watch.seconds}


def _solved(rules: Rules, watch: Watch, lead: int | None) -> int | None:
    """The best team of a lead, by its number among the leads, or of all by pairs."""
    ground, rows = rules.ground, list[tuple[dict[int, float], float]]()
    width = rules.matrix.shape[1]
    cost = np.zeros(width)
    for row, least in zip(rules.matrix, rules.least, strict=True):
        rows.append(({int(k): float(row[k]) for k in np.flatnonzero(row)}, float(least)))
    rows += [({int(a): -1.0, int(b): -1.0}, -1.0) for a, b in ground.foes]
    if lead is not None:
        cost[: ground.n] = rules.remote[lead]
        rows.append(({int(k): -1.0 for k in np.flatnonzero(~rules.reach[lead])}, 0.0))
        rows.append(({int(rules.leads[lead]): 1.0}, 1.0))
    else:
        cost = _add_pairs(rules, rows, cost)
    return _minimum(cost, rows, watch)


def _add_pairs(rules: Rules, rows: list[tuple[dict[int, float], float]], cost: Reals) -> Reals:
    """A variable a lead and one a pair; the costs with theirs."""
    ground, first = rules.ground, len(cost)
    if ground.n**2 // 2 > MOST_PAIRS:
        raise OutOfTimeError
    rows.append(({first + k: 1.0 for k in range(len(rules.leads))}, 1.0))
    for k, lead in enumerate(rules.leads.tolist()):
        rows.append(({lead: 1.0, first + k: -1.0}, 0.0))
        rows += [({int(i): -1.0, first + k: -1.0}, -1.0) for i in np.flatnonzero(~rules.reach[k])]
    first += len(rules.leads)
    pairs = rules.pairs()
    rows += [({a: -1.0, b: -1.0, first + k: 1.0}, -1.0) for k, (a, b, _) in enumerate(pairs)]
    return np.concatenate([cost, np.zeros(len(rules.leads)), [remote for *_, remote in pairs]])


def _minimum(cost: Reals, rows: list[tuple[dict[int, float], float]], watch: Watch) -> int | None:
    triples = [(k, column, value) for k, (row, _) in enumerate(rows) for column, value in row.items()]
    of_row, columns, values = (np.array(side) for side in zip(*triples, strict=True))
    least = np.array([least for _, least in rows])
    programme = IntegerProgramme(
        objective=-cost,
        entries=Entries(of_row, columns, values),
        row_lower=least,
        row_upper=np.full(len(least), INFINITY),
    )
    found = programme.solve(watch)
    if not found.proved:
        raise OutOfTimeError
    return None if found.levels is None else round(float(cost @ found.levels))


def model(problem: dict[str, Any], seconds: float) -> dict[str, Any]:
    """The problem as it stands, one variable a candidate, a lead and a product."""
    rules, watch = Rules(problem), Watch(Limits(seconds=seconds))
    ground, plain = rules.ground, cp_model.CpModel()
    if (ground.n**2 // 2 if rules.by_pairs else rules.reach.size) > MOST_PAIRS:
        return {"objective": None, "bound": None, "seconds": watch.seconds}
    member = [plain.new_bool_var("") for _ in range(ground.n)]
    leads = [plain.new_bool_var("") for _ in rules.leads]
    plain.add_exactly_one(leads)
    for lead, i, reach in zip(leads, rules.leads.tolist(), rules.reach, strict=True):
        plain.add_implication(lead, member[i])
        for far in np.flatnonzero(~reach).tolist():
            plain.add_bool_or(~lead, ~member[far])
    _add_rules(plain, rules, member)
    if rules.by_pairs:
        products = [(member[a], member[b], remote) for a, b, remote in rules.pairs()]
    else:
        rows = zip(leads, rules.remote.tolist(), strict=True)
        products = [(lead, x, int(r)) for lead, row in rows for x, r in zip(member, row, strict=True) if r]
    both = [plain.new_bool_var("") for _ in products]
    for product, (a, b, _) in zip(both, products, strict=True):
        plain.add_bool_or(~a, ~b, product)
    plain.minimize(sum(remote * product for product, (*_, remote) in zip(both, products, strict=True)))
    solver = cp_model.CpSolver()
    if cpsat.solve(solver, plain, watch) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return {"objective": None, "bound": None, "seconds": watch.seconds}
    objective, bound = round(solver.objective_value), round(solver.best_objective_bound)
    return {"objective": objective, "bound": bound, "seconds": watch.seconds}


def _add_rules(plain: Any, rules: Rules, member: list[Any]) -> None:
    """In whole numbers, from the ground as it is before its rows are scaled."""
    ground = rules.ground
    for row, least in zip(ground.cover.tolist(), ground.least.tolist(), strict=True):
        plain.add(sum(value * x for value, x in zip(row, member, strict=True)) >= least)
    plain.add(sum(member) <= ground.most_partners)
    if ground.budget is not None:
        plain.add(sum(asks * x for asks, x in zip(ground.asks.tolist(), member, strict=True)) <= ground.budget)
    held = [plain.new_bool_var("") for _ in ground.areas]
    for switch, area in zip(held, ground.areas, strict=True):
        plain.add_bool_or(~switch, *(member[i] for i in np.flatnonzero(area).tolist()))
    plain.add(sum(held) >= ground.min_areas)
    for a, b in ground.foes.tolist():
        plain.add_bool_or(~member[a], ~member[b])


PEERS = {"a programme a lead, HiGHS": programmes, "one model, CP-SAT": model}

if __name__ == "__main__":
    peer, path, limit = sys.argv[1:]
    print(json.dumps(PEERS[peer](json.loads(Path(path).read_text()), float(limit))))
