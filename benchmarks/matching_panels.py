"""Panels for `matching.py`: random tables, published tables in `.npz` files, and a programme over all pairs."""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
from plain_solvers import by_highs, by_scipy

from network.matching.linear import INFINITY, Entries, IntegerProgramme, stacked
from network.matching.panels import read_problem
from network.matching.panels.flow import best_sums
from network.matching.panels.problem import Problem
from network.matching.panels.solution import sums
from network.matching.solver import Limits, OutOfTimeError, Watch

if TYPE_CHECKING:
    from plain_solvers import Peer, Solver

NEEDED, SPARE = 3, 1.25
MOST_ARCS = 100_000
"""NetworkX takes minutes for more."""


def family(size: int, seed: int) -> dict[str, Any]:
    """So many auditors for two thirds as many audited, with a quarter more time than is needed.

    Scores come from what the two have in common and from how good the auditor is.
    """
    chance = np.random.default_rng(seed)
    audited = max(1, 2 * size // 3)
    likes = chance.normal(size=(size, 12)) @ chance.normal(size=(12, audited)) / 3 + chance.normal(size=(size, 1))
    table = np.rint(1000 / (1 + np.exp(-likes))).astype(int)
    return problem_of(table, np.full(size, -int(-SPARE * NEEDED * audited // size)), np.full(audited, NEEDED))


def read_file(path: Path) -> dict[str, Any]:
    """The problem of a `.npz` file."""
    with np.load(path) as arrays:
        return problem_of(arrays["scores"], arrays["max_audits"], arrays["auditors_needed"])


def problem_of(table: Any, max_audits: Any, auditors_needed: Any) -> dict[str, Any]:
    """The problem of three arrays as JSON."""
    rows, columns = np.nonzero(table >= 0)
    triples = zip(rows.tolist(), columns.tolist(), table[rows, columns].tolist(), strict=True)
    return {
        "kind": "panels",
        "auditors": [{"id": f"r{k}", "max_audits": most} for k, most in enumerate(max_audits.tolist())],
        "audited": [{"id": f"p{k}", "auditors_needed": needed} for k, needed in enumerate(auditors_needed.tolist())],
        "scores": [[f"r{row}", f"p{column}", score] for row, column, score in triples],
    }


def programme(problem: dict[str, Any], seconds: float, solver: Solver = by_highs) -> dict[str, Any]:
    """One integer programme over all pairs; for fair panels one a floor, by bisection, then the total."""
    read, watch = read_problem(problem), Watch(Limits(seconds=seconds))
    if read.objective == "total":
        try:
            found = _best(read, 0, solver, watch)
        except OutOfTimeError:
            found = None
        total = found and found[1]
        return {"objective": total, "bound": total, "seconds": watch.seconds}
    best: list[int] | None = None
    lowest, highest = 0, int(best_sums(read, read.scores)[read.auditors_needed > 0].min())
    try:
        while best is None or lowest < highest:
            floor = lowest if best is None else (lowest + highest + 1) // 2
            found = _best(read, floor, solver, watch)
            if found is None:
                highest = floor - 1
            else:
                lowest, best = found[0], found
    except OutOfTimeError:
        pass
    proved = best is not None and lowest == highest
    return {"objective": best, "bound": best if proved else [highest, None], "seconds": watch.seconds}


def _best(read: Problem, floor: int, solver: Solver, watch: Watch) -> list[int] | None:
    """The smallest sum and the total of the best panels that reach a floor."""
    auditors, audited, columns = len(read.auditors), len(read.audited), np.arange(len(read.scores))
    ones, needed = np.ones(len(columns)), read.auditors_needed
    loads, sizes = Entries(read.rows, columns, ones), Entries(auditors + read.columns, columns, ones)
    floors = Entries(auditors + audited + read.columns, columns, read.scores)
    programme = IntegerProgramme(
        objective=read.scores,
        entries=stacked([loads, sizes, floors]),
        row_lower=np.concatenate([np.full(auditors, -INFINITY), needed, np.where(needed > 0, floor, 0)]),
        row_upper=np.concatenate([read.max_audits, needed, np.full(audited, INFINITY)]),
    )
    found = solver(programme, watch)
    if not found.proved:
        raise OutOfTimeError
    if found.levels is None:
        return None
    each = sums(read, np.flatnonzero(found.levels))
    return [int(each[needed > 0].min()), int(each.sum())]


def simplex(problem: dict[str, Any], _: float) -> dict[str, Any]:
    """The total by NetworkX's network simplex."""
    read, watch = read_problem(problem), Watch(Limits())
    if read.objective == "fair" or len(read.scores) > MOST_ARCS:
        return {"objective": None, "bound": None, "seconds": watch.seconds}
    graph = nx.DiGraph()
    graph.add_node("all", demand=-int(read.auditors_needed.sum()))
    graph.add_nodes_from((f"p{k}", {"demand": needed}) for k, needed in enumerate(read.auditors_needed.tolist()))
    graph.add_edges_from(("all", f"r{k}", {"capacity": most}) for k, most in enumerate(read.max_audits.tolist()))
    pairs = zip(read.rows.tolist(), read.columns.tolist(), read.scores.tolist(), strict=True)
    graph.add_edges_from((f"r{i}", f"p{p}", {"capacity": 1, "weight": -score}) for i, p, score in pairs)
    best = -nx.network_simplex(graph)[0]
    return {"objective": best, "bound": best, "seconds": watch.seconds}


PEERS: dict[str, Peer] = {
    "all pairs, HiGHS": programme,
    "all pairs, SciPy": partial(programme, solver=by_scipy),
    "network simplex, NetworkX": simplex,
}

if __name__ == "__main__":
    peer, path, limit = sys.argv[1:]
    print(json.dumps(PEERS[peer](json.loads(Path(path).read_text()), float(limit))))
