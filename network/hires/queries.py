"""Reading demands, posts and searches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from network.database import db
from network.errors import NotFoundError
from network.hires.models import Demand, DemandState, Post, PostSearch, Share
from network.hires.policies import may_know_of_demand
from network.organisations.queries import list_federation_ids
from network.resources.models import Audience

if TYPE_CHECKING:
    from collections.abc import Collection

    from network.actors import Actor

WITH_POST = selectinload(Demand.shares).joinedload(Share.post)


def get_demand(demand_id: int) -> Demand:
    """The demand; NotFoundError when there is none."""
    return _got(db.session.get(Demand, demand_id, options=[WITH_POST]))


def get_search(search_id: int) -> PostSearch:
    """The search; NotFoundError when there is none."""
    return _got(db.session.get(PostSearch, search_id))


def get_post(post_id: int) -> Post:
    """The post with its parts; NotFoundError when there is none."""
    return _got(db.session.get(Post, post_id, options=[selectinload(Post.shares)]))


def get_share(share_id: int) -> Share:
    """A part of a post; NotFoundError when there is none."""
    return _got(db.session.get(Share, share_id, options=[joinedload(Share.post).selectinload(Post.shares)]))


def find_same_demand(organisation_id: int, said: dict[str, Any]) -> Demand | None:
    """The open demand of the organisation that says the same."""
    query = sa.select(Demand).where(Demand.organisation_id == organisation_id, Demand.state == DemandState.OPEN)
    same = query.where(Demand.profession == said["profession"], Demand.federation_id == said["federation_id"])
    return next((d for d in db.session.scalars(same) if all(getattr(d, name) == said[name] for name in said)), None)


def list_own_demands(organisation_ids: Collection[int]) -> list[Demand]:
    """The demands of organisations with the posts they are in, open ones first, the newest first."""
    query = sa.select(Demand).where(Demand.organisation_id.in_(organisation_ids)).options(WITH_POST)
    return list(db.session.scalars(query.order_by(Demand.state, Demand.created_at.desc(), Demand.id.desc())))


def list_free_demands(federation_ids: Collection[int], profession: str | None = None) -> list[Demand]:
    """The demands addressed to federations that wait for a post, by profession, the oldest first."""
    query = sa.select(Demand).where(Demand.federation_id.in_(federation_ids), Demand.state == DemandState.OPEN)
    if profession:
        query = query.where(Demand.profession == profession)
    found = db.session.scalars(query.options(WITH_POST).order_by(Demand.profession, Demand.created_at, Demand.id))
    return [demand for demand in found if demand.is_free]


def list_known_demands(actor: Actor) -> list[Demand]:
    """The demands of others that wait for a post and that the actor may know of, the oldest first."""
    federations = set(actor.roles).union(*list_federation_ids(actor.roles).values())
    in_sight = sa.or_(Demand.audience == Audience.NETWORK, Demand.federation_id.in_(federations))
    query = sa.select(Demand).where(
        Demand.state == DemandState.OPEN, Demand.organisation_id.not_in(actor.roles), in_sight
    )
    found = db.session.scalars(query.options(WITH_POST).order_by(Demand.created_at, Demand.id))
    return [demand for demand in found if demand.is_free and may_know_of_demand(demand, actor, federations)]


def _got(row: Any) -> Any:
    if row is None:
        raise NotFoundError
    return row
