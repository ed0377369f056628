"""Calls, projects and interests."""

from __future__ import annotations

from datetime import timedelta

import factory
from factory.alchemy import SQLAlchemyModelFactory

from network import clock
from network.calls.models import Call, CallState, Interest, InterestAnswer, Juror, Project
from network.database import db
from tests.factories.organisations import FederationFactory, OrganisationFactory


class CallFactory(SQLAlchemyModelFactory):
    """An open call for teams of at least two that bring two trucks together."""

    class Meta:
        model = Call
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "flush"

    federation = factory.SubFactory(FederationFactory)
    title = "Relance"
    sector = "green_waste"
    envelope = 390_000
    criteria = factory.LazyFunction(lambda: {"min_partners": 2, "requires": {"trucks": 2}})
    state = CallState.PUBLISHED
    published_at = factory.LazyFunction(lambda: clock.now() - timedelta(days=7))
    closes_at = factory.LazyFunction(lambda: clock.now() + timedelta(days=30))
    created_at = factory.LazyFunction(lambda: clock.now() - timedelta(days=14))


class ProjectFactory(SQLAlchemyModelFactory):
    """A project of an open call."""

    class Meta:
        model = Project
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "flush"

    call = factory.SubFactory(CallFactory)
    federation = factory.LazyAttribute(lambda o: o.call.federation if o.call else FederationFactory())
    sector = "green_waste"
    title = "Filière déchets verts"
    summary = "Composter ensemble."
    created_at = factory.LazyFunction(clock.now)
    changed_at = factory.LazyFunction(clock.now)


class InterestFactory(SQLAlchemyModelFactory):
    """An organisation that said yes."""

    class Meta:
        model = Interest
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "flush"

    project = factory.SubFactory(ProjectFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    answer = InterestAnswer.YES
    asks = 0
    answered_at = factory.LazyFunction(clock.now)


class JurorFactory(SQLAlchemyModelFactory):
    """Somebody in the jury of a call."""

    class Meta:
        model = Juror
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "flush"

    call = factory.SubFactory(CallFactory)
    user = factory.SubFactory("tests.factories.accounts.UserFactory")
    named_at = factory.LazyFunction(clock.now)
