"""Dossiers, points and decisions."""

from __future__ import annotations

import factory
from factory.alchemy import SQLAlchemyModelFactory

from network import clock
from network.calls.models import Call
from network.consortia.models import ConsortiumState, PartnerState
from network.database import db
from network.dossiers.models import Decision, Dossier, Score
from network.organisations.models import Organisation
from tests.factories.calls import ProjectFactory
from tests.factories.consortia import ConsortiumFactory, PartnerFactory


class DossierFactory(SQLAlchemyModelFactory):
    """What a confirmed groupement has deposited."""

    class Meta:
        model = Dossier
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "commit"

    asks = 90_000
    expected_jobs = 4
    text = "Nous réparons des vélos."
    deposited_at = factory.LazyFunction(clock.now)


class ScoreFactory(SQLAlchemyModelFactory):
    """The points of a juror on the whole."""

    class Meta:
        model = Score
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "commit"

    dossier = factory.SubFactory(DossierFactory)
    user = factory.SubFactory("tests.factories.accounts.UserFactory")
    criterion = "whole"
    points = 7
    scored_at = factory.LazyFunction(clock.now)


class DecisionFactory(SQLAlchemyModelFactory):
    """A call that is decided."""

    class Meta:
        model = Decision
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "commit"

    decided_at = factory.LazyFunction(clock.now)


def deposited(call: Call, title: str, members: list[Organisation], **facts: object) -> Dossier:
    """The dossier of a confirmed groupement of these members, the first as single contact."""
    consortium = ConsortiumFactory(
        project=ProjectFactory(call=call, title=title),
        state=ConsortiumState.CONFIRMED,
        confirmed_at=clock.now(),
        lead=members[0],
    )
    for organisation in members:
        PartnerFactory(consortium=consortium, organisation=organisation, state=PartnerState.ACCEPTED)
    return DossierFactory(call=call, consortium=consortium, **facts)
