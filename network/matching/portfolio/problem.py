"""The problem of a portfolio: dossiers, an envelope, and rules on the set that is funded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from network.matching.problem import Node

if TYPE_CHECKING:
    from collections.abc import Mapping

KIND = "portfolio"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """What one dossier is worth in points and `asks` in euros, whose it is and which areas it serves."""

    id: str
    score: int
    asks: int
    members: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Dossiers in the order of the input, and the rules; None: no such rule. Money is in euros.

    `must` are dossiers that have to be funded and `least` is a score to reach; no file has them, explanations do.
    """

    dossiers: tuple[Dossier, ...]
    envelope: int
    cap_per_dossier: int | None = None
    max_per_member: int | None = None
    min_per_area: Mapping[str, int]
    must: tuple[str, ...] = ()
    least: int = 0

    def within_cap(self, dossier: Dossier) -> bool:
        """Whether a dossier asks for no more than any may."""
        return self.cap_per_dossier is None or dossier.asks <= self.cap_per_dossier


def read_problem(data: Any) -> Problem:
    """The problem of parsed JSON data; the format is in `docs/models/portfolio.md`.

    Raises
    ------
    ProblemError
        At the first place that breaks the format.
    """
    root = Node(data)
    root.object().at("kind").choice((KIND,))
    root.fields("kind", "dossiers", "envelope", "cap_per_dossier", "max_per_member", "min_per_area")
    return Problem(
        dossiers=_read_dossiers(root.at("dossiers")),
        envelope=root.at("envelope").whole(),
        cap_per_dossier=root.at("cap_per_dossier").whole(default=None),
        max_per_member=root.at("max_per_member").whole(default=None),
        min_per_area={area: least.whole() for area, least in root.at("min_per_area").entries()},
    )


def _read_dossiers(node: Node) -> tuple[Dossier, ...]:
    dossiers: dict[str, Dossier] = {}
    for row in node.items():
        dossier = _read_dossier(row)
        if dossier.id in dossiers:
            row.at("id").fail("is given twice")
        dossiers[dossier.id] = dossier
    return tuple(dossiers.values())


def _read_dossier(node: Node) -> Dossier:
    node.fields("id", "score", "asks", "members", "areas")
    return Dossier(
        id=node.at("id").text(),
        score=node.at("score").whole(),
        asks=node.at("asks").whole(),
        members=node.at("members").names(),
        areas=node.at("areas").names(),
    )
