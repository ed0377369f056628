"""Who is near an organisation, whom it knows, and who has nobody near."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from network.proximity.graph import ProximityGraph
    from network.proximity.index import Node


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An organisation seen from another: `metres` as the crow flies, `tie` 0 (not known) to 100."""

    node: Node
    metres: int
    tie: int


def neighbours(graph: ProximityGraph, node: Node, within_km: float) -> list[Neighbour]:
    """The organisations at most so many kilometres away, the nearest first.

    KeyError when the node is unknown, ValueError past the reach of the graph: its edges do not say.
    """
    _check_reach(graph, within_km)
    near = (other for other in _around(graph, node) if other.metres <= 1000 * within_km)
    return sorted(near, key=_by_distance)


def nearest(graph: ProximityGraph, node: Node, count: int = 1) -> list[Neighbour]:
    """The organisations nearest to one, however far, the nearest first; KeyError when it is unknown."""
    ties = graph.network.adj[node]
    return [
        Neighbour(other, metres, ties.get(other, {}).get("tie", 0))
        for other, metres in graph.index.nearest(node, count)
    ]


def known(graph: ProximityGraph, node: Node) -> list[Neighbour]:
    """The organisations that one has a tie with, the strongest first, then the nearest; KeyError when it is unknown."""
    return sorted((other for other in _around(graph, node) if other.tie), key=lambda other: (-other.tie, other.metres))


def isolated(graph: ProximityGraph, within_km: float) -> list[Node]:
    """The organisations with no other at most so many kilometres away, in the order of the graph.

    ValueError past the reach of the graph.
    """
    _check_reach(graph, within_km)
    reach = 1000 * within_km
    return [node for node, edges in graph.network.adjacency() if all(data["metres"] > reach for data in edges.values())]


def _around(graph: ProximityGraph, node: Node) -> list[Neighbour]:
    edges = graph.network.adj[node].items()
    return [Neighbour(other, data["metres"], data.get("tie", 0)) for other, data in edges]


def _by_distance(neighbour: Neighbour) -> tuple[int, str]:
    return neighbour.metres, str(neighbour.node)


def _check_reach(graph: ProximityGraph, within_km: float) -> None:
    if within_km > graph.within_km:
        raise ValueError(f"the graph reaches {graph.within_km} km")
