"""What the page « Réseau » shows of a federation: its members near and far, who knows whom, who is isolated."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from network import clock
from network.actors import Actor
from network.organisations.labels import kind_label
from network.places.areas import AREAS, area_label
from network.ties.labels import Acquaintance, acquaintance, line_strength, tie_words
from network.ties.large import Parts, group_edges, group_nodes, group_rows, parts_of
from network.ties.layers import ROOM, Layer, Shared, federation_edges, federation_nodes, federation_rows, shared_of
from network.ties.matching import Isolated, Strengths, drawing_of, graph_of, list_isolated, metres_between, near_pairs
from network.ties.members import Member, list_members
from network.ties.queries import visible_strengths
from network.web.addresses import addresses_of
from network.web.formats import distance

if TYPE_CHECKING:
    from network.proximity.graph import ProximityGraph

MOST_DRAWN = 300  # members, each in the graph; past this, their groups are
MOST_LINES = 600  # on the map, the strongest
LINE_WIDTHS = 1, 4  # pixels in the graph, the second of those who know each other well


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two members that know each other, or are near, and how far apart; `grade` as far as the reader may know it, None
    where not."""

    first: Member
    second: Member
    grade: Acquaintance | None
    metres: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The page for one reader; `sees_all_links`: as coordinator of the federation, else only those of its own;
    `parts` are the groups of a network too large to draw each of its members; `shared` of the layer of federations."""

    layer: Layer
    federation_id: int
    within_km: int
    members: Sequence[Member]
    links: Sequence[Link]
    drawing: Mapping[int, tuple[float, float]]
    parts: Parts | None
    shared: Shared | None
    isolated: Sequence[Isolated]
    own_ids: frozenset[int]
    sees_all_links: bool

    @property
    def is_isolated(self) -> bool:
        """An organisation of the reader is isolated."""
        return any(entry.organisation.id in self.own_ids for entry in self.isolated)


def read_overview(
    actor: Actor,
    *,
    federation_id: int,
    within_km: int,
    grade: Acquaintance,
    area: str | None,
    layer: Layer = Layer.TIES,
) -> Overview:
    """A federation's members (of an area), who has no other member in reach, and of a layer what joins them: links of
    a grade at least, neighbours within reach, or federations."""
    members = list_members(federation_id)
    strengths = visible_strengths([member.id for member in members], actor, clock.today())
    graph = graph_of(members, strengths, within_km=within_km)
    shown = {member.id: member for member in members if area in (None, member.locality.area)}
    sees_all_links = actor.coordinates(federation_id)
    links = {
        Layer.TIES: lambda: _links(shown, strengths, graph, grade),
        Layer.NEAR: lambda: _near(shown, strengths, graph, None if sees_all_links else actor.roles),
        Layer.FEDERATIONS: list[Link],
    }[layer]()
    linked = {(link.first.id, link.second.id): strengths.get((link.first.id, link.second.id), 1) for link in links}
    is_large = len({side for pair in linked for side in pair}) > MOST_DRAWN
    return Overview(
        layer=layer,
        federation_id=federation_id,
        within_km=within_km,
        members=list(shown.values()),
        links=links,
        drawing={} if is_large else drawing_of(graph) if layer is Layer.TIES else _on_the_map(shown),
        parts=parts_of(shown, linked) if is_large else None,
        shared=shared_of(shown) if layer is Layer.FEDERATIONS else None,
        isolated=[entry for entry in list_isolated(graph, members) if entry.organisation.id in shown],
        own_ids=frozenset(actor.roles),
        sees_all_links=sees_all_links,
    )


def points_of(overview: Overview) -> list[dict[str, Any]]:
    """The members as the map takes them."""
    isolated = {entry.organisation.id for entry in overview.isolated}
    elsewhere = overview.shared.elsewhere if overview.shared else ()
    address = addresses_of("directory.organisation", "organisation_id")

    def state(member_id: int) -> str:
        if member_id in overview.own_ids:
            return "lead"
        return "partner" if member_id in elsewhere else "interested" if member_id in isolated else "possible"

    return [
        {
            "id": member.id,
            "lat": member.locality.lat,
            "lon": member.locality.lon,
            "label": member.name,
            "state": state(member.id),
            "detail": str(member.locality),
            "url": address(member.id),
        }
        for member in overview.members
    ]


def map_options_of(overview: Overview) -> dict[str, Any]:
    """The links and the legend as the map takes them."""
    links = [
        {"from": link.first.id, "to": link.second.id, "strength": _line(link)} for link in overview.links[:MOST_LINES]
    ]
    states = {
        "lead": _("your organisation"),
        "possible": _("member"),
        "partner": _("also member of another federation"),
        "interested": _("isolated member"),
    }
    return {"links": links, "states": states}


def chart_options_of(overview: Overview) -> dict[str, Any]:
    """The members that know others, or the groups of a large network, drawn by who knows whom: as ECharts takes it."""
    if overview.shared:
        nodes, edges = federation_nodes(overview.shared), federation_edges(overview.shared)
    elif overview.parts:
        nodes, edges = group_nodes(overview.parts), group_edges(overview.parts)
    else:
        known = {side.id: side for link in overview.links for side in (link.first, link.second)}
        nodes, edges = [_node(member, overview) for member in known.values()], [_edge(link) for link in overview.links]
    areas = [key for key in AREAS if any(node["category"] == key for node in nodes)]
    drawn = {
        "categories": [{"name": area_label(key)} for key in areas],
        "data": [node | {"category": areas.index(node["category"])} for node in nodes],
        "links": edges,
    }
    legend = {"type": "scroll", "bottom": 0, "icon": "circle", "data": [area_label(key) for key in areas]}
    return _graph(drawn | (ROOM if overview.shared else {})) | {"legend": legend}


def chart_rows_of(overview: Overview) -> list[list[str]]:
    """The same in words: who, whom, how well, how far; of a large network its groups, and how many ties join them."""
    if overview.shared:
        return federation_rows(overview.shared)
    if overview.parts:
        return group_rows(overview.parts)
    words = cache(_words)
    return [[link.first.name, link.second.name, words(link.grade), distance(link.metres)] for link in overview.links]


def chart_columns_of(overview: Overview) -> list[str]:
    """The headings of these rows."""
    if overview.shared:
        return [_("Federation"), _("Other federation"), _("In common")]
    if overview.parts:
        return [_("Group"), _("Other group"), _("Between them")]
    return [_("Organisation"), _("Other organisation"), _("They"), _("Distance")]


def _graph(drawn: dict[str, Any]) -> dict[str, Any]:
    frame = {"type": "graph", "preserveAspect": True, "left": 16, "right": 96, "top": 12, "bottom": 48}
    label = {"show": True, "position": "right", "fontSize": 11, "width": 140, "overflow": "truncate"}
    halo = {"textBorderColor": "#fff", "textBorderWidth": 2}
    emphasis = {"focus": "adjacency", "label": {"show": True}}
    series = frame | drawn | {"label": label | halo, "emphasis": emphasis}
    return {"tooltip": {"formatter": "{b}"}, "series": [series]}


def _links(shown: dict[int, Member], strengths: Strengths, graph: ProximityGraph, grade: Acquaintance) -> list[Link]:
    """The strongest first."""
    among = {
        pair: strength
        for pair, strength in strengths.items()
        if strength >= grade and pair[0] in shown and pair[1] in shown
    }
    return [
        Link(
            first=shown[first],
            second=shown[second],
            grade=acquaintance(strength),
            metres=metres_between(graph, first, second),
        )
        for (first, second), strength in sorted(among.items(), key=lambda row: -row[1])
    ]


def _near(
    shown: dict[int, Member], strengths: Strengths, graph: ProximityGraph, own: Collection[int] | None
) -> list[Link]:
    """The nearest first; who knows whom is said of those that are the reader's `own` (None: of all) or shown."""
    return [
        Link(
            first=shown[first],
            second=shown[second],
            grade=acquaintance(strengths.get((first, second), 0))
            if own is None or first in own or second in own or (first, second) in strengths
            else None,
            metres=metres_between(graph, first, second),
        )
        for first, second in near_pairs(graph)
        if first in shown and second in shown
    ]


