"""The problem of hubs: sites that need a shared service, and how many of them are to host it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from network.matching.problem import Node

KIND = "hubs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What a site asks of its hub, and what it could serve as one; in degrees, or nowhere if a matrix is given."""

    id: str
    demand: int
    capacity: int
    lat: float = 0.0
    lon: float = 0.0
    can_host: bool = True


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Sites in the order of the file; `distances` (row = site, column = hub) replace metres where they are given."""

    sites: tuple[Site, ...]
    hub_count: int
    distances: tuple[tuple[int, ...], ...] | None = None


def read_problem(data: Any) -> Problem:
    """The problem of parsed JSON data; the format is in `docs/models/hubs.md`.

    Raises
    ------
    ProblemError
        At the first place that breaks the format.
    """
    root = Node(data)
    root.object().at("kind").choice((KIND,))
    root.fields("kind", "sites", "hub_count", "distances")
    placed = not root.at("distances").given
    sites: dict[str, Site] = {}
    for row in root.at("sites").items():
        site = _read_site(row, placed=placed)
        if site.id in sites:
            row.at("id").fail("is given twice")
        sites[site.id] = site
    return Problem(
        sites=tuple(sites.values()),
        hub_count=root.at("hub_count").whole(least=1),
        distances=None if placed else _read_matrix(root.at("distances"), len(sites)),
    )


def _read_site(node: Node, *, placed: bool) -> Site:
    node.fields("id", "lat", "lon", "demand", "capacity", "can_host")
    lat, lon = node.at("lat"), node.at("lon")
    return Site(
        id=node.at("id").text(),
        demand=node.at("demand").whole(),
        capacity=node.at("capacity").whole(),
        lat=lat.number(-90, 90) if placed or lat.given else 0.0,
        lon=lon.number(-180, 180) if placed or lon.given else 0.0,
        can_host=node.at("can_host").flag(default=True),
    )


def _read_matrix(node: Node, size: int) -> tuple[tuple[int, ...], ...]:
    rows = node.items()
    if len(rows) != size:
        node.fail(f"must have a row for each of the {size} sites")
    return tuple(tuple(entry.whole() for entry in row.tuple_of(size, f"a list of {size} distances")) for row in rows)
