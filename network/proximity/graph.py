"""The graph of a network: organisations joined where they are within reach of each other or know each other."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import networkx as nx
import numpy as np

from network.distance import Point
from network.proximity.index import Node, PlaceIndex

MOST_STRENGTH = 100


class ProximityGraph:
    """Who is within reach of whom and who knows whom, in one NetworkX graph that follows its organisations.

    Two nodes are joined when they are at most `within_km` kilometres apart, when they have a tie, or both.

    Attributes
    ----------
    network : networkx.Graph
        To read, with any algorithm of NetworkX; it is changed by the methods below alone. Each edge has ``metres``
        (great-circle distance, whole) and, where the two know each other, ``tie`` (1..100).
    index : PlaceIndex
        Where each node is, and what is near it at any distance.
    within_km : float
        The reach of the geographic edges, in kilometres.
    """

    def __init__(self, places: Mapping[Node, Point], *, within_km: float) -> None:
        if not within_km >= 0:
            raise ValueError("a reach is at least 0 km")
        self.within_km = within_km
        self.index = PlaceIndex(places)
        self.network = nx.Graph()
        with _collector_paused():
            self.network.add_nodes_from(places)
            _add_pairs(self.network, self.index, within_km)

    def add(self, node: Node, place: Point) -> None:
        """Add an organisation; ValueError when it is there already or its place is not on the earth."""
        if node in self.network:
            raise ValueError(f"{node!r} is in the graph already")
        self.index.add(node, place)
        self.network.add_node(node)
        self._join(node)

    def move(self, node: Node, place: Point) -> None:
        """Put an organisation elsewhere: its ties stay, its neighbours change; KeyError when it is unknown."""
        self.index.move(node, place)
        edges = dict(self.network.adj[node])
        self.network.remove_edges_from([(node, other) for other in edges])
        self._join(node)
        for other, data in edges.items():
            if "tie" in data:
                self.tie(node, other, data["tie"])

    def remove(self, node: Node) -> None:
        """Take an organisation out, with its ties; KeyError when it is unknown."""
        self.index.remove(node)
        self.network.remove_node(node)

    def tie(self, a: Node, b: Node, strength: int) -> None:
        """Say how well two organisations know each other, 0..100; 0 takes the tie away.

        ValueError when the strength is none or the two are one, KeyError when either is unknown.
        """
        if a == b or not 0 <= strength <= MOST_STRENGTH:
            raise ValueError("a tie of 0 to 100 joins two organisations")
        metres = self.index.metres_between(a, b)
        if strength:
            self.network.add_edge(a, b, metres=metres, tie=strength)
        elif self.network.has_edge(a, b):
            self.network.remove_edge(a, b)
            if metres <= 1000 * self.within_km:
                self.network.add_edge(a, b, metres=metres)

    def _join(self, node: Node) -> None:
        near = self.index.around(node, self.within_km)
        self.network.add_edges_from((node, other, {"metres": metres}) for other, metres in near)


def build_graph(
    places: Mapping[Node, Point], ties: Mapping[tuple[Node, Node], int], *, within_km: float
) -> ProximityGraph:
    """The graph of organisations at `places` with `ties` between them.

    Parameters
    ----------
    places : mapping of node to Point
        Node hashable node, with its latitude and longitude in degrees (WGS84).
    ties : mapping of (node, node) to int
        How well two nodes know each other, 0..100, in either order; what is not listed is 0.
    within_km : float
        Nodes at most so many kilometres apart as the crow flies are joined, to the metre.

    Raises
    ------
    ValueError
        When coordinates, a strength or the reach are out of range, or a tie is with itself or given both ways.
    KeyError
        When a tie names an unknown node.

    Notes
    -----
    A k-d tree on unit vectors finds the pairs: O(n log n) and the number of edges, in place of n(n-1)/2 distances.
    """
    graph = ProximityGraph(places, within_km=within_km)
    for (a, b), strength in ties.items():
        if (b, a) in ties and a != b:
            raise ValueError(f"the tie of {a!r} and {b!r} is given both ways")
        graph.tie(a, b, strength)
    return graph


def _add_pairs(network: nx.Graph, index: PlaceIndex, within_km: float) -> None:
    """Join all pairs within reach.

    A million edges are written into the adjacency at once, three times faster than by `add_edges_from`, and with the
    nodes' own objects as keys: numbers made anew for each edge would take another 100 MB.
    """
    adjacency = network._adj
    for a, b, metres in zip(*_pairs_of_nodes(index, within_km), strict=True):
        adjacency[a][b] = adjacency[b][a] = {"metres": metres}


def _pairs_of_nodes(index: PlaceIndex, within_km: float) -> tuple[list[Node], list[Node], list[int]]:
    first, second, metres = index.pairs(within_km)
    nodes = np.fromiter(index.nodes, dtype=object, count=len(index.nodes))
    return nodes[first].tolist(), nodes[second].tolist(), metres.tolist()


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Without looking for garbage: a million new dictionaries set it off again and again, for a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
