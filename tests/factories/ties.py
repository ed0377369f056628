"""What organisations did together."""

from __future__ import annotations

from typing import Any

import factory
from factory.alchemy import SQLAlchemyModelFactory

from network import clock
from network.database import db
from network.organisations.models import Organisation
from network.ties.models import Evidence, EvidenceKind


class EvidenceFactory(SQLAlchemyModelFactory):
    """A visit today, confirmed by both; `between=(a, b)` in either order, `unconfirmed_by`: one of them."""

    class Meta:
        model = Evidence
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "commit"

    kind = EvidenceKind.VISIT
    happened_on = factory.LazyFunction(clock.today)
    recorded_at = factory.LazyFunction(clock.now)

    @classmethod
    def _adjust_kwargs(cls, **kwargs: Any) -> dict[str, Any]:
        first, second = sorted(kwargs.pop("between"), key=lambda side: side.id)
        unconfirmed_by: Organisation | None = kwargs.pop("unconfirmed_by", None)
        return kwargs | {
            "first_id": first.id,
            "second_id": second.id,
            "unconfirmed_by_id": unconfirmed_by and unconfirmed_by.id,
        }
