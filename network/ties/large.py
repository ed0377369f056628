"""A network too large to draw each of its members: its groups, and how they are joined."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import ngettext

from network.ties.matching import Pair, groups_of

if TYPE_CHECKING:
    from network.proximity.groups import Junction
    from network.ties.members import Member

SIZES = 6, 36  # of a group in the graph, in pixels
WIDEST = 8  # pixels of the line between two groups


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The groups of those who know each other, the largest first, each by who is best known in it; and their ties."""

    groups: Sequence[Sequence[Member]]
    junctions: Sequence[Junction]


def parts_of(members: Mapping[int, Member], ties: Mapping[Pair, int]) -> Parts:
    """The groups that these ties make among the members."""
    groups, junctions = groups_of(ties)
    return Parts(groups=[[members[node] for node in group] for group in groups], junctions=junctions)


def group_nodes(parts: Parts) -> list[dict[str, Any]]:
    """The groups as a graph takes them: the more members the larger, in the area of most, where the map has them."""
    return [
        {
            "id": str(number),
            "name": _named(group),
            "label": {"formatter": group[0].name},
            "category": Counter(member.locality.area for member in group).most_common(1)[0][0],
            "symbolSize": min(SIZES[1], SIZES[0] + round(3 * math.sqrt(len(group)))),
            "x": round(fmean(700 * member.locality.lon for member in group)),
            "y": round(fmean(-1100 * member.locality.lat for member in group)),
        }
        for number, group in enumerate(parts.groups)
    ]


def group_edges(parts: Parts) -> list[dict[str, Any]]:
    """The lines between groups, the more ties the wider."""
    return [
        {
            "source": str(junction.first),
            "target": str(junction.second),
            "lineStyle": {"width": min(WIDEST, len(junction.ties)), "opacity": 0.6},
        }
        for junction in parts.junctions
    ]


def group_rows(parts: Parts) -> list[list[str]]:
    """The same in words: a group, another, how many ties join them; groups that are joined to none by themselves."""
    joined = {number for junction in parts.junctions for number in (junction.first, junction.second)}
    rows = [
        [
            _named(parts.groups[junction.first]),
            _named(parts.groups[junction.second]),
            ngettext("%(num)d tie", "%(num)d ties", len(junction.ties)),
        ]
        for junction in sorted(parts.junctions, key=lambda junction: -len(junction.ties))
    ]
    alone = [[_named(group), "–", _("none")] for number, group in enumerate(parts.groups) if number not in joined]
    return rows + alone


def _named(group: Sequence[Member]) -> str:
    count = ngettext("%(num)d structure", "%(num)d structures", len(group))
    return f"{group[0].name} ({count})"
