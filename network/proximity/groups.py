"""Which parts of a network know each other, and by whom they are joined."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    from network.proximity.index import Node
    from network.proximity.introductions import Ties

SEED = 0


@dataclass(frozen=True, slots=True)
class Junction:
    """How two groups, by their numbers, are joined: each tie with the node of `first` in front."""

    first: int
    second: int
    ties: list[tuple[Node, Node]]

    @property
    def bridges(self) -> list[Node]:
        """The nodes of either group that know somebody of the other, those of most of the ties first."""
        return sorted(self._times, key=lambda node: (-self._times[node], node))

    @property
    def hangs_by(self) -> list[Node]:
        """The nodes without any one of which the two groups would not know each other."""
        return sorted(node for node, times in self._times.items() if times == len(self.ties))

    @property
    def _times(self) -> Counter[Node]:
        return Counter(node for tie in self.ties for node in tie)


def find_groups(ties: Ties) -> list[list[Node]]:
    """The groups of a network: those that know each other more than they know others.

    Parameters
    ----------
    ties : mapping of (node, node) to int
        How well two nodes know each other, 1..99, each pair once; who knows nobody is not in it, nor in a group.

    Returns
    -------
    list of list of node
        Every node once, each group connected by its own ties. The largest group first; in a group, who is best known
        there first.

    Notes
    -----
    The communities of V. D. Blondel, J.-L. Guillaume, R. Lambiotte and E. Lefebvre, "Fast unfolding of communities in
    large networks", Journal of Statistical Mechanics (2008) P10008, from a fixed seed; one that is in several pieces,
    which that method allows, is as many groups. The same ties give the same groups.
    """
    known = nx.Graph()
    known.add_weighted_edges_from((*pair, strength) for pair, strength in sorted(ties.items()))
    communities = nx.community.louvain_communities(known, seed=SEED) if known else []
    pieces = [piece for community in communities for piece in nx.connected_components(known.subgraph(community))]
    groups = [_best_known_first(known, piece) for piece in pieces]
    return sorted(groups, key=lambda group: (-len(group), group))


def find_junctions(ties: Ties, groups: list[list[Node]]) -> list[Junction]:
    """How the groups are joined, two by two; two that are not in the list never met."""
    number = {node: place for place, group in enumerate(groups) for node in group}
    between: dict[tuple[int, int], list[tuple[Node, Node]]] = defaultdict(list)
    for pair in sorted(ties):
        first, second = sorted(pair, key=lambda node: number[node])
        if number[first] != number[second]:
            between[number[first], number[second]].append((first, second))
    return [Junction(first, second, joined) for (first, second), joined in sorted(between.items())]


def _best_known_first(known: nx.Graph, piece: set[Node]) -> list[Node]:
    inside = known.subgraph(piece).degree(weight="weight")
    return sorted(piece, key=lambda node: (-inside[node], node))
