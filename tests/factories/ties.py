"""What organisations did together."""

from __future__ import annotations

from typing import Any

import factory
from factory.alchemy import SQLAlchemyModelFactory

from network import clock
from network.database import db
from network.organisations.models import Organisation
from network.ties.models import Attendance, Evidence, EvidenceKind, Meeting, Presence


class EvidenceFactory(SQLAlchemyModelFactory):
    """A visit today, confirmed by both; `between=(a, b)` in either order, `unconfirmed_by`: one of them."""

    class Meta:
        model = Evidence
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "flush"

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


class MeetingFactory(SQLAlchemyModelFactory):
    """A meeting today in Namur that a `federation` noted; `organisations` are asked, those of `present` were there."""

    class Meta:
        model = Meeting
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "flush"

    title = factory.Sequence(lambda number: f"Rencontre {number}")
    place = "Namur"
    happens_on = factory.LazyFunction(clock.today)
    created_at = factory.LazyFunction(clock.now)

    @classmethod
    def _adjust_kwargs(cls, **kwargs: Any) -> dict[str, Any]:
        present = kwargs.pop("present", [])
        asked = [*present, *kwargs.pop("organisations", [])]
        answers = [Presence.YES if one in present else Presence.AWAITED for one in asked]
        attendances = [Attendance(organisation=one, answer=answer) for one, answer in zip(asked, answers, strict=True)]
        return kwargs | {"attendances": attendances}
