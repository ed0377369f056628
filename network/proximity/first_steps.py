"""The few meetings that would most raise what becomes possible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

if TYPE_CHECKING:
    from network.proximity.graph import ProximityGraph
    from network.proximity.index import Node

MOST_NODES = 3000  # tables of every two: past this, hundreds of megabytes
Table = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class FirstStep:
    """A meeting of two neighbours that do not know each other: how many pairs of neighbours it opens, itself one."""

    first: Node
    second: Node
    metres: int
    opens: int


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """Meetings in the order in which they are best held; no choice of as many opens more than `at_most` pairs.

    Of `near` pairs of neighbours, `open_already` know each other or know the same third.
    """

    meetings: list[FirstStep]
    at_most: int
    near: int
    open_already: int

    @property
    def opens(self) -> int:
        """How many pairs all of them open."""
        return sum(meeting.opens for meeting in self.meetings)


def first_steps(graph: ProximityGraph, count: int) -> FirstSteps:
    """The meetings, `count` at most, that open most.

    A pair of neighbours (within the reach of the graph) is *open* when the two know each other or know the same third,
    who can introduce them. A meeting makes two neighbours know each other. Each step takes the meeting that opens most
    pairs, of equals the one of the nearest. ValueError past 3,000 nodes.

    Notes
    -----
    Two meetings can open together what neither opens alone (a third who comes to both), so the greedy choice has no
    guarantee of its own; a bound stands beside it. A pair opened by k meetings is opened by one of them with what was
    there, or by two of them: at most the k greatest single gains and k(k-1)/2 more.
    """
    nodes = list(graph.network)
    if len(nodes) > MOST_NODES:
        raise ValueError(f"first steps are for {MOST_NODES} organisations at most")
    apart, knows = _tables(graph, nodes)
    near = apart >= 0
    closed = near & ~_open(knows)
    total, pairs = closed.sum() // 2, near.sum() // 2
    meetings: list[FirstStep] = []
    at_most = 0
    for _step in range(count):
        gains = np.where(near & ~knows, _gains(closed, knows), 0)
        if not meetings:
            at_most = _bound(gains, count, int(total))
        if not gains.any():
            break
        meetings.append(_best(gains, apart, nodes))
        _hold(closed, knows, nodes.index(meetings[-1].first), nodes.index(meetings[-1].second))
    return FirstSteps(meetings, at_most, int(pairs), int(pairs - total))


def _tables(graph: ProximityGraph, nodes: list[Node]) -> tuple[Table, Table]:
    """Metres of every two within reach, else -1; and whether they know each other."""
    row = {node: place for place, node in enumerate(nodes)}
    edges = [(row[a], row[b], data["metres"], "tie" in data) for a, b, data in graph.network.edges(data=True)]
    first, second, metres, tied = np.array(edges, dtype=np.int32).reshape(-1, 4).T
    apart = np.full((len(nodes), len(nodes)), -1, dtype=np.int32)
    knows = np.zeros(apart.shape, dtype=bool)
    for rows, columns in ((first, second), (second, first)):
        apart[rows, columns] = np.where(metres <= 1000 * graph.within_km, metres, -1)
        knows[rows, columns] = tied
    return apart, knows


def _open(knows: Table) -> Table:
    """Who know each other or the same third."""
    ties = csr_array(knows.astype(np.int32))
    return knows | ((ties @ ties).toarray() > 0)


def _gains(closed: Table, knows: Table) -> Table:
    """How many closed pairs a meeting of each two would open: the two, and each with those whom the other knows."""
    through = csr_array(knows.astype(np.int32)) @ closed.astype(np.int32)
    return through + through.T + closed


def _best(gains: Table, apart: Table, nodes: list[Node]) -> FirstStep:
    rows, columns = np.nonzero(gains == gains.max())
    best = np.lexsort((columns, rows, apart[rows, columns]))[0]
    a, b = rows[best], columns[best]
    return FirstStep(nodes[a], nodes[b], int(apart[a, b]), int(gains[a, b]))


def _bound(gains: Table, count: int, total: int) -> int:
    greatest = np.sort(gains, axis=None)[::-1][: 2 * count : 2]  # each pair stands twice
    return min(total, int(greatest.sum()) + count * (count - 1) // 2)


def _hold(closed: Table, knows: Table, a: int, b: int) -> None:
    """The two have met: they know each other, and each can be introduced to whom the other knows."""
    for one, other in ((a, b), (b, a)):
        knows[one, other] = True
        closed[one, knows[other]] = closed[knows[other], one] = False
    closed[a, b] = closed[b, a] = False
