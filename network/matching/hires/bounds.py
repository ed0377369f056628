"""Bounds that need no search."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from network.matching.hires.ground import Ground, Truth
    from network.matching.hires.pool import Key


def sum_of(keys: Iterable[Key]) -> Key:
    """Of parts that share nothing: the sum of their bests is the best of the whole, of their bounds a bound."""
    loss, posts, metres = (sum(entries) for entries in zip((0, 0, 0), *keys, strict=True))
    return loss, posts, metres


def first_bound(ground: Ground) -> Key:
    """What no post can hold is lost; the rest needs posts by its half-days and by its number."""
    placeable = can_be_placed(ground)
    needed = placeable & (ground.worth > 0)
    by_size = -(-int(ground.half_days[needed].sum()) // max(1, ground.most))
    by_count = -(-int(needed.sum()) // max(1, ground.sites))
    return int(ground.worth[~placeable].sum()), max(by_size, by_count), 0


def can_be_placed(ground: Ground) -> Truth:
    """(n): whether some host and all its partners, each looked at by itself, would fill a post with a demand."""
    partners = ground.reach & ground.together
    np.fill_diagonal(partners, ground.can_host & ground.possible)
    enough: Truth = partners @ ground.half_days >= ground.least
    fits: Truth = np.any(partners[enough], axis=0)
    return fits
