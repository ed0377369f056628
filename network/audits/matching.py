"""A campaign meets the engine: who takes part becomes a problem (docs/models/from-enrolments-to-pairs.md)."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from network import clock
from network.audits.queries import list_met_pairs, list_refused_pairs
from network.distance import metres
from network.matching.solver import Limits
from network.ties.afterthought_queries import list_parted
from network.ties.queries import visible_strengths
from network.ties.under_way import pairs_under_way

if TYPE_CHECKING:
    from network.actors import Actor
    from network.audits.models import Campaign, Pairing
    from network.organisations.models import Organisation

Pair = tuple[int, int]

PAIR_LIMITS = Limits(seconds=20, workers=1, seed=0)
KM_WEIGHT = 50
NEWNESS_WEIGHT = 50


class Exclusion(enum.StrEnum):
    """Why two organisations may not be paired; a wish is known to the coordination alone."""

    TOO_FAR = "too_far"
    MET = "met"
    UNDER_WAY = "under_way"
    REFUSED = "refused"
    WISH = "wish"


class ExcludedError(Exception):
    """Two that the rules of a campaign keep apart; `reasons` says why."""

    def __init__(self, reasons: Sequence[Exclusion]) -> None:
        super().__init__(", ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Who takes part, and between each two (lower id, higher id): metres, how well they know each other, exclusions;
    `parted` are not paired again either, of which nobody is told."""

    organisations: Sequence[Organisation]
    max_km: int
    metres: Mapping[Pair, int]
    strengths: Mapping[Pair, int]
    exclusions: Mapping[Pair, Sequence[Exclusion]]
    parted: Collection[Pair] = ()

    def excluded_with(self, organisation_id: int) -> list[tuple[Organisation, Sequence[Exclusion]]]:
        """With whom an organisation may not be paired, and why."""
        return [
            (other, self.exclusions[pair])
            for other in self.organisations
            if (pair := ordered(organisation_id, other.id)) in self.exclusions
        ]

    def has_partner(self, organisation_id: int, but: Collection[int] = ()) -> bool:
        """Somebody may be paired with it, besides those of `but`."""
        return any(
            ordered(organisation_id, other.id) not in self.exclusions
            for other in self.organisations
            if other.id != organisation_id and other.id not in but
        )


def ordered(a: int, b: int) -> Pair:
    """A pair as all the tables here know it."""
    return (min(a, b), max(a, b))


def field_of(campaign: Campaign, actor: Actor) -> Field:
    """Who takes part in a campaign, as its coordination may know it: six queries."""
    organisations = sorted((enrolment.organisation for enrolment in campaign.enrolled), key=lambda o: o.id)
    distances = {
        (one.id, other.id): metres(one.locality, other.locality) for one, other in combinations(organisations, 2)
    }
    return Field(
        organisations=organisations,
        max_km=campaign.max_km,
        metres=distances,
        strengths=visible_strengths([organisation.id for organisation in organisations], actor, clock.today()),
        exclusions=_exclusions(campaign, distances),
        parted=list_parted([organisation.id for organisation in organisations]),
    )


def pairing_problem(field: Field, kept: Iterable[Pairing]) -> dict[str, Any]:
    """The problem `audits`: pairs first, a trio for the odd one; the pairings that stand are kept as they are."""
    kept = list(kept)
    known = {organisation.id for organisation in field.organisations}
    allowed = set(field.metres) - set(field.exclusions) - set(field.parted)
    allowed |= {pair for pairing in kept for pair in pairing.pairs}
    return {
        "kind": "audits",
        "organisations": [str(organisation_id) for organisation_id in sorted(known)],
        "exchanges": _exchanges(sorted(allowed), field),
        "max_cycle": 3,
        "prefer_pairs": True,
        "keep": [[str(organisation_id) for organisation_id in pairing.organisation_ids] for pairing in kept],
    }


def shown_problem(problem: Mapping[str, Any], field: Field) -> dict[str, Any]:
    """The problem as the coordination may read it: those who are parted are not given away by what is missing."""
    known = {ordered(int(auditor), int(audited)) for auditor, audited, _value in problem["exchanges"]}
    asked = {int(organisation_id) for organisation_id in problem["organisations"]}
    possible = set(field.metres) - set(field.exclusions)
    hidden = {pair for pair in field.parted if pair in possible and asked.issuperset(pair)}
    exchanges = [*problem["exchanges"], *_exchanges(hidden - known, field)]
    return {**problem, "exchanges": sorted(exchanges, key=_place)}


def exchange_value(field: Field, pair: Pair) -> int:
    """What pairing two is worth, 0..1000: half for being near, half for not knowing each other yet."""
    nearness = 1 - min(1.0, field.metres[pair] / (1000 * field.max_km))
    newness = (100 - field.strengths.get(pair, 0)) / 100
    return int(10 * (KM_WEIGHT * nearness + NEWNESS_WEIGHT * newness) + 0.5)


def cycles_of(solution: Mapping[str, Any]) -> list[list[int]]:
    """The pairs and trios of a solution, by organisation ids."""
    return [[int(organisation_id) for organisation_id in cycle] for cycle in solution.get("cycles", [])]


def _exchanges(pairs: Iterable[Pair], field: Field) -> list[list[Any]]:
    """Each of two visits the other: auditor, audited, value."""
    return [
        [str(auditor), str(audited), exchange_value(field, pair)]
        for pair in pairs
        for auditor, audited in (pair, pair[::-1])
    ]


def _place(exchange: Sequence[Any]) -> tuple[Pair, int]:
    """Where an exchange stands among the others."""
    auditor, audited = int(exchange[0]), int(exchange[1])
    return ordered(auditor, audited), auditor


def _exclusions(campaign: Campaign, distances: Mapping[Pair, int]) -> dict[Pair, list[Exclusion]]:
    """Of each two who may not be paired, all the reasons."""
    ids = [enrolment.organisation_id for enrolment in campaign.enrolled]
    reasons: dict[Exclusion, set[Pair]] = {
        Exclusion.TOO_FAR: {pair for pair, far in distances.items() if far > 1000 * campaign.max_km},
        Exclusion.MET: list_met_pairs(campaign) if campaign.rounds else set(),
        Exclusion.UNDER_WAY: pairs_under_way(ids) if campaign.keeps_apart_partners else set(),
        Exclusion.REFUSED: list_refused_pairs(campaign),
        Exclusion.WISH: {ordered(e.organisation_id, other) for e in campaign.enrolled for other in e.avoids},
    }
    found = {pair: [reason for reason, pairs in reasons.items() if pair in pairs] for pair in distances}
    return {pair: why for pair, why in found.items() if why}
