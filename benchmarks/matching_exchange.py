"""Exchange for `matching.py`: random maps, and the plain model as a whole by HiGHS and by CP-SAT."""

from __future__ import annotations

import json
import random
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from ortools.sat.python import cp_model

from network.matching import cpsat
from network.matching.exchange import read_problem
from network.matching.exchange.ground import ground_of
from network.matching.exchange.programme import Programme
from network.matching.solver import Limits, OutOfTimeError, Watch

if TYPE_CHECKING:
    from network.matching.exchange.ground import Whole

LINKS = 4_000_000
CATEGORIES = ("truck", "room", "storage_m2", "staff_half_day")


def family(size: int, seed: int) -> dict[str, Any]:
    """So many offers for some months, and twice as many needs for some days, on a map."""
    chance = random.Random(seed)

    def somewhere(name: str, latest: int, days: int, quantities: list[int]) -> dict[str, Any]:
        start = date(2026, 1, 1) + timedelta(chance.randint(0, latest))
        return {
            "id": name, "category": chance.choice(CATEGORIES), "quantity": chance.choice(quantities),
            "lat": round(chance.uniform(49.6, 51.1), 4), "lon": round(chance.uniform(3.2, 5.8), 4),
            "from": str(start), "until": str(start + timedelta(days)),
        }  # fmt: skip

    offers = [somewhere(f"o{k:05}", 250, chance.randint(30, 330), [1, 1, 2, 3, 5, 8]) for k in range(size)]
    needs = [
        somewhere(f"n{k:05}", 350, chance.randint(0, 21), [1, 1, 2, 3, 4])
        | {"priority": chance.randint(1, 5), "max_km": chance.choice([20, 40, 60]), "splittable": chance.random() < 0.4}
        for k in range(2 * size)
    ]
    return {"kind": "exchange", "offers": offers, "needs": needs}


def _whole(problem: dict[str, Any]) -> Programme:
    """Everything in one programme."""
    ground = ground_of(read_problem(problem), LINKS)
    links = np.arange(len(ground.need))
    return Programme(ground, links, ground.asked, ground.room, 0 * links, stay=False)


def highs(problem: dict[str, Any], seconds: float) -> dict[str, Any]:
    """An integer programme a goal."""
    programme, watch = _whole(problem), Watch(Limits(seconds=seconds))
    try:
        amounts, proved = programme.best(watch)
    except OutOfTimeError:
        amounts, proved = None, False
    found = None if amounts is None else _score(programme, amounts)
    return {"objective": found, "bound": found if proved else None, "seconds": watch.seconds}


def by_cpsat(problem: dict[str, Any], seconds: float) -> dict[str, Any]:
    """The same with two workers, the first goal and then the second."""
    programme, watch, model = _whole(problem), Watch(Limits(seconds=seconds)), cp_model.CpModel()
    _, _, most, _ = programme.columns
    levels = [model.new_int_var(0, int(top), "") for top in most]
    entries, upper = programme.rows
    rows: list[list[cp_model.LinearExpr]] = [[] for _ in upper]
    for row, column, value in zip(
        entries.rows.tolist(), entries.columns.tolist(), entries.values.tolist(), strict=True
    ):
        rows[row].append(int(value) * levels[column])
    for terms, top in zip(rows, upper.tolist(), strict=True):
        model.add(sum(terms) <= int(top))
    found: list[int | None] = []
    bound: list[int | None] = []
    for goal, sign in zip(programme.goals, (1, -1), strict=True):
        total = sum(int(value) * level for value, level in zip(goal, levels, strict=True))
        model.maximize(total)
        solver = cp_model.CpSolver()
        status = cpsat.solve(solver, model, watch)
        known = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
        found.append(sign * round(solver.objective_value) if known else None)
        bound.append(sign * round(solver.best_objective_bound) if known else None)
        if status != cp_model.OPTIMAL:
            break
        model.add(total == round(solver.objective_value))
    rest = [None] * (2 - len(found))
    return {"objective": found + rest, "bound": bound + rest, "seconds": watch.seconds}


def _score(programme: Programme, amounts: Whole) -> list[int]:
    ground = programme.ground
    return [int(amounts @ ground.worth[ground.need]), int(amounts @ ground.metres)]


PEERS = {"whole model, HiGHS": highs, "whole model, CP-SAT": by_cpsat}

if __name__ == "__main__":
    peer, path, limit = sys.argv[1:]
    print(json.dumps(PEERS[peer](json.loads(Path(path).read_text()), float(limit))))
