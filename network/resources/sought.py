"""How many projects ask for what an organisation offers, a number alone, and what it has promised, for its own people:
told by a feature above."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from network import clock
from network.resources.models import Capability
from network.resources.queries import Fit, list_offers

CountProjects = Callable[[int], Mapping[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """So much of a capability that an organisation promised until a day to what `title` and `path` name."""

    organisation_id: int
    capability: str
    quantity: int
    title: str
    until: date
    path: str


ListPromises = Callable[[Collection[int]], Iterable[Promise]]

_counts: list[CountProjects] = []
_promises: list[ListPromises] = []


def register_sought(count: CountProjects) -> None:
    """Say how a feature above counts its projects: from the id of an organisation to {capability: projects}."""
    _counts.append(count)


def count_sought(organisation_id: int) -> Mapping[str, int]:
    """How many projects ask the organisation for each capability, {capability: number}; never which they are."""
    return sum((Counter(count(organisation_id)) for count in _counts), Counter())


def register_promises(promises: ListPromises) -> None:
    """Say how a feature above lists what organisations, by their ids, have promised."""
    _promises.append(promises)


def list_promises(organisation_ids: Collection[int], capability: str) -> list[Promise]:
    """What they have promised of a capability and is not free on these days; to whom is for their own people."""
    told = (promise for promises in _promises for promise in promises(organisation_ids))
    return sorted((one for one in told if one.capability == capability), key=lambda one: (one.until, one.title))


def still_free(fits: Sequence[Fit], capability: Capability) -> list[Fit]:
    """Those whose organisation offers enough besides what it has promised for days of the need: two queries."""
    promises = list_promises({fit.offer.organisation_id for fit in fits}, capability) if fits else []
    if not promises:
        return list(fits)
    offers = [
        offer for offer in list_offers({one.organisation_id for one in promises}) if offer.capability is capability
    ]

    def has_enough(fit: Fit) -> bool:
        first = max(fit.need.from_day, clock.today())
        own = [one for one in promises if one.organisation_id == fit.offer.organisation_id and one.until >= first]
        standing = [
            one for one in offers if one.organisation_id == fit.offer.organisation_id and not one.is_over(first)
        ]
        free = sum(one.quantity for one in standing) - sum(one.quantity for one in own)
        return not own or free >= fit.need.quantity

    return [fit for fit in fits if has_enough(fit)]
