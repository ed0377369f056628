"""Background jobs."""

from __future__ import annotations

import factory
from factory.alchemy import SQLAlchemyModelFactory

from network import clock
from network.database import db
from network.jobs.models import Job


class JobFactory(SQLAlchemyModelFactory):
    """A job that is due."""

    class Meta:
        model = Job
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "flush"

    kind = "jobs.tick"
    run_at = factory.LazyFunction(clock.now)
    created_at = factory.LazyFunction(clock.now)
