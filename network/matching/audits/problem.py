"""The problem of reciprocal peer audits: who may audit whom, and in cycles of which length."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from network.matching.problem import Node, triples

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

KIND = "audits"

Cycle = tuple[str, ...]
Name = TypeVar("Name", str, int)


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Organisations, sorted, and the value of each permitted (auditor, audited).

    `keep` are cycles that must stand, `previous` those of an earlier solution, to start from; with `stay` as many of
    them as possible stand again. Cycles begin with their smallest id. `must` are organisations that have to be in a
    cycle; no file has it, explanations do.
    """

    organisations: tuple[str, ...]
    exchanges: Mapping[tuple[str, str], int]
    max_cycle: int = 3
    prefer_pairs: bool = False
    keep: tuple[Cycle, ...] = ()
    previous: tuple[Cycle, ...] = ()
    stay: bool = False
    must: tuple[str, ...] = ()

    @property
    def goals(self) -> tuple[str, ...]:
        """The names of the objective's entries, in order; every one is maximised."""
        wanted = {"kept": self.stay, "paired": True, "in_pairs": self.prefer_pairs, "value": True}
        return tuple(name for name, given in wanted.items() if given)

    def allows(self, cycle: Cycle) -> bool:
        """Whether a cycle has a permitted length and every one may audit the next."""
        return 2 <= len(cycle) <= self.max_cycle and all(step in self.exchanges for step in steps(cycle))


def steps(cycle: Cycle) -> list[tuple[str, str]]:
    """The (auditor, audited) of a cycle."""
    return list(zip(cycle, cycle[1:] + cycle[:1], strict=True))


def turned(cycle: tuple[Name, ...]) -> tuple[Name, ...]:
    """The same cycle from its smallest id or number on."""
    start = cycle.index(min(cycle))
    return cycle[start:] + cycle[:start]


def read_problem(data: Any) -> Problem:
    """The problem of parsed JSON data; the format is in `docs/models/audits.md`.

    Raises
    ------
    ProblemError
        At the first place that breaks the format.
    """
    root = Node(data)
    root.object().at("kind").choice((KIND,))
    root.fields("kind", "organisations", "exchanges", "max_cycle", "prefer_pairs", "keep", "previous", "stay")
    organisations = _read_organisations(root.at("organisations"))
    known = set(organisations)
    stay = root.at("stay").flag(default=False)
    if stay and not root.at("previous").given:
        root.at("stay").fail("needs a previous solution")
    return Problem(
        organisations=organisations,
        exchanges=_read_exchanges(root.at("exchanges"), known),
        max_cycle=root.at("max_cycle").whole(least=2, most=4, default=3),
        prefer_pairs=root.at("prefer_pairs").flag(default=False),
        keep=_read_cycles(root.at("keep").parts("cycles"), known),
        previous=_read_previous(root.at("previous"), known),
        stay=stay,
    )


def _read_organisations(node: Node) -> tuple[str, ...]:
    return node.names()


def _read_exchanges(node: Node, known: Collection[str]) -> dict[tuple[str, str], int]:
    exchanges = triples(node, known, known, "an auditor, an audited and a value")
    for k, (auditor, audited) in enumerate(exchanges):
        if auditor == audited:
            node.items()[k].fail("is an exchange of an organisation with itself")
    return exchanges


def _read_cycles(node: Node, known: Collection[str]) -> tuple[Cycle, ...]:
    return tuple(sorted({_read_cycle(row, known) for row in node.items()}))


def _read_cycle(node: Node, known: Collection[str]) -> Cycle:
    cycle = tuple(end.reference(known) for end in node.items())
    if len(cycle) < 2:
        node.fail("must be a cycle of at least 2 ids")
    if len(set(cycle)) < len(cycle):
        node.fail("holds an id twice")
    return turned(cycle)


def _read_previous(node: Node, known: Collection[str]) -> tuple[Cycle, ...]:
    """The cycles of the earlier solution whose organisations are still there; it may have had none."""
    if not node.given:
        return ()
    cycles = (row for row in node.object().at("cycles").items())
    everyone = [(row, {end.text() for end in row.items()}) for row in cycles]
    return tuple(sorted({_read_cycle(row, known) for row, names in everyone if names <= set(known)}))
