"""Reciprocal audits for `matching.py`: random maps, an integer programme over all cycles by HiGHS, and pairs alone."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
from scipy.spatial import cKDTree

from network.matching.audits import read_problem
from network.matching.audits.cycles import Enumeration, joined
from network.matching.audits.graph import graph_of
from network.matching.audits.prices import measure
from network.matching.linear import INFINITY, Entries, IntegerProgramme, stacked
from network.matching.solver import Limits, OutOfTimeError, Watch

if TYPE_CHECKING:
    from network.matching.audits import Problem

NEIGHBOURS, SHARE = 8, 0.65


def family(size: int, seed: int) -> dict[str, Any]:
    """So many organisations on a square, each of which may audit most of its eight nearest."""
    chance = np.random.default_rng(seed)
    places = chance.random((size, 2)) * size**0.5
    names = [f"m{k:05}" for k in range(size)]
    _, near = cKDTree(places).query(places, min(NEIGHBOURS + 1, size))
    exchanges = []
    for auditor, others in enumerate(near):
        for audited in others[1:][chance.random(len(others) - 1) < SHARE]:
            exchanges.append([names[auditor], names[audited], int(np.clip(chance.normal(700, 180), 286, 1180))])
    return {"kind": "audits", "organisations": names, "exchanges": exchanges}


def cycles(problem: dict[str, Any], seconds: float) -> dict[str, Any]:
    """One integer programme an objective, the results of those before it as rows."""
    read, watch = read_problem(problem), Watch(Limits(seconds=seconds))
    try:
        found = _one_after_the_other(read, watch)
    except OutOfTimeError:
        found = None
    return {"objective": found, "bound": found, "seconds": watch.seconds}


def _one_after_the_other(read: Problem, watch: Watch) -> list[int]:
    graph = graph_of(read)
    everyone = np.arange(graph.size, dtype=np.int32)
    found = joined(Enumeration(graph, read.max_cycle, watch).blocks(everyone), read.max_cycle)
    columns, places = np.nonzero(found.nodes < graph.size)
    parts = [Entries(found.nodes[columns, places], columns, np.ones(len(columns)))]
    lower, upper, best = [-INFINITY] * graph.size, [1.0] * graph.size, list[int]()
    for goal in read.goals:
        worth = measure(goal, found, np.zeros(graph.size + 1, dtype=bool))
        programme = IntegerProgramme(
            objective=worth, entries=stacked(parts), row_lower=np.array(lower), row_upper=np.array(upper)
        )
        result = programme.solve(watch)
        if not result.proved or result.levels is None:
            raise OutOfTimeError
        best.append(int(worth @ result.levels))
        parts.append(Entries(np.full(len(found), len(lower)), np.arange(len(found)), worth))
        lower, upper = [*lower, best[-1]], [*upper, INFINITY]
    return best


def pairs(problem: dict[str, Any], _: float) -> dict[str, Any]:
    """The best matching by pairs alone, whatever the longest cycle."""
    read, watch = read_problem(problem), Watch(Limits())
    graph = nx.Graph()
    for (auditor, audited), value in read.exchanges.items():
        if auditor < audited and (audited, auditor) in read.exchanges:
            graph.add_edge(auditor, audited, weight=value + read.exchanges[audited, auditor])
    matching = nx.max_weight_matching(graph, maxcardinality=True)
    value = sum(graph.edges[pair]["weight"] for pair in matching)
    return {"objective": [2 * len(matching), value], "bound": [None, None], "seconds": watch.seconds}


PEERS = {"all cycles, HiGHS": cycles, "pairs alone, NetworkX": pairs}


def main() -> None:
    """Run one peer: `matching_audits.py PEER PROBLEM.json SECONDS`."""
    peer, path, seconds = sys.argv[1:]
    print(json.dumps(PEERS[peer](json.loads(Path(path).read_text()), float(seconds))))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
