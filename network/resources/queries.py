"""Reading offers: all of them for the search for teams, and those that a person may see for everything else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection

import sqlalchemy as sa
from sqlalchemy.orm import lazyload

from network import clock
from network.actors import Actor
from network.database import Period, db
from network.errors import NotFoundError
from network.organisations.models import Organisation
from network.organisations.queries import list_federation_ids
from network.resources.models import Audience, Capability, Offer
from network.resources.policies import may_see_offer

IN_ORDER = list(Capability)


def get_offer(offer_id: int) -> Offer:
    """The offer; NotFoundError when there is none."""
    offer = db.session.get(Offer, offer_id)
    if offer is None:
        raise NotFoundError
    return offer


def find_same_offer(
    organisation_id: int, capability: Capability, quantity: int, period: Period, audience: Audience
) -> Offer | None:
    """The offer of the organisation that says the same."""
    same = {"capability": capability, "quantity": quantity, "audience": audience}
    days = {"from_day": period.from_day, "until_day": period.until_day}
    return db.session.scalar(sa.select(Offer).filter_by(organisation_id=organisation_id, **same, **days).limit(1))


def list_offers(organisation_ids: Collection[int], *, period: Period | None = None) -> list[Offer]:
    """All offers of the organisations (that stand during the whole `period`), whoever may see them: for calculation."""
    query = sa.select(Offer).where(Offer.organisation_id.in_(organisation_ids)).options(lazyload(Offer.organisation))
    offers = db.session.scalars(query.order_by(Offer.organisation_id, Offer.from_day, Offer.id))
    standing = [offer for offer in offers if period is None or offer.period.holds(period)]
    return sorted(standing, key=lambda offer: (offer.organisation_id, IN_ORDER.index(offer.capability)))


def visible_offers(organisation: Organisation, actor: Actor) -> list[Offer]:
    """The offers of the organisation that the actor may see."""
    return list_visible_offers([organisation.id], actor)


def list_visible_offers(organisation_ids: Collection[int], actor: Actor) -> list[Offer]:
    """Of the offers of these organisations that are not over, those that the actor may see: two queries in all."""
    may_see = _sight_of(actor, organisation_ids)
    return [offer for offer in list_offers(organisation_ids) if not offer.is_over(clock.today()) and may_see(offer)]


def list_readable_capabilities(organisation_ids: Collection[int], actor: Actor) -> dict[int, set[Capability]]:
    """What each organisation offers as far as the actor may see all of its offers of it, past ones too: two queries."""
    may_see = _sight_of(actor, organisation_ids)
    readable: dict[int, set[Capability]] = defaultdict(set)
    hidden: dict[int, set[Capability]] = defaultdict(set)
    for offer in list_offers(organisation_ids):
        (readable if may_see(offer) else hidden)[offer.organisation_id].add(offer.capability)
    return {i: readable[i] - hidden[i] for i in organisation_ids}


def _sight_of(actor: Actor, organisation_ids: Collection[int]) -> Callable[[Offer], bool]:
    """Whether the actor may see an offer of one of these organisations: one query."""
    own = set(actor.roles)
    federations = list_federation_ids({*organisation_ids, *own})
    reader_federations = own.union(*(federations[organisation_id] for organisation_id in own))
    return lambda offer: may_see_offer(offer, actor, federations[offer.organisation_id], reader_federations)
