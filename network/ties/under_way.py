"""Who works together at this moment: each feature says it of its own, so that others need not know that feature."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

Pair = tuple[int, int]
Source = Callable[[Collection[int]], Iterable[Pair]]

_sources: list[Source] = []


def register_work_under_way(source: Source) -> None:
    """`source` gives, of some organisations, those that work together now, as (lower id, higher id)."""
    _sources.append(source)


def pairs_under_way(organisation_ids: Collection[int]) -> set[Pair]:
    """Which two of these organisations work together now; a page does not say in what way."""
    return {pair for source in _sources for pair in source(organisation_ids)}
