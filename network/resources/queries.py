"""Reading offers and needs: all offers for the search for teams, and what a person may see for everything else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import lazyload

from network import clock
from network.actors import Actor
from network.database import Period, db, read
from network.distance import metres, within
from network.errors import NotFoundError
from network.organisations.models import Organisation
from network.places.models import Locality
from network.places.nearness import list_nearest, ranked_later, written
from network.resources.labels import capability_label
from network.resources.models import RESOURCES, Audience, Capability, Need, Offer, Way
from network.resources.policies import audience_holds, reader, visible_to
from network.web.search import fold

IN_ORDER = list(Capability)
TODAY: sa.BindParameter[Any] = sa.bindparam("today", type_=sa.Date)
DAY: sa.BindParameter[Any] = sa.bindparam("day", type_=sa.Date)
READER: dict[str, sa.BindParameter[Any]] = {name: sa.bindparam(name) for name in ("own", "coordinated")}
R = TypeVar("R", Offer, Need)


@dataclass(frozen=True, slots=True)
class Fit:
    """An offer that could serve a need, and how far apart they are in metres."""

    need: Need
    offer: Offer
    metres: int


def find_resource(way: Way, resource_id: int, actor: Actor) -> Offer | Need:
    """The offer or the need; NotFoundError when there is none that the actor may see, or it is over and of others."""
    values = {"resource_id": resource_id, "today": clock.today(), **reader(actor)}
    resource: Offer | Need | None = db.session.scalar(_current(RESOURCES[way]), values) if actor.user_id else None
    if resource is None:
        raise NotFoundError
    return resource


@cache
def _current(model: type[Offer | Need]) -> sa.Select[Any]:
    is_current = sa.or_(_stands(model, TODAY), model.organisation_id.in_(READER["own"]))
    return sa.select(model).where(model.id == sa.bindparam("resource_id"), audience_holds(model, **READER), is_current)


def find_same(way: Way, organisation_id: int, capability: Capability, terms: dict[str, Any]) -> Offer | Need | None:
    """What the organisation declared in the same terms and did not end."""
    same: sa.Select[Any] = sa.select(RESOURCES[way]).filter_by(
        organisation_id=organisation_id, capability=capability, ended_on=None
    )
    return next((resource for resource in db.session.scalars(same) if resource.terms == terms), None)


def list_offers(organisation_ids: Collection[int], *, period: Period | None = None) -> list[Offer]:
    """All offers of the organisations, whoever may see them, for calculation; of a `period`: those that stand during
    the whole of it and were not ended."""
    offers = db.session.scalars(_offers(), {"organisation_ids": list(organisation_ids)})
    standing = [offer for offer in offers if period is None or (not offer.ended_on and offer.period.holds(period))]
    return sorted(standing, key=lambda offer: (offer.organisation_id, IN_ORDER.index(offer.capability)))


@cache
def _offers() -> sa.Select[Offer]:
    query = sa.select(Offer).where(Offer.organisation_id.in_(sa.bindparam("organisation_ids"))).options(lazyload("*"))
    return query.order_by(Offer.organisation_id, Offer.from_day, Offer.id)


def list_visible(model: type[R], organisation_ids: Collection[int], actor: Actor) -> list[R]:
    """Of what these organisations offer or look for and is not over, what the actor may see: one query."""
    if actor.user_id is None:
        return []
    values = {"organisation_ids": list(organisation_ids), "today": clock.today(), **reader(actor)}
    found = db.session.scalars(_visible(model), values)
    return sorted(found, key=lambda resource: (resource.organisation_id, IN_ORDER.index(resource.capability)))


def list_visible_amounts(organisation_ids: Collection[int], actor: Actor) -> list[tuple[int, Capability, int]]:
    """`list_visible` of offers as organisation, capability and quantity alone."""
    if actor.user_id is None:
        return []
    values = {"organisation_ids": list(organisation_ids), "today": clock.today(), **reader(actor)}
    return sorted(map(tuple, read(_visible_amounts(), values)), key=_in_order)


def _in_order(offer: tuple[int, Capability, int]) -> tuple[int, int]:
    return offer[0], IN_ORDER.index(offer[1])


@cache
def _visible_amounts() -> sa.Select[int, Capability, int]:
    return _visible(Offer).with_only_columns(Offer.organisation_id, Offer.capability, Offer.quantity)


@cache
def _visible(model: type[R]) -> sa.Select[Any]:
    query = sa.select(model).where(
        model.organisation_id.in_(sa.bindparam("organisation_ids")),
        _stands(model, TODAY),
        audience_holds(model, **READER),
    )
    return query.options(lazyload(model.organisation)).order_by(model.from_day, model.id)


def offering(capability: Capability, actor: Actor) -> sa.Select[Any]:
    """The ids of the organisations that offer it now, as far as the actor may see."""
    return sa.select(Offer.organisation_id).where(
        Offer.capability == capability, _stands(Offer), visible_to(actor, Offer)
    )


def list_readable_capabilities(organisation_ids: Collection[int], actor: Actor) -> dict[int, set[Capability]]:
    """What each organisation offers as far as the actor may see all of its offers of it, past ones too: one query."""
    readable: dict[int, set[Capability]] = defaultdict(set)
    hidden: dict[int, set[Capability]] = defaultdict(set)
    query = sa.select(Offer.organisation_id, Offer.capability, visible_to(actor, Offer))
    for organisation_id, capability, is_visible in db.session.execute(
        query.where(Offer.organisation_id.in_(organisation_ids))
    ):
        (readable if is_visible else hidden)[organisation_id].add(capability)
    return {i: readable[i] - hidden[i] for i in organisation_ids}


def search_resources(
    actor: Actor,
    *,
    way: Way,
    words: str = "",
    capability: Capability | None = None,
    on_day: date | None = None,
    place: Locality | None = None,
    km: int | None = None,
    audience: Audience | None = None,
) -> tuple[sa.Select[Any], dict[str, Any]]:
    """What the actor may see of others and of their own that is not over and fits every filter given, the nearest to
    the place first, else the newest, each with its `rank`; and the values that the query leaves open."""
    model = RESOURCES[way]
    values: dict[str, Any] = {"today": clock.today(), **reader(actor)}
    if words:
        values["said"] = _ids_saying(model, values, words)
    if on_day:
        values["day"] = on_day
    if place:
        values["ids"] = written(list_nearest(place, km))
    query = _search(model, capability, audience, frozenset(values))
    return (query if actor.user_id else query.where(sa.false())), values


@lru_cache(maxsize=256)
def _search(
    model: type[Offer | Need], capability: Capability | None, audience: Audience | None, given: frozenset[str]
) -> sa.Select[Any]:
    """Put together once for the same filters: `given` are the names of the values that it leaves open."""
    query: sa.Select[Any] = sa.select(model)
    if "ids" in given:
        near = ranked_later()
        query = query.add_columns(near.c.rank).join(near, near.c.id == model.locality_id).order_by(near.c.rank)
    else:
        query = query.add_columns(sa.literal(0).label("rank"))
    query = query.where(_stands(model, TODAY), audience_holds(model, **READER))
    if "said" in given:
        query = query.where(model.id.in_(sa.bindparam("said")))
    if capability:
        query = query.where(model.capability == capability)
    if "day" in given:
        query = query.where(model.from_day <= DAY, _until(model, DAY))
    if audience:
        query = query.where(model.audience == audience)
    return query.order_by(model.created_at.desc(), model.id.desc())


def _ids_saying(model: type[Offer | Need], values: Mapping[str, Any], words: str) -> list[int]:
    """Those in which each word stands, be it in the few words, the kind or the name of the organisation; folded here,
    for no two databases fold alike."""
    sought = fold(words).split()
    found = read(_said(model), values)
    said = {one.id: fold(f"{one.details} {capability_label(one.capability)} {one.name}") for one in found}
    return [resource_id for resource_id, text in said.items() if all(word in text for word in sought)]


@cache
def _said(model: type[Offer | Need]) -> sa.Select[Any]:
    columns: tuple[Any, ...] = model.id, model.capability, model.details, Organisation.name
    query = sa.select(*columns).join(model.organisation)
    return query.where(_stands(model, TODAY), audience_holds(model, **READER))


def list_own(model: type[R], actor: Actor) -> list[R]:
    """What the actor's organisations offer or look for, ended ones too, by organisation and in the order of days."""
    return list(db.session.scalars(_own(model), {"own": list(actor.roles)}))


