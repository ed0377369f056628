"""What labour law allows for a shared post, as pure rules. Nothing here is legal advice, and the pages say so.

Sources: law of 24 July 1987 on temporary work and putting workers at users' disposal, article 31; law of 3 July 1978 on
employment contracts, article 11bis; labour law of 16 March 1971, articles 19 and 21; law of 12 August 2000, articles
186 to 193, as changed by the law of 5 March 2017; programme law of 27 December 2006, title XIII.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from network.hires.models import Engagement

HALF_DAYS_OF_FULL_TIME = 10


class Rule(StrEnum):
    """What a form of engagement can fail by."""

    SHIFT = "shift"
    FLOOR_EACH = "floor_each"
    FLOOR_TOGETHER = "floor_together"
    GROUP_FLOOR = "group_floor"
    GROUP_SIZE = "group_size"
    LENDING = "lending"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures of a day: minutes a week, minutes a shift, workers of a groupement d'employeurs."""

    full_time_minutes: int
    shift_minutes: int
    part_time_floor_minutes: int
    group_floor_minutes: int
    group_max_workers: int

    def minutes(self, half_days: int) -> int:
        """How long so many half-days are."""
        return half_days * self.full_time_minutes // HALF_DAYS_OF_FULL_TIME


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A rule that does not hold: `found` against the `limit`, minutes or workers; `parties`: whose part fails."""

    rule: Rule
    found: int = 0
    limit: int = 0
    parties: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether a form of engagement can carry a post: it can, unless something fails."""

    engagement: Engagement
    failures: tuple[Failure, ...] = field(default=())

    @property
    def is_allowed(self) -> bool:
        """Nothing fails."""
        return not self.failures


def judge(
    engagement: Engagement, half_days: Mapping[int, int], figures: Figures, *, group_workers: int | None = None
) -> Verdict:
    """Hold a form of engagement against the half-days of each party (by any id).

    `group_workers`: how many workers the groupement d'employeurs would have, where that is known.
    """
    return Verdict(engagement=engagement, failures=tuple(_failures(engagement, half_days, figures, group_workers)))


def _failures(
    engagement: Engagement, half_days: Mapping[int, int], figures: Figures, group_workers: int | None
) -> Iterator[Failure]:
    if engagement is Engagement.HOST_INVOICES:
        yield Failure(rule=Rule.LENDING)
        return
    if engagement is Engagement.SELF_EMPLOYED:
        return
    total = figures.minutes(sum(half_days.values()))
    if (shift := figures.minutes(1)) < figures.shift_minutes:
        yield Failure(rule=Rule.SHIFT, found=shift, limit=figures.shift_minutes)
    match engagement:
        case Engagement.PART_TIME_EACH:
            yield from _below_floor(half_days, figures)
        case Engagement.SEVERAL_EMPLOYERS if total < figures.part_time_floor_minutes:
            yield Failure(rule=Rule.FLOOR_TOGETHER, found=total, limit=figures.part_time_floor_minutes)
        case Engagement.EMPLOYERS_GROUP:
            if total < figures.group_floor_minutes:
                yield Failure(rule=Rule.GROUP_FLOOR, found=total, limit=figures.group_floor_minutes)
            if group_workers is not None and group_workers > figures.group_max_workers:
                yield Failure(rule=Rule.GROUP_SIZE, found=group_workers, limit=figures.group_max_workers)


def _below_floor(half_days: Mapping[int, int], figures: Figures) -> Iterator[Failure]:
    """The floor of part time applies to each contract."""
    floor = figures.part_time_floor_minutes
    short = {party: minutes for party, count in half_days.items() if (minutes := figures.minutes(count)) < floor}
    if short:
        yield Failure(rule=Rule.FLOOR_EACH, found=min(short.values()), limit=floor, parties=tuple(short))
