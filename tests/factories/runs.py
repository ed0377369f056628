"""Stored solves."""

from __future__ import annotations

import factory
from factory.alchemy import SQLAlchemyModelFactory

from network import clock
from network.database import db
from network.runs.models import Run
from tests.runs import purposes, slow  # noqa: F401


class RunFactory(SQLAlchemyModelFactory):
    """A run that waits, about its subject number 1."""

    class Meta:
        model = Run
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "flush"

    kind = "slow"
    purpose = "test.count"
    subject_type = "users"
    subject_id = 1
    problem = factory.LazyFunction(slow.problem)
    limits = factory.LazyFunction(lambda: {"seconds": 10.0, "workers": 1, "seed": 0, "memory_mb": 2048})
    created_at = factory.LazyFunction(clock.now)
