"""Who may see and change what is offered and looked for."""

from __future__ import annotations

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
    return sa.false() if actor.user_id is None else audience_holds(model, **reader(actor))


def reader(actor: Actor) -> dict[str, list[int]]:
    """What `audience_holds` asks of the reader: their organisations, and the federations that they coordinate."""
    return {"own": list(actor.roles), "coordinated": [i for i in actor.roles if actor.coordinates(i)]}


def audience_holds(model: type[Offer] | type[Need], *, own: Any, coordinated: Any) -> sa.ColumnElement[bool]:
    """`visible_to` for a person who is logged in; the ids may be parameters that are filled in later."""
    theirs: sa.Select[Any] = sa.select(Membership.federation_id).where(
        Membership.organisation_id.in_(own), Membership.state == MembershipState.CONFIRMED
    )
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


def _is_member(model: type[Offer] | type[Need], federations: Any) -> sa.ColumnElement[bool]:
    """Of one of these federations, confirmed by both."""
    return model.organisation_id.in_(
        sa.select(Membership.organisation_id).where(
            Membership.federation_id.in_(federations), Membership.state == MembershipState.CONFIRMED
        )
    )
