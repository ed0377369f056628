"""Reciprocal audits for `matching.py`: random maps, an integer programme over all cycles, pairs alone, kep_solver."""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
from plain_solvers import by_cpsat, by_highs
from scipy.spatial import cKDTree

from network.matching.audits import read_problem
from network.matching.audits.cycles import Enumeration, joined
from network.matching.audits.graph import graph_of
from network.matching.audits.prices import measure
from network.matching.linear import INFINITY, Entries, IntegerProgramme, stacked
from network.matching.solver import Limits, OutOfTimeError, Watch

if TYPE_CHECKING:
    from plain_solvers import Peer, Solver

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


def cycles(problem: dict[str, Any], seconds: float, solver: Solver = by_highs) -> dict[str, Any]:
    """One integer programme an objective, the results of those before it as rows."""
    read, watch = read_problem(problem), Watch(Limits(seconds=seconds))
    try:
        found = _one_after_the_other(read, solver, watch)
    except OutOfTimeError:
        found = None
    return {"objective": found, "bound": found, "seconds": watch.seconds}


def _one_after_the_other(read: Problem, solver: Solver, watch: Watch) -> list[int]:
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
        result = solver(programme, watch)
        if not result.proved or result.levels is None:
            raise OutOfTimeError
        best.append(int(worth @ result.levels))
        parts.append(Entries(np.full(len(found), len(lower)), np.arange(len(found)), worth))
        lower, upper = [*lower, best[-1]], [*upper, INFINITY]
    return best


def pairs(problem: dict[str, Any], _: float) -> dict[str, Any]:
    """The best matching by pairs alone, whatever the longest cycle."""
    read, watch = read_problem(problem), Watch(Limits())
    worth = _pairs(read)
    graph = nx.Graph()
    graph.add_weighted_edges_from((*pair, value) for pair, value in worth.items())
    matching = nx.max_weight_matching(graph, maxcardinality=True)
    return _matched(worth, matching, watch)


def pairs_by_rustworkx(problem: dict[str, Any], _: float) -> dict[str, Any]:
    """The same by rustworkx."""
    import rustworkx as rx

    read, watch = read_problem(problem), Watch(Limits())
    worth, place = _pairs(read), {name: k for k, name in enumerate(read.organisations)}
    graph = rx.PyGraph()
    graph.add_nodes_from(read.organisations)
    graph.add_edges_from([(place[a], place[b], value) for (a, b), value in worth.items()])
    matching = rx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
    names = [(read.organisations[a], read.organisations[b]) for a, b in matching]
    return _matched(worth, names, watch)


def _pairs(read: Problem) -> dict[tuple[str, str], int]:
    """The value of each two who may audit each other."""
    exchanges = read.exchanges
    return {(a, b): value + exchanges[b, a] for (a, b), value in exchanges.items() if a < b and (b, a) in exchanges}


def _matched(worth: dict[tuple[str, str], int], matching: Any, watch: Watch) -> dict[str, Any]:
    value = sum(worth[min(a, b), max(a, b)] for a, b in matching)
    return {"objective": [2 * len(matching), value], "bound": [None, None], "seconds": watch.seconds}


def by_kep_solver(problem: dict[str, Any], seconds: float) -> dict[str, Any]:
    """kep_solver with CBC: each organisation is a recipient and its only donor."""
    import pulp
    from kep_solver.entities import Donor, Instance, Transplant
    from kep_solver.model import Objective, Sense, TransplantCount
    from kep_solver.programme import Programme
    from kep_solver.solving import SolvingOptions

    read, watch = read_problem(problem), Watch(Limits(seconds=seconds))

    class Value(Objective):
        """The sum of the exchanges' values."""

        sense = Sense.MAX

        def __init__(self) -> None:
            pass

        def edgeValue(self, graph: Any, edge: Any, position: int | None = None) -> float:
            return float(read.exchanges[edge.donor.id, edge.end.donor.id])

        def describe(self) -> str:
            return "value"

    instance = Instance()
    for name in read.organisations:
        donor = Donor(name)
        donor.recipient = instance.recipient(name)
        donor.recipient.addDonor(donor)
        instance.addDonor(donor)
    for (auditor, audited), value in read.exchanges.items():
        instance.addTransplant(Transplant(instance.donors[auditor], instance.recipient(audited), float(value)))
    programme = Programme([TransplantCount(), Value()], read.max_cycle, 0, "audits", full_details=False)
    cbc = pulp.PULP_CBC_CMD(msg=False, timeLimit=max(1.0, watch.left))
    found, _ = programme.solve_single(instance, solvingOptions=SolvingOptions(solver=cbc))
    best = None if found is None or watch.over else [round(value) for value in found.values]
    return {"objective": best, "bound": best, "seconds": watch.seconds}


PEERS: dict[str, Peer] = {
    "all cycles, HiGHS": cycles,
    "all cycles, CP-SAT": partial(cycles, solver=by_cpsat),
    "pairs alone, NetworkX": pairs,
    "pairs alone, rustworkx": pairs_by_rustworkx,
    "kep_solver": by_kep_solver,
}
NEEDS = {"pairs alone, rustworkx": "rustworkx", "kep_solver": "kep_solver"}


def main() -> None:
    """Run one peer: `matching_audits.py PEER PROBLEM.json SECONDS`."""
    peer, path, seconds = sys.argv[1:]
    print(json.dumps(PEERS[peer](json.loads(Path(path).read_text()), float(seconds))))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
