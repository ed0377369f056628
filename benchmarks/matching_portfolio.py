"""Portfolios for `matching.py`: random dossiers, and the integer programme as it stands."""

from __future__ import annotations

import json
import random
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from plain_solvers import by_cpsat, by_highs

from network.matching.linear import INFINITY, Entries, IntegerProgramme
from network.matching.portfolio import read_problem
from network.matching.solver import Limits, OutOfTimeError, Watch

if TYPE_CHECKING:
    from plain_solvers import Peer, Solver

AREAS = ("hainaut", "liege", "namur", "luxembourg", "brabant_wallon", "bruxelles")


def family(size: int, seed: int) -> dict[str, Any]:
    """So many dossiers of three to eight members, of whom some are in several; a third can be paid for."""
    chance = random.Random(seed)
    dossiers = [
        {
            "id": f"d{k:04}",
            "score": chance.randint(40, 95),
            "asks": chance.randint(15_000, 110_000),
            "members": [f"m{m}" for m in chance.sample(range(3 * size), min(3 * size, chance.randint(3, 8)))],
            "areas": chance.sample(AREAS, chance.randint(1, 3)),
        }
        for k in range(size)
    ]
    rules = {"cap_per_dossier": 100_000, "max_per_member": 2, "min_per_area": dict.fromkeys(AREAS, size // 20)}
    return {"kind": "portfolio", "dossiers": dossiers, "envelope": 20_000 * size} | rules


def programme(problem: dict[str, Any], seconds: float, solver: Solver = by_highs) -> dict[str, Any]:
    """The score, then the spending of that score."""
    read, watch = read_problem(problem), Watch(Limits(seconds=seconds))
    dossiers = [dossier for dossier in read.dossiers if read.within_cap(dossier)]
    members = sorted({member for dossier in dossiers for member in dossier.members})
    points, euros = (np.array([getattr(row, key) for row in dossiers], dtype=float) for key in ("score", "asks"))
    rows = [(euros, -INFINITY, float(read.envelope))]
    if read.max_per_member is not None:
        of = {member: np.array([member in row.members for row in dossiers], dtype=float) for member in members}
        rows += [(row, -INFINITY, float(read.max_per_member)) for row in of.values() if row.sum() > read.max_per_member]
    for area, least in read.min_per_area.items():
        rows.append((np.array([area in row.areas for row in dossiers], dtype=float), float(least), INFINITY))
    try:
        score = _maximum(points, rows, solver, watch)
        spent = -_maximum(-euros, [*rows, (points, float(score), INFINITY)], solver, watch)
    except OutOfTimeError:
        return {"objective": None, "bound": None, "seconds": watch.seconds}
    return {"objective": [score, spent], "bound": [score, spent], "seconds": watch.seconds}


def _maximum(objective: Any, rows: list[tuple[Any, float, float]], solver: Solver, watch: Watch) -> int:
    table = np.array([row for row, *_ in rows])
    of_row, columns = np.nonzero(table)
    programme = IntegerProgramme(
        objective=objective,
        entries=Entries(of_row, columns, table[of_row, columns]),
        row_lower=np.array([lower for _, lower, _ in rows]),
        row_upper=np.array([upper for *_, upper in rows]),
    )
    found = solver(programme, watch)
    if not found.proved or found.levels is None:
        raise OutOfTimeError
    return round(float(objective @ found.levels))


PEERS: dict[str, Peer] = {
    "the programme, HiGHS": programme,
    "the programme, CP-SAT": partial(programme, solver=by_cpsat),
}

if __name__ == "__main__":
    peer, path, limit = sys.argv[1:]
    print(json.dumps(PEERS[peer](json.loads(Path(path).read_text()), float(limit))))
