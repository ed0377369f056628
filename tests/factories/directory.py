"""Searches that people keep."""

from __future__ import annotations

import factory
from factory.alchemy import SQLAlchemyModelFactory

from network import clock
from network.database import db
from network.directory.models import SavedSearch, SearchKind
from network.notifications.frequency import MailFrequency


class SavedSearchFactory(SQLAlchemyModelFactory):
    """ETA of the directory, told each day."""

    class Meta:
        model = SavedSearch
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "flush"

    user = factory.SubFactory("tests.factories.accounts.UserFactory")
    kind = SearchKind.DIRECTORY
    name = "Les ETA"
    filters = factory.LazyFunction(lambda: {"kind": "eta"})
    frequency = MailFrequency.DAILY
    told_until = factory.LazyFunction(clock.now)
