"""A shared post as its pages, its PDF and its proposals show it: who, which half-days, how far, how full."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from network.distance import metres

if TYPE_CHECKING:
    from network.hires.models import Demand, Post, Share
    from network.organisations.models import Organisation

LETTERS = "ABCDEFGHIJ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One structure's part: `letter` in the week, whole `metres` from the host, `percent` of the costs."""

    letter: str
    demand: Demand
    half_days: Sequence[str]
    metres: int
    percent: int
    is_host: bool
    share: Share | None = None

    @property
    def organisation(self) -> Organisation:
        """Whose part it is."""
        return self.demand.organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A post: its parts, the host's first, and `most`: the half-days that a full one has."""

    host: Organisation
    parts: Sequence[Part]
    most: int

    @property
    def total(self) -> int:
        """The half-days of all parts."""
        return sum(len(part.half_days) for part in self.parts)

    @property
    def has_host(self) -> bool:
        """The host is among the structures: it has not left."""
        return any(part.is_host for part in self.parts)

    @property
    def farthest(self) -> int:
        """Metres from the host to the farthest of them."""
        return max((part.metres for part in self.parts), default=0)

    @property
    def sites(self) -> list[dict[str, Any]]:
        """The structures as the component `week` takes them."""
        return [{"id": part.letter, "name": part.organisation.name} for part in self.parts]

    @property
    def week(self) -> dict[str, str]:
        """Whose each half-day is, by letter."""
        return {half_day: part.letter for part in self.parts for half_day in part.half_days}


def plan_of(post: Post) -> Plan:
    """A post as it stands."""
    rows = [(share.demand, share.half_days, share) for share in post.team]
    return make_plan(rows, host=post.host, most=post.rules["max_half_days"])


def make_plan(rows: Iterable[tuple[Demand, Sequence[str], Share | None]], *, host: Organisation, most: int) -> Plan:
    """A plan from demands with their half-days."""
    found = sorted(rows, key=lambda row: (row[0].organisation_id != host.id, row[0].organisation.name, row[0].id))
    percents = cost_key([len(half_days) for _, half_days, _ in found])
    parts = [
        Part(
            letter=LETTERS[place],
            demand=demand,
            half_days=half_days,
            metres=metres(host.locality, demand.organisation.locality),
            percent=percents[place],
            is_host=demand.organisation_id == host.id,
            share=share,
        )
        for place, (demand, half_days, share) in enumerate(found)
    ]
    return Plan(host=host, parts=parts, most=most)


def cost_key(half_days: Sequence[int]) -> list[int]:
    """Whole percents that add to 100, as the half-days do: the largest remainders are rounded up."""
    total = sum(half_days)
    if not total:
        return [0] * len(half_days)
    percents = [100 * count // total for count in half_days]
    by_remainder = sorted(range(len(half_days)), key=lambda place: (-(100 * half_days[place] % total), place))
    for place in by_remainder[: 100 - sum(percents)]:
        percents[place] += 1
    return percents
