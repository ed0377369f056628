"""The problem of a consortium: a call, its candidates and what is known between them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from network.matching.problem import Node, pair

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

KIND = "consortium"
COHESIONS = ("lead", "pairs")
TEAM_KEYS = (
    "candidates", "ties", "incompatible", "pinned", "excluded", "cohesion", "remoteness", "member_bonus",
)  # fmt: skip
"""What a problem says of its team beside the call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An organisation that could be in the team; `offers` and `asks` in units of the call, places in degrees."""

    id: str
    lat: float
    lon: float
    kind: str | None = None
    workforce: int | None = None
    areas: tuple[str, ...] = ()
    experienced: bool = False
    can_lead: bool = True
    asks: int = 0
    offers: Mapping[str, int]
    bonus: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What the call asks of a team; None or empty: no such rule."""

    min_partners: int
    max_partners: int | None = None
    min_kind: Mapping[str, int]
    small_below: int | None = None
    min_small: int | None = None
    min_experienced: int | None = None
    lead_experienced: bool = False
    min_areas: int | None = None
    required_areas: tuple[str, ...] = ()
    requires: Mapping[str, int]
    max_share_percent: int | None = None
    min_contribution_percent: int | None = None
    budget_cap: int | None = None
    max_km_to_lead: int | None = None

    def givable(self, candidate: Candidate, capability: str) -> int:
        """The most a candidate may contribute of a required capability."""
        offer, percent = candidate.offers.get(capability, 0), self.max_share_percent
        return offer if percent is None else min(offer, self.requires[capability] * percent // 100)

    def least(self, capability: str) -> int:
        """What counts as a contribution of its own, where the call asks one of every member."""
        return max(1, -(-self.requires[capability] * (self.min_contribution_percent or 0) // 100))


@dataclass(frozen=True, slots=True, kw_only=True)
class Remoteness:
    """How kilometres and ties weigh; the weights add to 100, `km_scale` in kilometres."""

    km_weight: int = 50
    tie_weight: int = 50
    km_scale: int = 100


@dataclass(frozen=True, kw_only=True)
class Problem:
    """A call and its candidates, sorted by id; pairs of ids are sorted too.

    `keep` are members that must stand, `previous` the members of an earlier team, to start from; with `stay`
    as many of them as possible stay.
    """

    call: Call
    candidates: tuple[Candidate, ...]
    ties: Mapping[tuple[str, str], int]
    incompatible: frozenset[tuple[str, str]] = frozenset()
    pinned: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    cohesion: str = "lead"
    remoteness: Remoteness = Remoteness()
    member_bonus: int = 0
    alternatives: int = 0
    min_difference: int = 1
    keep: tuple[str, ...] = ()
    previous: tuple[str, ...] = ()
    stay: bool = False

    @cached_property
    def by_id(self) -> dict[str, Candidate]:
        """The candidates by id."""
        return {candidate.id: candidate for candidate in self.candidates}

    @property
    def most_partners(self) -> int:
        """`max_partners`, or everyone where the call sets no such rule."""
        most = self.call.max_partners
        return len(self.candidates) if most is None else min(most, len(self.candidates))

    @property
    def required_members(self) -> frozenset[str]:
        """Who must be a member: the pinned and the kept."""
        return frozenset(self.pinned + self.keep)


def read_problem(data: Any) -> Problem:
    """The problem of parsed JSON data; the format is in `docs/models/consortium.md`.

    Raises
    ------
    ProblemError
        At the first place that breaks the format.
    """
    root = Node(data)
    root.object().at("kind").choice((KIND,))
    root.fields("kind", "call", *TEAM_KEYS, "alternatives", "min_difference", "keep", "previous", "stay")
    team = read_team(root.at)
    known = set(team.by_id)
    stay = root.at("stay").flag(default=False)
    if stay and not root.at("previous").given:
        root.at("stay").fail("needs a previous solution")
    return replace(
        team,
        alternatives=root.at("alternatives").whole(default=0),
        min_difference=root.at("min_difference").whole(least=1, default=1),
        keep=root.at("keep").parts("members").references(known),
        previous=_read_previous(root.at("previous"), known),
        stay=stay,
    )


def read_team(at: Callable[[str], Node]) -> Problem:
    """The problem of one team, from the call and `TEAM_KEYS`, each where `at` finds it; or ProblemError."""
    call = _read_call(at("call"))
    candidates = _read_candidates(at("candidates"), workforce_needed=call.small_below is not None)
    known = {candidate.id for candidate in candidates}
    return Problem(
        call=call,
        candidates=candidates,
        ties=_read_ties(at("ties"), known),
        incompatible=frozenset(pair(node, known) for node in at("incompatible").items()),
        pinned=at("pinned").references(known),
        excluded=at("excluded").references(known),
        cohesion=at("cohesion").choice(COHESIONS, default="lead"),
        remoteness=read_remoteness(at("remoteness")),
        member_bonus=at("member_bonus").whole(default=0),
    )


def _read_call(node: Node) -> Call:
    node.fields("min_partners", "max_partners", "min_kind", "small_below", "min_small", "min_experienced",
                "lead_experienced", "min_areas", "required_areas", "requires", "max_share_percent",
                "min_contribution_percent", "budget_cap", "max_km_to_lead")  # fmt: skip
    for key, other in (("small_below", "min_small"), ("min_small", "small_below")):
        if node.at(key).given and not node.at(other).given:
            node.at(other).fail(f"is missing, {key} needs it")
    return Call(
        min_partners=node.at("min_partners").whole(),
        max_partners=node.at("max_partners").whole(default=None),
        min_kind=_counts(node.at("min_kind")),
        small_below=node.at("small_below").whole(default=None),
        min_small=node.at("min_small").whole(default=None),
        min_experienced=node.at("min_experienced").whole(default=None),
        lead_experienced=node.at("lead_experienced").flag(default=False),
        min_areas=node.at("min_areas").whole(default=None),
        required_areas=node.at("required_areas").names(),
        requires=_counts(node.at("requires")),
        max_share_percent=node.at("max_share_percent").whole(least=1, most=100, default=None),
        min_contribution_percent=node.at("min_contribution_percent").whole(least=1, most=100, default=None),
        budget_cap=node.at("budget_cap").whole(default=None),
        max_km_to_lead=node.at("max_km_to_lead").whole(default=None),
    )


def _counts(node: Node) -> dict[str, int]:
    return dict(sorted((name, count.whole()) for name, count in node.entries()))


def _read_candidates(node: Node, *, workforce_needed: bool) -> tuple[Candidate, ...]:
    candidates: dict[str, Candidate] = {}
    for row in node.items():
        candidate = _read_candidate(row, workforce_needed=workforce_needed)
        if candidate.id in candidates:
            row.at("id").fail("is given twice")
        candidates[candidate.id] = candidate
    return tuple(candidates[name] for name in sorted(candidates))


def _read_candidate(node: Node, *, workforce_needed: bool) -> Candidate:
    node.fields("id", "kind", "lat", "lon", "workforce", "areas", "experienced", "can_lead", "asks", "offers", "bonus")
    workforce = node.at("workforce")
    return Candidate(
        id=node.at("id").text(),
        lat=node.at("lat").number(-90, 90),
        lon=node.at("lon").number(-180, 180),
        kind=node.at("kind").text(default=None),
        workforce=workforce.whole() if workforce_needed else workforce.whole(default=None),
        areas=node.at("areas").names(),
        experienced=node.at("experienced").flag(default=False),
        can_lead=node.at("can_lead").flag(default=True),
        asks=node.at("asks").whole(default=0),
        offers=_counts(node.at("offers")),
        bonus=node.at("bonus").whole(default=0),
    )


def _read_ties(node: Node, known: Collection[str]) -> dict[tuple[str, str], int]:
    ties: dict[tuple[str, str], int] = {}
    for row in node.items():
        first, second, strength = row.tuple_of(3, "two ids and a tie")
        ends = pair(Node([first.value, second.value], row.place), known)
        if ends in ties:
            row.fail("is given twice")
        ties[ends] = strength.whole(most=100)
    return ties


def read_remoteness(node: Node) -> Remoteness:
    """All three weights, or none."""
    if not node.given:
        return Remoteness()
    node.fields("km_weight", "tie_weight", "km_scale")
    weights = Remoteness(
        km_weight=node.at("km_weight").whole(most=100),
        tie_weight=node.at("tie_weight").whole(most=100),
        km_scale=node.at("km_scale").whole(least=1),
    )
    if weights.km_weight + weights.tie_weight != 100:
        node.fail("km_weight and tie_weight must add to 100")
    return weights


def _read_previous(node: Node, known: Collection[str]) -> tuple[str, ...]:
    """The members of the earlier team that are still candidates; an earlier solution may have had no team."""
    if not node.given:
        return ()
    proposals = node.object().at("proposals").items()
    return tuple(name for name in proposals[0].at("members").names() if name in known) if proposals else ()
