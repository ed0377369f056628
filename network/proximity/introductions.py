"""Who can introduce two organisations to each other, and who is trusted by all of a group."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from network.proximity.index import Node

Ties = Mapping[tuple["Node", "Node"], int]
Acquaintances = dict["Node", dict["Node", int]]
Chain = tuple["Node", ...]

MOST_STEPS = 4  # three in between: a favour asked through more of them is nobody's


def introductions(ties: Ties, start: Node, end: Node, *, count: int = 1, most_steps: int = MOST_STEPS) -> list[Chain]:
    """The most trusted chains of acquaintances from one organisation to another, with somebody in between.

    The trust of a chain is the product of the strengths of its steps: the best chain is a shortest path on -log of
    them. It is found exactly, in whole numbers, by at most `most_steps` rounds over the ties (R. Bellman, "On a routing
    problem", Quarterly of Applied Mathematics 16, 1958); of equally trusted chains the shortest is taken, then the
    first in the order of the nodes. A chain after the first passes by nobody that an earlier one passes by.

    Parameters
    ----------
    ties : mapping of (node, node) to int
        How well two nodes know each other, 1..99, each pair once, in either order.
    start, end : node
        Two different nodes; that they know each other themselves is passed over.
    count : int
        So many chains at most.
    most_steps : int
        Steps of a chain at most: one more than the nodes in between.

    Returns
    -------
    list of tuple of node
        From `start` to `end`, the most trusted first; empty when nobody can introduce them.
    """
    known = _acquaintances(ties)
    known[start].pop(end, None)
    known[end].pop(start, None)
    chains: list[Chain] = []
    while len(chains) < count and (chain := _most_trusted(known, start, end, most_steps)):
        chains.append(chain)
        for node in chain[1:-1]:
            for other in known.pop(node):
                known[other].pop(node, None)
    return chains


def guarantors(ties: Ties, team: Collection[Node], *, count: int = 1) -> list[Node]:
    """The organisations that everyone in a team knows and that are not of it.

    The one whose weakest tie with the team is strongest comes first, then the product of its ties decides, then the
    order of the nodes. `ties` as for `introductions`.
    """
    if not team:
        return []
    known = _acquaintances(ties)
    trusted = [node for node in known if node not in team and all(member in known[node] for member in team)]
    with_team = {node: [known[node][member] for member in team] for node in trusted}
    return sorted(trusted, key=lambda node: (-min(with_team[node]), -math.prod(with_team[node]), node))[:count]


def _most_trusted(known: Acquaintances, start: Node, end: Node, most_steps: int) -> Chain | None:
    """Trust is kept times 100 for each step that is left, so that it stays whole whatever the steps taken."""
    best: dict[Node, tuple[int, int, Chain]] = {start: (-(100**most_steps), 0, (start,))}
    newly = dict(best)
    for steps in range(1, most_steps + 1):
        found: dict[Node, tuple[int, int, Chain]] = {}
        for node, (trust, _steps, chain) in newly.items():
            for other, strength in known.get(node, {}).items():
                longer = (trust // 100 * strength, steps, (*chain, other))
                if longer < found.get(other, best.get(other, (0, 0, ()))):
                    found[other] = longer
        best |= found
        newly = {node: reached for node, reached in found.items() if node != end}
    return best[end][2] if end in best else None


def _acquaintances(ties: Ties) -> Acquaintances:
    known: Acquaintances = defaultdict(dict)
    for (a, b), strength in ties.items():
        known[a][b] = known[b][a] = strength
    return known
