"""How many projects ask for what an organisation offers, a number alone, and what it has promised, for its own people:
told by a feature above."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

CountProjects = Callable[[int], Mapping[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """So much of a capability promised until a day to what `title` and `path` name."""

    capability: str
    quantity: int
    title: str
    until: date
    path: str


ListPromises = Callable[[int], Iterable[Promise]]

_counts: list[CountProjects] = []
_promises: list[ListPromises] = []


def register_sought(count: CountProjects) -> None:
    """Say how a feature above counts its projects: from the id of an organisation to {capability: projects}."""
    _counts.append(count)


def count_sought(organisation_id: int) -> Mapping[str, int]:
    """How many projects ask the organisation for each capability, {capability: number}; never which they are."""
    return sum((Counter(count(organisation_id)) for count in _counts), Counter())


def register_promises(promises: ListPromises) -> None:
    """Say how a feature above lists what an organisation, by its id, has promised."""
    _promises.append(promises)


def list_promises(organisation_id: int, capability: str) -> list[Promise]:
    """What it has promised of a capability and is not free on these days, for its own people."""
    told = (promise for promises in _promises for promise in promises(organisation_id))
    return sorted((one for one in told if one.capability == capability), key=lambda one: (one.until, one.title))
