"""What the page « Postes partagés » shows a person."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from network.distance import metres
from network.hires.models import PostState
from network.hires.professions import PROFESSIONS
from network.hires.queries import (
    list_coordinated_posts,
    list_free_demands,
    list_known_demands,
    list_own_demands,
    list_received,
)
from network.hires.words import half_days_asked
from network.organisations.models import OrganisationKind
from network.organisations.queries import list_organisations_by_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from network.actors import Actor
    from network.hires.models import Demand, Post, Share
    from network.hires.professions import Profession
    from network.organisations.models import Organisation
    from network.places.models import Locality

REACH_KM = 30
IN_POST = {
    PostState.PREPARED: _l("in a post being prepared"),
    PostState.PROPOSED: _l("in a proposed post"),
    PostState.AGREED: _l("in an agreed post"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The demands of one profession that wait in a federation."""

    federation_id: int
    profession: Profession
    demands: Sequence[Demand]

    @property
    def sentence(self) -> str:
        """« 4 maisons médicales cherchent un·e logopède »."""
        return wanted(self.profession, self.demands)

    @property
    def total(self) -> int:
        """Half-days asked together."""
        return sum(demand.half_days for demand in self.demands)


@dataclass(frozen=True, slots=True, kw_only=True)
class Joinable:
    """A demand of somebody else that the reader may know of; `metres` from the reader's own organisation."""

    demand: Demand
    metres: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The page as one reader sees it; `posts`, `groups` and `points` are for coordinators."""

    own: Sequence[Demand]
    received: Sequence[Share]
    posts: Sequence[Post]
    groups: Sequence[Group]
    points: Sequence[dict[str, Any]]
    joinable: Sequence[Joinable]

    @property
    def count(self) -> int:
        """How many demands the page shows."""
        return len(self.own) + sum(len(group.demands) for group in self.groups) + len(self.joinable)


def overview(actor: Actor) -> Overview:
    """All that the page shows: a fixed number of queries."""
    waiting = list_free_demands(coordinated(actor))
    return Overview(
        own=list_own_demands(actor.roles),
        received=list_received(actor),
        posts=list_coordinated_posts(actor),
        groups=grouped(waiting),
        points=_points(waiting),
        joinable=list_joinable(actor),
    )


def coordinated(actor: Actor) -> list[int]:
    """The federations that the actor coordinates."""
    return [organisation_id for organisation_id in actor.roles if actor.coordinates(organisation_id)]


def grouped(demands: Iterable[Demand]) -> list[Group]:
    """By federation and profession, those most in demand first."""
    groups: dict[tuple[int, str], list[Demand]] = defaultdict(list)
    for demand in demands:
        groups[demand.federation_id, demand.profession].append(demand)
    found = [
        Group(federation_id=federation_id, profession=PROFESSIONS[code], demands=rows)
        for (federation_id, code), rows in groups.items()
    ]
    return sorted(found, key=lambda group: (-len(group.demands), str(group.profession.name)))


def wanted(profession: Profession, demands: Sequence[Demand]) -> str:
    """« 4 maisons médicales cherchent un·e logopède »."""
    organisations = {demand.organisation_id: demand.organisation for demand in demands}
    kinds = {organisation.kind for organisation in organisations.values()}
    if kinds == {OrganisationKind.MAISON_MEDICALE}:
        return ngettext(
            "%(num)d community health centre looks for %(someone)s",
            "%(num)d community health centres look for %(someone)s",
            len(organisations),
            someone=profession.someone,
        )
    return ngettext(
        "%(num)d structure looks for %(someone)s",
        "%(num)d structures look for %(someone)s",
        len(organisations),
        someone=profession.someone,
    )


def list_joinable(actor: Actor) -> list[Joinable]:
    """Demands of others that the actor may know of, within reach of the actor's own organisation, the nearest first;
    those of a profession that it looks for already, or of a coordination's own federation, are shown elsewhere."""
    known = [demand for demand in list_known_demands(actor) if not actor.coordinates(demand.federation_id)]
    if not known:
        return []
    own = list_own_demands([actor.organisation_id] if actor.organisation_id else [])
    sought = {demand.profession for demand in own if demand.is_open}
    here = _seat(actor)
    rows = [Joinable(demand=demand, metres=_away(here, demand)) for demand in known if demand.profession not in sought]
    near = [row for row in rows if row.metres is None or row.metres <= 1000 * REACH_KM]
    return sorted(near, key=lambda row: row.metres or 0)


def _seat(actor: Actor) -> Locality | None:
    """Where the structure that the actor looks from is; a federation is everywhere."""
    found = list_organisations_by_id([actor.organisation_id] if actor.organisation_id else [])
    return found[0].locality if found and not found[0].is_federation else None


def _away(here: Locality | None, demand: Demand) -> int | None:
    return metres(here, demand.organisation.locality) if here else None


def demand_state(demand: Demand) -> tuple[str, str]:
    """Where a demand stands: words and tone."""
    if not demand.is_open:
        return _("demand withdrawn"), "neutral"
    if demand.share is None:
        return _("waits for a post"), "todo"
    return str(IN_POST[demand.share.post.state]), "agreed" if demand.share.post.state is PostState.AGREED else "todo"


def _points(demands: Iterable[Demand]) -> list[dict[str, Any]]:
    """A point an organisation, with all that it looks for."""
    by_organisation: dict[int, list[Demand]] = defaultdict(list)
    for demand in demands:
        by_organisation[demand.organisation_id].append(demand)
    return [_point(rows[0].organisation, rows) for rows in by_organisation.values()]


def _point(organisation: Organisation, demands: Sequence[Demand]) -> dict[str, Any]:
    place = organisation.locality
    return {
        "id": organisation.id,
        "lat": place.lat,
        "lon": place.lon,
        "label": organisation.name,
        "state": "partner",
        "detail": " ; ".join(f"{demand.trade.name}, {half_days_asked(demand.half_days)}" for demand in demands),
        "url": url_for("hires.demand", demand_id=demands[0].id),
    }
