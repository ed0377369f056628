"""Where to draw organisations so that those that know each other stand together."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    from network.proximity.graph import ProximityGraph
    from network.proximity.index import Node

Point = tuple[float, float]

MOST = 300  # every two push each other: past this, it takes seconds
NEAR_PULL, FAINT_PULL = 0.1, 0.02  # of neighbours, and of any two: groups that never met stay on the same sheet
HALF = 500  # a drawing goes from -500 to 500
SEED = 0
KEPT = 8  # drawings


def draw_ties(graph: ProximityGraph) -> dict[Node, Point]:
    """A point (x to the right, y downwards) for each organisation that knows another.

    Everyone begins where the map has them, so that west stays left, is pulled to those they know, less to neighbours
    and faintly to all, and pushed from everyone too near (T. Fruchterman and E. Reingold, "Graph drawing by
    force-directed placement", Software: Practice and Experience 21, 1991). Past 300 organisations they stay where the
    map has them. The same graph gives the same drawing.
    """
    known = {node for edge in graph.network.edges(data="tie") if edge[2] for node in edge[:2]}
    points = {node: _on_the_map(graph, node) for node in graph.network if node in known}
    if 2 < len(points) <= MOST:
        edges = (edge for edge in graph.network.edges(data="tie", default=0) if points.keys() >= {*edge[:2]})
        begin = {node: tuple(point) for node, point in nx.rescale_layout_dict(points).items()}
        points = _pulled(tuple(begin.items()), tuple(edges))
    return {node: (float(x), float(y)) for node, (x, y) in nx.rescale_layout_dict(points, scale=HALF).items()}


@lru_cache(maxsize=KEPT)
def _pulled(
    points: tuple[tuple[Node, tuple[float, ...]], ...], edges: tuple[tuple[Node, Node, int], ...]
) -> dict[Node, Point]:
    """Where the points come to rest; a page asked for again with other filters finds them there."""
    pulls = nx.complete_graph([node for node, _point in points])
    nx.set_edge_attributes(pulls, FAINT_PULL, "pull")
    pulls.add_weighted_edges_from(((a, b, NEAR_PULL + tie / 100) for a, b, tie in edges), weight="pull")
    drawn: dict[Node, Point] = nx.spring_layout(pulls, pos=dict(points), weight="pull", seed=SEED, method="force")
    return drawn


def _on_the_map(graph: ProximityGraph, node: Node) -> Point:
    place = graph.index.place(node)
    return place.lon * math.cos(math.radians(place.lat)), -place.lat
