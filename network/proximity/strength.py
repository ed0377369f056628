"""How well two organisations know each other, from what they did together and when."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

HALF_LIFE_DAYS = 730
MOST = 99  # 100 would need a certainty that no finite evidence gives
ROUNDING = 1e-9  # of a point: a weight of 0.57 gives 57 on the day itself, whatever its binary digits


class Evidence(NamedTuple):
    """Something that two organisations did together: of which kind, and on which day."""

    kind: str
    on: date


def tie_strength(
    evidence: Iterable[Evidence], on: date, weights: Mapping[str, float], half_life_days: int = HALF_LIFE_DAYS
) -> int:
    """How well two organisations know each other on a day.

    Each piece of evidence takes away a part of what they do not know of each other: its weight w on the day
    itself, half of it after each half-life,

        strength = floor(100 (1 - product over evidence of (1 - w 2^(-age / half-life)))).

    Parameters
    ----------
    evidence : iterable of Evidence
        What they did together, in any order; what is dated after `on` has not happened yet and does not count.
    on : date
        The day of which the strength is asked.
    weights : mapping of str to float
        The weight of each kind, above 0 and below 1.
    half_life_days : int
        After so many days a piece of evidence weighs half.

    Returns
    -------
    int
        0 (nothing known of them together) to 99.

    Raises
    ------
    KeyError
        When a kind has no weight.

    Notes
    -----
    The product is the noisy-or of J. Pearl, *Probabilistic Reasoning in Intelligent Systems* (1988), section 4.3.2:
    independent causes, any of which is enough. One more piece of evidence never lowers the strength and none
    raises it to 100. The factors are multiplied in increasing order, so that their order of entry does not matter.
    """
    left = (
        1 - weights[piece.kind] * 2 ** (-(on - piece.on).days / half_life_days) for piece in evidence if piece.on <= on
    )
    return min(MOST, math.floor(100 * (1 - math.prod(sorted(left))) + ROUNDING))