def _on_the_map(shown: Mapping[int, Member]) -> dict[int, tuple[float, float]]:
    """Degrees as lengths at this latitude: x to the right, y downwards."""
    return {key: (700 * member.locality.lon, -1100 * member.locality.lat) for key, member in shown.items()}


def _line(link: Link) -> int:
    return 1 if link.grade is None else line_strength(link.grade)


def _words(grade: Acquaintance | None) -> str:
    return "–" if grade is None else tie_words(grade)


def _node(member: Member, overview: Overview) -> dict[str, Any]:
    x, y = overview.drawing[member.id]
    return {
        "id": str(member.id),
        "name": member.name,
        "label": {"formatter": _without_kind(member)},
        "category": member.locality.area,
        "symbolSize": 18 if member.id in overview.own_ids else 12,
        "x": x,
        "y": y,
    }


def _without_kind(member: Member) -> str:
    """« de la Vesdre » of « Maison médicale de la Vesdre »: a drawing has room for little more than what differs."""
    return member.name.removeprefix(kind_label(member.kind)).strip() or member.name


def _edge(link: Link) -> dict[str, Any]:
    return {
        "source": str(link.first.id),
        "target": str(link.second.id),
        "lineStyle": {
            "width": LINE_WIDTHS[link.grade is Acquaintance.WELL],
            "opacity": 0.7,
            "type": "dotted" if link.grade is Acquaintance.NOT_YET else "solid",
        },
    }
