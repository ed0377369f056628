"""The other layers of the page « Réseau »: who is near whom, and which federations have members in common."""

from __future__ import annotations

import enum
import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from flask_babel import ngettext

from network.organisations.models import Organisation
from network.organisations.queries import list_federation_ids, list_organisations_by_id
from network.ties.matching import Pair

RADIUS = 300
LABEL = {"width": 100, "overflow": "break", "lineHeight": 14}
ROOM = {"left": 112, "right": 112, "top": 32, "bottom": 72}  # pixels for the labels
SIZES = 14, 44  # of a federation in the drawing, in pixels
WIDEST = 10  # pixels of the line between two federations


class Layer(enum.StrEnum):
    """What is drawn between the members, by the word in addresses."""

    TIES = "liens"
    NEAR = "voisinage"
    FEDERATIONS = "federations"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """The federations of some members, how many of these each has, and how many are in two of them."""

    federations: Sequence[Organisation]
    counts: Mapping[int, int]
    in_both: Mapping[Pair, int]
    elsewhere: frozenset[int]


def shared_of(member_ids: Collection[int]) -> Shared:
    """In which federations these members are: two queries. `elsewhere` are those in more than one."""
    memberships = list_federation_ids(member_ids)
    counts = Counter(one for federations in memberships.values() for one in federations)
    pairs = (combinations(sorted(federations), 2) for federations in memberships.values())
    return Shared(
        federations=list_organisations_by_id(counts),
        counts=counts,
        in_both=Counter(pair for of_one in pairs for pair in of_one),
        elsewhere=frozenset(one for one, federations in memberships.items() if len(federations) > 1),
    )


def federation_nodes(shared: Shared) -> list[dict[str, Any]]:
    """The federations in a circle from the top on, the more of the members the larger."""
    turn = 2 * math.pi / max(1, len(shared.federations))
    return [
        _node(federation, shared.counts[federation.id], number * turn)
        for number, federation in enumerate(shared.federations)
    ]


def _node(federation: Organisation, members: int, angle: float) -> dict[str, Any]:
    x, y = round(RADIUS * math.sin(angle)), round(-RADIUS * math.cos(angle))
    return {
        "id": str(federation.id),
        "name": federation.name,
        "label": {"formatter": federation.name, "position": "left" if x < 0 else "right", **LABEL},
        "category": federation.locality.area,
        "symbolSize": min(SIZES[1], SIZES[0] + round(3 * math.sqrt(members))),
        "x": x,
        "y": y,
    }


def federation_edges(shared: Shared) -> list[dict[str, Any]]:
    """The lines between federations, the more members in common the wider."""
    return [
        {"source": str(a), "target": str(b), "lineStyle": {"width": min(WIDEST, count), "opacity": 0.6}}
        for (a, b), count in shared.in_both.items()
    ]


def federation_rows(shared: Shared) -> list[list[str]]:
    """The same in words: a federation, another, how many members both have."""
    names = {federation.id: federation.name for federation in shared.federations}
    return [
        [names[a], names[b], ngettext("%(num)d member", "%(num)d members", count)]
        for (a, b), count in sorted(shared.in_both.items(), key=lambda pair: -pair[1])
    ]