@cache
def _own(model: type[R]) -> sa.Select[Any]:
    query = sa.select(model).where(model.organisation_id.in_(READER["own"]))
    return query.order_by(model.organisation_id, model.from_day.desc(), model.id.desc())


def list_renewable(actor: Actor) -> list[Offer | Need]:
    """What the organisations that the actor engages should say again: it ends within a month, or has just ended."""
    engaged, today = _engaged(actor), clock.today()
    found: list[Offer | Need] = []
    for model in RESOURCES.values():
        limited = db.session.scalars(_limited(model), {"engaged": engaged})
        found += [resource for resource in limited if resource.may_be_renewed(today)]
    return sorted(found, key=lambda resource: resource.until_day or today)


@cache
def _limited(model: type[Offer | Need]) -> sa.Select[Any]:
    """What these organisations offer or look for until a day, and did not end."""
    theirs = model.organisation_id.in_(sa.bindparam("engaged"))
    return sa.select(model).where(theirs, model.ended_on.is_(None), model.until_day.is_not(None))


def offers_for(need: Need, actor: Actor) -> list[Fit]:
    """The offers that could serve the need and that the actor may see, the nearest first."""
    return _fits_of(need, Offer, actor)


def needs_for(offer: Offer, actor: Actor) -> list[Fit]:
    """The needs that the offer could serve and that the actor may see, the nearest first."""
    return _fits_of(offer, Need, actor)


