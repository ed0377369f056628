"""Demands and shared posts."""

from __future__ import annotations

from datetime import timedelta

import factory
from factory.alchemy import SQLAlchemyModelFactory

from network import clock
from network.database import db
from network.hires.models import Demand
from network.hires.week import WEEK
from network.organisations.models import OrganisationKind
from tests.factories.organisations import FederationFactory, OrganisationFactory


class DemandFactory(SQLAlchemyModelFactory):
    """A maison médicale of a federation that looks for a speech therapist, three half-days, whichever."""

    class Meta:
        model = Demand
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "commit"

    federation = factory.SubFactory(FederationFactory)
    organisation = factory.LazyAttribute(
        lambda o: OrganisationFactory(kind=OrganisationKind.MAISON_MEDICALE, federations=[o.federation])
    )
    profession = "2266"
    half_days = 3
    open = factory.LazyFunction(lambda: list(WEEK))
    must = factory.LazyFunction(list)
    from_day = factory.LazyFunction(lambda: clock.today() + timedelta(days=30))
    created_at = factory.LazyFunction(clock.now)
