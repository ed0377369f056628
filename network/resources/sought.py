"""How many projects ask for what an organisation offers: told by a feature above, a number alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

CountProjects = Callable[[int], Mapping[str, int]]

_counts: list[CountProjects] = []


def register_sought(count: CountProjects) -> None:
    """Say how a feature above counts its projects: from the id of an organisation to {capability: projects}."""
    _counts.append(count)


def count_sought(organisation_id: int) -> Mapping[str, int]:
    """How many projects ask the organisation for each capability, {capability: number}; never which they are."""
    return sum((Counter(count(organisation_id)) for count in _counts), Counter())
