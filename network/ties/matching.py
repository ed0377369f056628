"""Evidence meets the engine: rows become strengths, organisations and strengths become the graph of the network."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from network.proximity import introductions
from network.proximity import neighbours as read
from network.proximity import strength as engine
from network.ties.labels import Acquaintance
from network.ties.weights import weights_on

if TYPE_CHECKING:
    from network.proximity.first_steps import FirstSteps
    from network.proximity.graph import ProximityGraph
    from network.proximity.groups import Junction
    from network.proximity.index import PlaceIndex
    from network.ties.members import Member

Pair = tuple[int, int]
Strengths = dict[Pair, int]

MOST_CHAINS = 3
MOST_GUARANTORS = 3
MOST_STEPS = 5
MOST_NEAR = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Isolated:
    """An organisation with no other in reach: the nearest one, whether they know each other, and whom it knows best."""

    organisation: Member
    nearest: Member | None
    metres: int
    knows_nearest: bool
    known: Member | None


def strengths_of(rows: Iterable[tuple[Pair, str, date]], on: date) -> Strengths:
    """How well the two of each pair know each other on a day, from (pair, kind, day) of their evidence; 0 left out."""
    evidence: dict[Pair, list[engine.Evidence]] = defaultdict(list)
    for pair, kind, happened_on in rows:
        evidence[pair].append(engine.Evidence(kind, happened_on))
    table = weights_on(on)
    found = {
        pair: engine.tie_strength(pieces, on, table.by_kind, table.half_life_days) for pair, pieces in evidence.items()
    }
    return {pair: strength for pair, strength in found.items() if strength}


def known_among(strengths: Mapping[Pair, int]) -> Strengths:
    """Of these ties, those that words call an acquaintance: what has faded further introduces nobody."""
    return {pair: strength for pair, strength in strengths.items() if strength >= Acquaintance.A_LITTLE}


def graph_of(organisations: Sequence[Member], strengths: Mapping[Pair, int], *, within_km: float) -> ProximityGraph:
    """The graph of these organisations, by id: who is within reach of whom and who knows whom."""
    from network.proximity.graph import build_graph  # NetworkX and SciPy take a second that most pages do without

    places = {organisation.id: organisation.locality for organisation in organisations}
    return build_graph(places, strengths, within_km=within_km)


def index_of(organisations: Sequence[Member]) -> PlaceIndex:
    """Where these organisations are, by id."""
    from network.proximity.index import PlaceIndex

    return PlaceIndex({organisation.id: organisation.locality for organisation in organisations})


def chains_between(ties: Mapping[Pair, int], start: int, end: int) -> Sequence[tuple[int, ...]]:
    """The ids along the most trusted chains of acquaintances from one organisation to another, each by others."""
    return introductions.introductions(ties, start, end, count=MOST_CHAINS)


def guarantors_of(ties: Mapping[Pair, int], organisation_ids: Sequence[int]) -> list[int]:
    """The ids of those whom all of these organisations know and who are not of them, the most trusted first."""
    return introductions.guarantors(ties, organisation_ids, count=MOST_GUARANTORS)


def groups_of(ties: Mapping[Pair, int]) -> tuple[list[list[int]], list[Junction]]:
    """The groups of those who know each other, by ids, and what joins them."""
    from network.proximity.groups import find_groups, find_junctions

    groups = find_groups(ties)
    return groups, find_junctions(ties, groups)


def first_steps_of(index: PlaceIndex, ties: Mapping[Pair, int], *, within_km: float) -> FirstSteps | None:
    """The meetings that would open most; None for a network too large to weigh them while one waits."""
    from network.proximity.first_steps import MOST_NODES, MOST_TIES, first_steps

    if len(index.nodes) > MOST_NODES or len(ties) > MOST_TIES:
        return None
    return first_steps(index, ties, within_km=within_km, count=MOST_STEPS)


def list_isolated(graph: ProximityGraph, organisations: Sequence[Member]) -> list[Isolated]:
    """Of the organisations of a graph, those with no other within its reach, in their order."""
    by_id = {organisation.id: organisation for organisation in organisations}
    return [_isolated(graph, by_id, node) for node in read.isolated(graph, graph.within_km)]


def near_pairs(graph: ProximityGraph) -> list[Pair]:
    """Each organisation with the three nearest within reach, (lower id, higher id), the nearest first."""
    reach = 1000 * graph.within_km
    found = {
        (min(node, other.node), max(node, other.node)): other.metres
        for node in graph.network
        for other in read.nearest(graph, node, MOST_NEAR)
        if other.metres <= reach
    }
    return sorted(found, key=lambda pair: (found[pair], pair))


def metres_between(graph: ProximityGraph, first: int, second: int) -> int:
    """How far apart two organisations are that the graph joins."""
    metres: int = graph.network[first][second]["metres"]
    return metres


def drawing_of(graph: ProximityGraph) -> dict[int, tuple[float, float]]:
    """Where to draw the organisations that know another: (x to the right, y downwards) by id."""
    from network.proximity.drawing import draw_ties

    return draw_ties(graph)


def _isolated(graph: ProximityGraph, by_id: Mapping[int, Member], node: int) -> Isolated:
    nearest = next(iter(read.nearest(graph, node)), None)
    known = next(iter(read.known(graph, node)), None)
    return Isolated(
        organisation=by_id[node],
        nearest=by_id[nearest.node] if nearest else None,
        metres=nearest.metres if nearest else 0,
        knows_nearest=bool(nearest and nearest.tie),
        known=by_id[known.node] if known else None,
    )
