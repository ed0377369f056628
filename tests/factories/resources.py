"""Offers and needs."""

from __future__ import annotations

from datetime import timedelta

import factory
from factory.alchemy import SQLAlchemyModelFactory

from network import clock
from network.database import db
from network.resources.models import Audience, Capability, Need, Offer
from tests.factories.organisations import OrganisationFactory


class OfferFactory(SQLAlchemyModelFactory):
    """Two trucks from a month ago, without end, where the organisation is, seen by the coordination."""

    class Meta:
        model = Offer
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "flush"

    organisation = factory.SubFactory(OrganisationFactory)
    locality = factory.SelfAttribute("organisation.locality")
    capability = Capability.TRUCKS
    quantity = 2
    from_day = factory.LazyFunction(lambda: clock.today() - timedelta(days=30))
    until_day = None
    audience = Audience.COORDINATION
    created_at = factory.LazyFunction(clock.now)


class NeedFactory(OfferFactory):
    """Two trucks looked for over the same days."""

    class Meta:
        model = Need
