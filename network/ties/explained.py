"""How links count, said in words that follow from the table of weights."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import ngettext

from network import clock
from network.ties.labels import Acquaintance
from network.ties.models import EvidenceKind
from network.ties.policies import CONFIDENTIAL
from network.ties.weights import weights_on

YEAR = 365
MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A kind of evidence: the percent of what two do not know of each other that one piece takes away on the day
    itself, and for how long that alone says « bien », then « un peu »."""

    kind: EvidenceKind
    percent: float
    well_for: str
    a_little_for: str
    is_confidential: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The page: the kinds, what counts most first."""

    half_life_days: int
    counted: Sequence[Counted]


def read_explanation() -> Explanation:
    """What holds today."""
    table = weights_on(clock.today())
    kinds = sorted(table.by_kind, key=lambda kind: -table.by_kind[kind])
    return Explanation(
        half_life_days=table.half_life_days,
        counted=[
            Counted(
                kind=EvidenceKind(kind),
                percent=round(100 * table.by_kind[kind], 2),
                well_for=_lasting(table.by_kind[kind], table.half_life_days, Acquaintance.WELL),
                a_little_for=_lasting(table.by_kind[kind], table.half_life_days, Acquaintance.A_LITTLE),
                is_confidential=kind in CONFIDENTIAL,
            )
            for kind in kinds
        ],
    )


def _lasting(weight: float, half_life_days: int, grade: Acquaintance) -> str:
    """For how long one piece alone reaches the grade: w 2^(-days / half-life) falls below it; nothing below a month."""
    return _duration(int(half_life_days * math.log2(100 * weight / grade)))


def _duration(days: int) -> str:
    """In months below two years, then in half years, rounded down."""
    months, halves = MONTHS * days // YEAR, 2 * days // YEAR
    if months < 1:
        return ""
    if halves < 4:
        return ngettext("%(num)d month", "%(num)d months", months)
    if halves % 2:
        return ngettext("%(num)d and a half year", "%(num)d and a half years", halves // 2)
    return ngettext("%(num)d year", "%(num)d years", halves // 2)
