"""Who may see and change what is offered and looked for."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from network.actors import Actor
from network.organisations.models import Membership, MembershipState
from network.resources.models import Audience, Need, Offer


def visible_to(actor: Actor, model: type[Offer] | type[Need]) -> sa.ColumnElement[bool]:
    """Whether the audience of an offer or a need holds the reader, as a condition of a query.

    An organisation always sees its own. A federation's audience is its confirmed members and its own people; what is
    for calculation only is shown to nobody else.
    """
    if actor.user_id is None:
        return sa.false()
    own = list(actor.roles)
    theirs: sa.Select[Any] = sa.select(Membership.federation_id).where(
        Membership.organisation_id.in_(own), Membership.state == MembershipState.CONFIRMED
    )
    coordinated = [federation_id for federation_id in own if actor.coordinates(federation_id)]
    return sa.or_(
        model.organisation_id.in_(own),
        model.audience == Audience.NETWORK,
        sa.and_(
            model.audience == Audience.FEDERATION,
            sa.or_(_is_member(model, own), _is_member(model, theirs)),
        ),
        sa.and_(model.audience == Audience.COORDINATION, _is_member(model, coordinated)),
    )


def may_change_resources(organisation_id: int, actor: Actor) -> bool:
    """What an organisation offers and looks for is declared by those who engage it."""
    return actor.engages(organisation_id)


def _is_member(
    model: type[Offer] | type[Need], federations: Collection[int] | sa.Select[Any]
) -> sa.ColumnElement[bool]:
    """Of one of these federations, confirmed by both."""
    return model.organisation_id.in_(
        sa.select(Membership.organisation_id).where(
            Membership.federation_id.in_(federations), Membership.state == MembershipState.CONFIRMED
        )
    )
