"""Shared posts for `matching.py`: random problems, and set partitioning over all posts."""

from __future__ import annotations

import json
import random
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from plain_solvers import by_cpsat, by_highs

from network.matching.hires import grid_of, read_problem
from network.matching.hires.ground import Ground
from network.matching.hires.pool import SOUND, all_posts
from network.matching.hires.timetable import Timetables
from network.matching.linear import Entries, IntegerProgramme
from network.matching.solver import Limits, OutOfTimeError, Watch

if TYPE_CHECKING:
    from plain_solvers import Peer, Solver

    from network.matching.hires.pool import Pool
    from network.matching.linear import Reals

MOST_POSTS = 2_000_000


def family(size: int, seed: int) -> dict[str, Any]:
    """So many demands in the east of Wallonia; more than half of them are open for part of the week."""
    chance = random.Random(seed)
    demands = []
    for k in range(size):
        half_days = chance.choice([1, 2, 2, 3, 3, 4, 5])
        slots = chance.sample(grid_of(1), chance.randint(max(half_days, 4), 9)) if chance.random() < 0.6 else grid_of(1)
        lat, lon = round(chance.uniform(49.5, 50.5), 4), round(chance.uniform(4.6, 6.1), 4)
        can_host = chance.random() < 0.7
        row = {"id": f"d{k:04}", "lat": lat, "lon": lon, "half_days": half_days, "open": [*slots], "can_host": can_host}
        demands.append(row)
    rules = {"max_sites": 4, "max_km": 25, "max_sites_per_day": 2, "max_km_same_day": 15}
    return {"kind": "hires", "demands": demands, "posts": {"min_half_days": 8, "max_half_days": 10} | rules}


def partition(problem: dict[str, Any], seconds: float, solver: Solver = by_highs) -> dict[str, Any]:
    """One integer programme an objective, the results of those before it as rows."""
    read = read_problem(problem)
    watch, ground = Watch(Limits(seconds=seconds)), Ground(read, read.demands)
    try:
        pool = _sound_posts(ground, watch)
        rows: list[tuple[Reals, int]] = []
        for goal in (_placed(pool, ground), -np.ones(len(pool)), -pool.metres.astype(float)):
            rows.append((goal, _best(goal, rows, pool, ground, solver, watch)))
        found = [abs(best) for _, best in rows]
    except OutOfTimeError:
        found = None
    return {"objective": found, "bound": found, "seconds": watch.seconds}


def _sound_posts(ground: Ground, watch: Watch) -> Pool:
    pool = all_posts(ground, MOST_POSTS, watch)
    if pool is None:
        raise OutOfTimeError
    pool.check(range(len(pool)), Timetables(ground))
    return pool.only(pool.sound == SOUND)


def _placed(pool: Pool, ground: Ground) -> Reals:
    return pool.table(ground.n).astype(float) @ ground.worth


def _best(goal: Reals, rows: list[tuple[Reals, int]], pool: Pool, ground: Ground, solver: Solver, watch: Watch) -> int:
    """The best of one objective within the others; out of time without a proof."""
    table = np.vstack([pool.table(ground.n).T, *(row for row, _ in rows)])
    of_row, columns = np.nonzero(table)
    lower = np.concatenate([np.full(ground.n, -np.inf), [least for _, least in rows]])
    upper = np.concatenate([np.ones(ground.n), np.full(len(rows), np.inf)])
    programme = IntegerProgramme(
        objective=goal, entries=Entries(of_row, columns, table[of_row, columns]), row_lower=lower, row_upper=upper
    )
    found = solver(programme, watch)
    if not found.proved or found.levels is None:
        raise OutOfTimeError
    return round(float(goal @ found.levels))


PEERS: dict[str, Peer] = {
    "HiGHS over all posts": partition,
    "CP-SAT over all posts": partial(partition, solver=by_cpsat),
}

if __name__ == "__main__":
    peer, path, limit = sys.argv[1:]
    print(json.dumps(PEERS[peer](json.loads(Path(path).read_text()), float(limit))))
