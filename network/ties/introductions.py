"""Who can introduce an organisation to another: chains of acquaintances, as far as their reader may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from network import clock
from network.actors import Actor
from network.organisations.models import Organisation
from network.organisations.queries import list_organisations_by_id
from network.ties.labels import Acquaintance, acquaintance
from network.ties.matching import Pair, chains_between, guarantors_of, known_among
from network.ties.models import Evidence
from network.ties.queries import evidence_of_pairs, visible_ties


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Two organisations that know each other, and what they did together that the reader may see, newest first."""

    first: Organisation
    second: Organisation
    strength: int
    evidence: Sequence[Evidence]


@dataclass(frozen=True, slots=True, kw_only=True)
class Introductions:
    """The most trusted chains from `start` to `end`, none by way of another's; `direct`: what the two did already."""

    start: Organisation
    end: Organisation
    direct: Step | None
    chains: Sequence[Sequence[Step]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarantor:
    """An organisation that all of a team know, and whom of them it knows how well."""

    organisation: Organisation
    knows_well: Sequence[Organisation]
    knows_a_little: Sequence[Organisation]


def read_introductions(start: Organisation, end: Organisation, actor: Actor) -> Introductions:
    """Who can introduce the first to the second, from the ties that the actor may see: three queries."""
    ties = known_among(visible_ties(actor, clock.today()))
    chains = chains_between(ties, start.id, end.id)
    pairs = {_ordered(*step) for chain in [(start.id, end.id), *chains] for step in pairwise(chain)}
    evidence = evidence_of_pairs(pairs, actor)
    named = {organisation.id: organisation for organisation in list_organisations_by_id({i for p in pairs for i in p})}

    def step(first: int, second: int) -> Step:
        pair = _ordered(first, second)
        counted = [piece for piece in evidence[pair] if piece.is_confirmed]
        return Step(first=named[first], second=named[second], strength=ties[pair], evidence=counted)

    return Introductions(
        start=start,
        end=end,
        direct=step(start.id, end.id) if _ordered(start.id, end.id) in ties else None,
        chains=[[step(*two) for two in pairwise(chain)] for chain in chains],
    )


def suggest_guarantors(organisation_ids: Sequence[int], actor: Actor) -> list[Guarantor]:
    """Organisations outside a team that everyone in it knows, as far as the actor may see, best first: two queries."""
    ties = known_among(visible_ties(actor, clock.today(), of=organisation_ids))
    found = guarantors_of(ties, organisation_ids)
    named = {organisation.id: organisation for organisation in list_organisations_by_id({*found, *organisation_ids})}

    def known_by(node: int, grade: Acquaintance) -> list[Organisation]:
        return [named[one] for one in organisation_ids if acquaintance(ties[_ordered(node, one)]) is grade]

    return [
        Guarantor(
            organisation=named[node],
            knows_well=known_by(node, Acquaintance.WELL),
            knows_a_little=known_by(node, Acquaintance.A_LITTLE),
        )
        for node in found
    ]


def _ordered(a: int, b: int) -> Pair:
    return (min(a, b), max(a, b))
