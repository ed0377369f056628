"""What the page « Réseau » shows of a federation: its members near and far, who knows whom, who is isolated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from network import clock
from network.actors import Actor
from network.distance import metres
from network.organisations.labels import kind_label
from network.organisations.models import Organisation
from network.organisations.queries import list_placed_members
from network.places.areas import AREAS, area_label
from network.ties.labels import Acquaintance, acquaintance, line_strength, tie_words
from network.ties.large import Parts, group_edges, group_nodes, group_rows, parts_of
from network.ties.matching import Isolated, Strengths, drawing_of, graph_of, list_isolated
from network.ties.queries import visible_strengths
from network.web.formats import distance

MOST_DRAWN = 300  # members, each in the graph; past this, their groups are
MOST_LINES = 600  # on the map, the strongest
LINE_WIDTHS = {Acquaintance.A_LITTLE: 1, Acquaintance.WELL: 4}  # pixels, in the graph


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two members that know each other, as far as the reader may know."""

    first: Organisation
    second: Organisation
    grade: Acquaintance

    @property
    def metres(self) -> int:
        return metres(self.first.locality, self.second.locality)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The page for one reader; `sees_all_links`: as coordinator of the federation, else only those of its own;
    `parts` are the groups of a network too large to draw each of its members."""

    federation_id: int
    within_km: int
    members: Sequence[Organisation]
    links: Sequence[Link]
    drawing: Mapping[int, tuple[float, float]]
    parts: Parts | None
    isolated: Sequence[Isolated]
    own_ids: frozenset[int]
    sees_all_links: bool

    @property
    def is_isolated(self) -> bool:
        """An organisation of the reader is isolated."""
        return any(entry.organisation.id in self.own_ids for entry in self.isolated)


def read_overview(
    actor: Actor, *, federation_id: int, within_km: int, grade: Acquaintance, area: str | None
) -> Overview:
    """A federation's members (of an area), their links of a grade at least, and who has no other member in reach."""
    members = list_placed_members(federation_id)
    strengths = visible_strengths([member.id for member in members], actor, clock.today())
    graph = graph_of(members, strengths, within_km=within_km)
    shown = {member.id: member for member in members if area in (None, member.locality.area)}
    links = _links(shown, strengths, grade)
    linked = {(link.first.id, link.second.id): strengths[link.first.id, link.second.id] for link in links}
    is_large = len({side for pair in linked for side in pair}) > MOST_DRAWN
    return Overview(
        federation_id=federation_id,
        within_km=within_km,
        members=list(shown.values()),
        links=links,
        drawing={} if is_large else drawing_of(graph),
        parts=parts_of(shown, linked) if is_large else None,
        isolated=[entry for entry in list_isolated(graph, members) if entry.organisation.id in shown],
        own_ids=frozenset(actor.roles),
        sees_all_links=actor.coordinates(federation_id),
    )


def points_of(overview: Overview) -> list[dict[str, Any]]:
    """The members as the map takes them."""
    isolated = {entry.organisation.id for entry in overview.isolated}
    return [
        {
            "id": member.id,
            "lat": member.locality.lat,
            "lon": member.locality.lon,
            "label": member.name,
            "state": "lead" if member.id in overview.own_ids else "interested" if member.id in isolated else "possible",
            "detail": str(member.locality),
            "url": url_for("directory.organisation", organisation_id=member.id),
        }
        for member in overview.members
    ]


def map_options_of(overview: Overview) -> dict[str, Any]:
    """The links and the legend as the map takes them."""
    links = [
        {"from": link.first.id, "to": link.second.id, "strength": line_strength(link.grade)}
        for link in overview.links[:MOST_LINES]
    ]
    states = {"lead": _("your organisation"), "possible": _("member"), "interested": _("isolated member")}
    return {"links": links, "states": states}


def chart_options_of(overview: Overview) -> dict[str, Any]:
    """The members that know others, or the groups of a large network, drawn by who knows whom: as ECharts takes it."""
    if overview.parts:
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
    return _graph(drawn) | {"legend": legend}


def chart_rows_of(overview: Overview) -> list[list[str]]:
    """The same in words: who, whom, how well, how far; of a large network its groups, and how many ties join them."""
    if overview.parts:
        return group_rows(overview.parts)
    return [
        [link.first.name, link.second.name, tie_words(link.grade), distance(link.metres)] for link in overview.links
    ]


def chart_columns_of(overview: Overview) -> list[str]:
    """The headings of these rows."""
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


def _links(shown: dict[int, Organisation], strengths: Strengths, grade: Acquaintance) -> list[Link]:
    """The strongest first."""
    among = {pair: strength for pair, strength in strengths.items() if pair[0] in shown and pair[1] in shown}
    links = [
        Link(first=shown[first], second=shown[second], grade=acquaintance(strength))
        for (first, second), strength in sorted(among.items(), key=lambda row: -row[1])
    ]
    return [link for link in links if link.grade >= grade]


def _node(member: Organisation, overview: Overview) -> dict[str, Any]:
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


def _without_kind(member: Organisation) -> str:
    """« de la Vesdre » of « Maison médicale de la Vesdre »: a drawing has room for little more than what differs."""
    return member.name.removeprefix(kind_label(member.kind)).strip() or member.name


def _edge(link: Link) -> dict[str, Any]:
    return {
        "source": str(link.first.id),
        "target": str(link.second.id),
        "lineStyle": {"width": LINE_WIDTHS[link.grade], "opacity": 0.7},
    }
