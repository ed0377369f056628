"""What a sheet does not say yet, and why others would like to know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

from network import clock
from network.organisations.contacts import list_contacts
from network.organisations.models import Organisation
from network.web.links import path_for

COUNT_LASTS = timedelta(days=548)  # a year and a half: the count of a year is known in the middle of the next
FACTS = "organisations.edit"


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that a sheet does not say: `what`, `why` it matters, `path` where it is said."""

    what: str
    why: str
    path: str


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many things a sheet says of those that matter, and which are missing."""

    said: int
    gaps: list[Gap]

    @property
    def total(self) -> int:
        """How many things matter."""
        return self.said + len(self.gaps)


@dataclass(frozen=True, slots=True)
class _Point:
    """Something that matters on a sheet; `anchor` is where the form asks for it, none where another page does."""

    what: Any
    why: Any
    is_said: Callable[[Organisation], Any]
    endpoint: str = FACTS
    anchor: str = ""
    of_federations: bool = True


_POINTS = (
    _Point(
        _l("a presentation"),
        _l("It is what is read first by who does not know the organisation."),
        lambda organisation: organisation.description,
        anchor="description",
    ),
    _Point(
        _l("the number of workers"),
        _l("Calls ask for small structures, or for several sizes."),
        lambda organisation: organisation.headcount is not None,
        anchor="headcount",
    ),
    _Point(
        _l("a recent count with its source"),
        _l("A number without its day and its source convinces no jury."),
        lambda organisation: _is_recent(organisation) and organisation.count_basis,
        anchor="counted_on",
    ),
    _Point(
        _l("the enterprise number"),
        _l("With it a federation lists the organisation once, and its people find the sheet."),
        lambda organisation: organisation.bce,
        anchor="bce",
    ),
    _Point(
        _l("the areas served"),
        _l("Calls count the provinces that a team covers."),
        lambda organisation: organisation.areas,
        anchor="areas",
    ),
    _Point(
        _l("the languages"),
        _l("Structures look for partners who receive people in their language."),
        lambda organisation: organisation.languages,
        anchor="languages",
    ),
    _Point(
        _l("the sectors and the experience"),
        _l("Teams need one or two partners with experience of the sector."),
        lambda organisation: organisation.experiences,
        anchor="experiences",
        of_federations=False,
    ),
    _Point(
        _l("what shows the experience"),
        _l("A coordination believes what it can check: an approval, a label, a reference."),
        lambda organisation: any(experience.evidence for experience in organisation.experiences),
        anchor="experiences",
        of_federations=False,
    ),
    _Point(
        _l("a contact person"),
        _l("Without one, nobody knows whom to call."),
        lambda organisation: list_contacts(organisation.id),
        endpoint="contacts.index",
    ),
)


def read_completeness(organisation: Organisation, *, facts_only: bool = False) -> Completeness:
    """What the sheet says and what it does not, in the order in which a reader would ask; `facts_only` for who may
    name no contact person."""
    points = [point for point in _POINTS if point.of_federations or not organisation.is_federation]
    if facts_only:
        points = [point for point in points if point.endpoint == FACTS]
    missing = [point for point in points if not point.is_said(organisation)]
    return Completeness(len(points) - len(missing), [_gap(point, organisation) for point in missing])


def _gap(point: _Point, organisation: Organisation) -> Gap:
    path = path_for(point.endpoint, organisation_id=organisation.id)
    return Gap(str(point.what), str(point.why), f"{path}#{point.anchor}" if point.anchor else path)


def _is_recent(organisation: Organisation) -> bool:
    return organisation.counted_on is not None and organisation.counted_on > clock.today() - COUNT_LASTS
