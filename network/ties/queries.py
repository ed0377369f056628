"""Reading ties: all of them for the searches, those that a person may see for everything else; and who is near."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import SimpleNamespace
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased, selectinload

from network import clock
from network.actors import Actor
from network.database import db, get_row, read, read_value
from network.distance import metres
from network.organisations.models import Membership, MembershipState, Organisation, OrganisationKind
from network.organisations.queries import BY_NAME, list_named
from network.places.models import Locality
from network.places.nearness import list_nearest, ranked_later, written
from network.places.queries import apart
from network.ties.matching import Pair, Strengths, strengths_of
from network.ties.models import Evidence, EvidenceKind, ShownTies
from network.ties.policies import evidence_shown, evidence_visible_to, members_coordinated_by, reader

REACH_KM = 30
FEW_PLACES = 32
NOT_NEIGHBOURS = (OrganisationKind.FEDERATION, OrganisationKind.PUBLIC_FUNDER)
HERE: sa.BindParameter[Any] = sa.bindparam("here")
LIMIT: sa.BindParameter[Any] = sa.bindparam("limit", type_=sa.Integer)
_SHOWN = sa.select(ShownTies.organisation_id).where(ShownTies.organisation_id == sa.bindparam("organisation_id"))
PLACE = SimpleNamespace(**{axis: sa.bindparam(axis, type_=sa.Float) for axis in "xyz"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """An organisation that another has worked with: how well they know each other, and what they did, newest first."""

    id: int
    name: str
    strength: int
    evidence: list[Evidence]


class Near(NamedTuple):
    """An organisation, the name of its locality, and its distance in whole metres, as the crow flies."""

    id: int
    name: str
    kind: OrganisationKind
    place: str
    metres: int


def strengths_among(organisation_ids: Collection[int], on: date) -> Strengths:
    """How well each two of these organisations know each other on a day, {(lower id, higher id): 1..99}: one query.

    For calculation: everything confirmed counts, whoever may see it; a result must not give it away.
    """
    wanted = set(organisation_ids)
    rows = db.session.execute(
        sa.select(Evidence.first_id, Evidence.second_id, Evidence.kind, Evidence.happened_on).where(
            Evidence.first_id.in_(wanted), Evidence.unconfirmed_by_id.is_(None)
        )
    )
    return strengths_of((((first, second), kind, day) for first, second, kind, day in rows if second in wanted), on)


def visible_strengths(organisation_ids: Collection[int], actor: Actor, on: date) -> Strengths:
    """The same from the evidence that the actor may see, for pages: one query."""
    wanted = set(organisation_ids)
    rows = _visible_rows(_shown_from(), actor, organisation_ids=list(wanted))
    return strengths_of((row for row in rows if row[0][1] in wanted), on)


def visible_ties(actor: Actor, on: date, *, of: Collection[int] | None = None) -> Strengths:
    """How well any two organisations know each other, as far as the actor may see: one query.

    `of`: only what ties one of these organisations to any other.
    """
    rows = (
        _visible_rows(_shown(), actor) if of is None else _visible_rows(_shown_of(), actor, organisation_ids=list(of))
    )
    return strengths_of(rows, on)


def evidence_rows_of(organisation_id: int, actor: Actor) -> list[tuple[Pair, str, date]]:
    """Pair, kind and day of what counts for the ties of an organisation, as far as the actor may see: one query."""
    return list(_visible_rows(_shown_of(), actor, organisation_ids=[organisation_id]))


def evidence_between(a: int, b: int, actor: Actor) -> list[Evidence]:
    """What two organisations did together as far as the actor may see, newest first."""
    pair = (min(a, b), max(a, b))
    return evidence_of_pairs([pair], actor)[pair]


def evidence_of_pairs(pairs: Collection[Pair], actor: Actor) -> dict[Pair, list[Evidence]]:
    """What the two of each pair (lower id, higher id) did together as far as the actor may see, newest first."""
    either = [sa.and_(Evidence.first_id == first, Evidence.second_id == second) for first, second in pairs]
    found: dict[Pair, list[Evidence]] = {pair: [] for pair in pairs}
    for piece in _list_visible(sa.or_(sa.false(), *either), actor):
        found[piece.pair].append(piece)
    return found


def ties_of(organisation: Organisation, actor: Actor) -> list[Tie]:
    """With whom the organisation worked as far as the actor may see, the best known first: two queries."""
    if actor.user_id is None:
        return []
    here = organisation.id
    found = db.session.scalars(_shown_of_one(), {"here": here, **reader(actor)}).all()
    by_other: dict[int, list[Evidence]] = defaultdict(list)
    for piece in found:
        if piece.is_confirmed:
            by_other[piece.other_than(here)].append(piece)
    strengths = _strengths(found, clock.today())
    ties = [
        Tie(id=other.id, name=other.name, strength=strengths.get(pieces[0].pair, 0), evidence=pieces)
        for other in list_named(by_other)
        for pieces in (by_other[other.id],)
    ]
    return sorted(ties, key=lambda tie: -tie.strength)


@cache
def _shown_of_one() -> sa.Select[Any]:
    is_of_it = sa.or_(Evidence.first_id == HERE, Evidence.second_id == HERE)
    is_shown = evidence_shown(own=sa.bindparam("own"), coordinated=sa.bindparam("coordinated"))
    return sa.select(Evidence).where(is_of_it, is_shown).order_by(Evidence.happened_on.desc(), Evidence.id.desc())


def get_evidence(evidence_id: int) -> Evidence:
    """A piece of evidence; NotFoundError when there is none."""
    return get_row(Evidence, evidence_id)


def find_declared(pair: tuple[int, int], kind: EvidenceKind, on: date) -> Evidence | None:
    """What people said of the two that day."""
    first, second = pair
    same = {"first_id": first, "second_id": second, "kind": kind, "happened_on": on, "subject": ""}
    return db.session.scalar(sa.select(Evidence).filter_by(**same))


def list_unconfirmed(organisation_ids: Collection[int]) -> list[Evidence]:
    """What others said that these organisations have still to confirm, the oldest first."""
    return list(db.session.scalars(_unconfirmed(), {"organisation_ids": list(organisation_ids)}))


@cache
def _unconfirmed() -> sa.Select[Any]:
    query = sa.select(Evidence).where(Evidence.unconfirmed_by_id.in_(sa.bindparam("organisation_ids")))
    query = query.options(selectinload(Evidence.first), selectinload(Evidence.second))
    return query.order_by(Evidence.recorded_at, Evidence.id)


def list_near(organisation: Organisation, *, within_km: int = REACH_KM, limit: int = 6) -> list[Near]:
    """The organisations nearest to one, at most so many kilometres away, the nearest first: one query."""
    around = written(list_nearest(organisation.locality, within_km))
    return _nearest(organisation, _around(), {"ids": around, "limit": limit})


def find_nearest_fellow(organisation: Organisation) -> Near | None:
    """The nearest other member of a federation of the organisation, however far: one query."""
    here = organisation.locality
    return next(iter(_nearest(organisation, _fellows(), {"x": here.x, "y": here.y, "z": here.z, "limit": 1})), None)


def list_introducible(actor: Actor) -> dict[int, str]:
    """Name by id of those for whom the actor may ask who can introduce them, by name: its own organisations, and the
    members of the federations that it coordinates."""
    query = sa.select(Organisation.id, Organisation.name).where(
        Organisation.kind.not_in(NOT_NEIGHBOURS),
        sa.or_(Organisation.id.in_(actor.roles), Organisation.id.in_(members_coordinated_by(actor))),
    )
    return {row.id: row.name for row in db.session.execute(query.order_by(*BY_NAME))}


def shows_ties(organisation_id: int) -> bool:
    """The organisation lets everyone logged in see its ties with those that do so too."""
    return read_value(_SHOWN, {"organisation_id": organisation_id}) is not None


def _list_visible(condition: sa.ColumnElement[bool], actor: Actor) -> list[Evidence]:
    """The evidence that fits and that the actor may see, newest first: one query."""
    query = sa.select(Evidence).where(condition, evidence_visible_to(actor))
    return list(db.session.scalars(query.order_by(Evidence.happened_on.desc(), Evidence.id.desc())))


def _visible_rows(query: sa.Select[Any], actor: Actor, **values: Any) -> Iterator[tuple[Pair, str, date]]:
    """Pair, kind and day of the evidence of a query that is `_shown` to the actor: one query."""
    rows = [] if actor.user_id is None else read(query, reader(actor) | values)
    return (((first, second), kind, day) for first, second, kind, day in rows)


@cache
def _shown() -> sa.Select[Any]:
    """What counts and is shown to the reader."""
    is_shown = evidence_shown(own=sa.bindparam("own"), coordinated=sa.bindparam("coordinated"))
    columns: tuple[Any, ...] = Evidence.first_id, Evidence.second_id, Evidence.kind, Evidence.happened_on
    return sa.select(*columns).where(Evidence.unconfirmed_by_id.is_(None), is_shown)


@cache
def _shown_from() -> sa.Select[Any]:
    return _shown().where(Evidence.first_id.in_(sa.bindparam("organisation_ids")))


@cache
def _shown_of() -> sa.Select[Any]:
    ids: sa.BindParameter[Any] = sa.bindparam("organisation_ids")
    return _shown().where(sa.or_(Evidence.first_id.in_(ids), Evidence.second_id.in_(ids)))


def _strengths(evidence: Iterable[Evidence], on: date) -> Strengths:
    return strengths_of(((piece.pair, piece.kind, piece.happened_on) for piece in evidence if piece.is_confirmed), on)


@cache
def _around() -> sa.Select[Any]:
    """The neighbours at the nearest places in reach: as many places as neighbours are wanted, each with one or more.
    Where the first few places have enough, the others are not looked at."""
    around, other = ranked_later(), aliased(Organisation)
    is_first = around.c.rank <= FEW_PLACES
    is_inhabited = sa.exists().where(other.locality_id == around.c.id, *_may_be_near(other)).correlate(around)
    inhabited = sa.select(sa.func.count()).where(is_first, is_inhabited).scalar_subquery()
    nearest = sa.select(around).where(sa.or_(is_first, inhabited < LIMIT), is_inhabited)
    places = nearest.order_by(around.c.rank).limit(LIMIT).subquery()
    return _others().join(places, places.c.id == Organisation.locality_id).order_by(places.c.rank, Organisation.id)


@cache
def _fellows() -> sa.Select[Any]:
    """The neighbours that a federation of the organisation has confirmed."""
    confirmed = Membership.state == MembershipState.CONFIRMED
    own = sa.select(Membership.federation_id).where(Membership.organisation_id == HERE, confirmed)
    members = sa.select(Membership.organisation_id).where(Membership.federation_id.in_(own), confirmed)
    return _others().where(Organisation.id.in_(members)).order_by(apart(Locality, PLACE), Organisation.id)


def _others() -> sa.Select[Any]:
    """The organisations that one can have as neighbours: only what a list says of them, for all that is read is
    sorted."""
    return (
        sa.select(Organisation.id, Organisation.name, Organisation.kind, Locality.name.label("place"))
        .add_columns(Locality.lat, Locality.lon)
        .join(Organisation.locality)
        .where(*_may_be_near(Organisation))
        .limit(LIMIT)
    )


def _may_be_near(organisation: type[Organisation]) -> tuple[sa.ColumnElement[bool], ...]:
    return organisation.id != HERE, organisation.kind.not_in(NOT_NEIGHBOURS)


def _nearest(organisation: Organisation, query: sa.Select[Any], values: dict[str, Any]) -> list[Near]:
    here, found = organisation.locality, read(query, {"here": organisation.id, **values})
    return [Near(other.id, other.name, other.kind, other.place, metres(here, other)) for other in found]
