"""What partners are asked after the confirmation."""

from __future__ import annotations

from datetime import timedelta

import factory
from factory.alchemy import SQLAlchemyModelFactory

from network import clock
from network.consortia.models import Consortium, ConsortiumState, PartnerState
from network.database import db
from network.followups.models import FollowUp
from tests.factories.consortia import PartnerFactory, Story


class FollowUpFactory(SQLAlchemyModelFactory):
    """A question of three months that waits for its answer."""

    class Meta:
        model = FollowUp
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "commit"

    partner = factory.SubFactory(PartnerFactory)
    months = 3
    promised = factory.LazyFunction(lambda: {"trucks": 1})
    asked_at = factory.LazyFunction(clock.now)


def confirmed(tale: Story, *, days: int = 0, count: int = 2) -> Consortium:
    """The story's groupement, confirmed so many days ago."""
    consortium = tale.invited(count)
    consortium.state = ConsortiumState.CONFIRMED
    consortium.confirmed_at = clock.now() - timedelta(days=days)
    for partner in consortium.partners:
        partner.state = PartnerState.ACCEPTED
    db.session.commit()
    return consortium
