"""Reading what partners were asked and said."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from network import clock
from network.calls.models import Project
from network.consortia.models import Consortium, ConsortiumState, Partner, PartnerState
from network.database import db, get_row, read
from network.followups.models import FollowUp
from network.organisations.models import Organisation

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from network.actors import Actor

WAITS = timedelta(days=183)


def get_followup(followup_id: int) -> FollowUp:
    """A question with its partner; NotFoundError when there is none."""
    return get_row(FollowUp, followup_id)


def list_due(months: int, *, after: datetime, before: datetime) -> Sequence[Partner]:
    """The partners of groupements confirmed between these instants that were not asked yet for these months."""
    asked = sa.select(FollowUp.id).where(FollowUp.partner_id == Partner.id, FollowUp.months == months)
    query = (
        sa.select(Partner)
        .join(Partner.consortium)
        .where(
            Partner.state == PartnerState.ACCEPTED,
            Consortium.state == ConsortiumState.CONFIRMED,
            Consortium.confirmed_at >= after,
            Consortium.confirmed_at < before,
            ~asked.exists(),
        )
        .options(contains_eager(Partner.consortium))
        .order_by(Partner.consortium_id, Partner.id)
    )
    return db.session.scalars(query).all()


def list_silent(before: datetime) -> Sequence[FollowUp]:
    """Questions put before then that nobody answered, and of which nobody was reminded."""
    query = _unanswered().where(FollowUp.asked_at < before, FollowUp.reminded_at.is_(None))
    query = query.options(contains_eager(FollowUp.partner).contains_eager(Partner.consortium))
    return db.session.scalars(query.order_by(FollowUp.id)).all()


def list_open(actor: Actor) -> Sequence[Any]:
    """What the organisations that the actor engages are asked, for half a year each: the id and the months of the
    question, the `name` of the organisation and the title of the project."""
    engaged = [organisation_id for organisation_id in actor.roles if actor.engages(organisation_id)]
    return read(_open(), {"engaged": engaged, "asked_after": clock.now() - WAITS})


@cache
def _open() -> sa.Executable:
    columns = FollowUp.id, FollowUp.months, Organisation.name, Project.title
    query = _unanswered().join(Partner.organisation).join(Consortium.project).with_only_columns(*columns)
    return query.where(
        Partner.organisation_id.in_(sa.bindparam("engaged")), FollowUp.asked_at > sa.bindparam("asked_after")
    ).order_by(FollowUp.asked_at, FollowUp.id)


def list_of(consortium: Consortium) -> Sequence[FollowUp]:
    """All that the partners who stand were asked, the first questions first."""
    query = (
        sa.select(FollowUp)
        .join(FollowUp.partner)
        .where(Partner.consortium_id == consortium.id, Partner.state == PartnerState.ACCEPTED)
        .options(contains_eager(FollowUp.partner))
        .order_by(FollowUp.months, Partner.id)
    )
    return db.session.scalars(query).all()


def count_jobs(consortium_ids: Collection[int]) -> dict[int, int]:
    """The jobs created, by groupement: each partner's last answer counts; none where a single one has answered, whose
    own figure the total would tell."""
    query = (
        sa.select(Partner.consortium_id, FollowUp.partner_id, FollowUp.jobs)
        .join(FollowUp.partner)
        .where(
            Partner.consortium_id.in_(consortium_ids),
            Partner.state == PartnerState.ACCEPTED,
            FollowUp.answered_at.is_not(None),
        )
        .order_by(FollowUp.months)
    )
    last = {(consortium_id, partner_id): jobs or 0 for consortium_id, partner_id, jobs in db.session.execute(query)}
    found: defaultdict[int, list[int]] = defaultdict(list)
    for (consortium_id, _partner_id), jobs in last.items():
        found[consortium_id].append(jobs)
    return {consortium_id: sum(answers) for consortium_id, answers in found.items() if len(answers) > 1}


def _unanswered() -> sa.Select[FollowUp]:
    return (
        sa.select(FollowUp)
        .join(FollowUp.partner)
        .join(Partner.consortium)
        .where(
            FollowUp.answered_at.is_(None),
            Partner.state == PartnerState.ACCEPTED,
            Consortium.state == ConsortiumState.CONFIRMED,
        )
    )