def _fits_of(resource: Offer | Need, others: type[Offer | Need], actor: Actor) -> list[Fit]:
    if actor.user_id is None:
        return []
    return _fits(_pairs_of(type(resource), others), resource_id=resource.id, **reader(actor))


@cache
def _pairs_of(model: type[Offer | Need], others: type[Offer | Need]) -> sa.Select[Need, Offer]:
    return _pairs(model.id == sa.bindparam("resource_id"), audience_holds(others, **READER))


def servable_needs(actor: Actor) -> list[Fit]:
    """The needs of others that what the actor's organisations offer could serve, each once, the nearest first."""
    fits = _fits(_servable(), engaged=_engaged(actor), **reader(actor))
    return list({fit.need.id: fit for fit in reversed(fits)}.values())[::-1]


@cache
def _servable() -> sa.Select[Need, Offer]:
    return _pairs(
        Offer.organisation_id.in_(sa.bindparam("engaged")),
        Need.organisation_id.not_in(READER["own"]),
        audience_holds(Need, **READER),
    )


def _pairs(*conditions: sa.ColumnElement[bool]) -> sa.Select[Need, Offer]:
    """Pairs of the same capability where the offer stands on all days of the need still to come and is large enough."""
    return (
        sa.select(Need, Offer)
        .join(Offer, sa.and_(Offer.capability == Need.capability, Offer.organisation_id != Need.organisation_id))
        .where(
            _stands(Need, TODAY),
            _stands(Offer, TODAY),
            Offer.quantity >= Need.quantity,
            sa.or_(Offer.from_day <= Need.from_day, Offer.from_day <= TODAY),
            sa.or_(Offer.until_day.is_(None), Offer.until_day >= Need.until_day),
            sa.or_(Need.frame.is_(None), Offer.frame == Need.frame),
            *conditions,
        )
    )


def _fits(pairs: sa.Select[Need, Offer], **values: Any) -> list[Fit]:
    """The pairs that are near enough, the nearest first: one query."""
    found = [
        Fit(need, offer, metres(need.locality, offer.locality))
        for need, offer in db.session.execute(pairs, {"today": clock.today(), **values}).unique()
        if need.within_km is None or within(need.locality, offer.locality, need.within_km)
    ]
    return sorted(found, key=lambda fit: (fit.metres, fit.need.id, fit.offer.id))


def _stands(model: type[Offer] | type[Need], day: Any = None) -> sa.ColumnElement[bool]:
    return sa.and_(model.ended_on.is_(None), _until(model, clock.today() if day is None else day))


def _until(model: type[Offer] | type[Need], day: Any) -> sa.ColumnElement[bool]:
    return sa.or_(model.until_day.is_(None), model.until_day >= day)


def _engaged(actor: Actor) -> Sequence[int]:
    return [organisation_id for organisation_id in actor.roles if actor.engages(organisation_id)]
