"""Reading what organisations say, to nobody, of having worked together."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from network.database import db
from network.ties.matching import Pair
from network.ties.models import Afterthought, Again, Evidence, EvidenceKind

if TYPE_CHECKING:
    from network.actors import Actor

# a cooperation is looked back on when it is over, or has lasted long enough to judge; and not for ever
ASKED_AFTER = {
    EvidenceKind.AUDIT: timedelta(days=0),
    EvidenceKind.SHARED_POST: timedelta(days=180),
    EvidenceKind.CONSORTIUM: timedelta(days=365),
}
ASKED_UNTIL = timedelta(days=730)


def list_parted(
    organisation_ids: Collection[int], *, kind: EvidenceKind | None = None, subject: str | None = None
) -> set[Pair]:
    """Which two of these, one at least would not work with the other again (in one cooperation, or in any).

    For calculation: nobody is told.
    """
    query = sa.select(Afterthought.organisation_id, Afterthought.other_id).where(
        Afterthought.answer == Again.NO,
        Afterthought.organisation_id.in_(organisation_ids),
        Afterthought.other_id.in_(organisation_ids),
    )
    if kind and subject:
        query = query.where(Afterthought.kind == kind, Afterthought.subject == subject)
    return {(min(one, other), max(one, other)) for one, other in db.session.execute(query)}


def list_to_look_back_on(actor: Actor, today: date) -> list[tuple[Evidence, int]]:
    """The cooperations that those who engage an organisation have not looked back on, each with the id of their own
    organisation, the oldest first: two queries at most."""
    engaged = [organisation_id for organisation_id in actor.roles if actor.engages(organisation_id)]
    asked = db.session.scalars(_to_ask(today), {"engaged": engaged}).all()
    said = {_about(row) for row in db.session.scalars(_said_by(engaged))} if asked else set()
    return [
        (piece, own_id)
        for piece in asked
        for own_id in piece.pair
        if own_id in engaged and (own_id, piece.other_than(own_id), piece.kind, piece.subject) not in said
    ]


def _said_by(engaged: Collection[int]) -> sa.Select[Any]:
    return sa.select(Afterthought).where(Afterthought.organisation_id.in_(engaged))


def _about(said: Afterthought) -> tuple[int, int, EvidenceKind, str]:
    return said.organisation_id, said.other_id, said.kind, said.subject


@lru_cache(maxsize=2)
def _to_ask(today: date) -> sa.Select[Any]:
    """The evidence of what was agreed here and is over."""
    engaged: sa.BindParameter[Any] = sa.bindparam("engaged")
    is_over = sa.or_(
        *(sa.and_(Evidence.kind == kind, Evidence.happened_on <= today - after) for kind, after in ASKED_AFTER.items())
    )
    query = sa.select(Evidence).where(
        sa.or_(Evidence.first_id.in_(engaged), Evidence.second_id.in_(engaged)),
        Evidence.subject != "",
        Evidence.happened_on > today - ASKED_UNTIL,
        is_over,
    )
    both = (joinedload(Evidence.first), joinedload(Evidence.second))
    return query.options(*both).order_by(Evidence.happened_on, Evidence.id)
