"""Reading demands, posts and searches."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from network.database import db, get_row
from network.hires.models import (
    LIVING,
    STANDING,
    Demand,
    DemandState,
    Post,
    PostSearch,
    PostState,
    Share,
    ShareState,
)
from network.hires.policies import may_know_of_demand
from network.organisations.queries import list_federation_ids
from network.resources.models import Audience

if TYPE_CHECKING:
    from collections.abc import Collection

    from network.actors import Actor

SEARCH_PURPOSE = "shared_posts"
TIMETABLE_PURPOSE = "post_timetable"
WITH_POST = selectinload(Demand.shares).joinedload(Share.post)
WITH_PARTS = (selectinload(Post.shares), joinedload(Post.host), joinedload(Post.federation))
WITH_WHOLE_POST = joinedload(Share.post).options(*WITH_PARTS)


def get_demand(demand_id: int) -> Demand:
    """The demand; NotFoundError when there is none."""
    return get_row(Demand, demand_id, WITH_POST)


def get_post(post_id: int) -> Post:
    """The post with its parts; NotFoundError when there is none."""
    return get_row(Post, post_id, *WITH_PARTS)


def get_share(share_id: int) -> Share:
    """A part of a post; NotFoundError when there is none."""
    return get_row(Share, share_id, WITH_WHOLE_POST)


def find_same_demand(organisation_id: int, said: dict[str, Any]) -> Demand | None:
    """The open demand of the organisation that says the same."""
    query = sa.select(Demand).where(Demand.organisation_id == organisation_id, Demand.state == DemandState.OPEN)
    same = query.where(Demand.profession == said["profession"], Demand.federation_id == said["federation_id"])
    return next((d for d in db.session.scalars(same) if all(getattr(d, name) == said[name] for name in said)), None)


def list_own_demands(organisation_ids: Collection[int]) -> list[Demand]:
    """The demands of organisations with the posts they are in, open ones first, the newest first."""
    return list(db.session.scalars(_own_demands(), {"organisation_ids": list(organisation_ids)}))


@cache
def _own_demands() -> sa.Select[Any]:
    query = sa.select(Demand).where(Demand.organisation_id.in_(sa.bindparam("organisation_ids"))).options(WITH_POST)
    return query.order_by(Demand.state, Demand.created_at.desc(), Demand.id.desc())


def list_free_demands(federation_ids: Collection[int], profession: str | None = None) -> list[Demand]:
    """The demands addressed to federations that wait for a post, by profession, the oldest first."""
    if not federation_ids:
        return []
    query = _of_profession() if profession else _free_demands()
    values = {"federations": list(federation_ids), "profession": profession}
    return list(db.session.scalars(query, values))


@cache
def _free_demands() -> sa.Select[Any]:
    query = sa.select(Demand).where(Demand.federation_id.in_(sa.bindparam("federations")), *_is_free())
    return query.order_by(Demand.profession, Demand.created_at, Demand.id)


@cache
def _of_profession() -> sa.Select[Any]:
    return _free_demands().where(Demand.profession == sa.bindparam("profession"))


def _is_free() -> tuple[sa.ColumnElement[bool], ...]:
    """As `Demand.is_free`: it was not withdrawn and stands in no living post."""
    is_living = Share.post.has(Post.state.in_(LIVING))
    return Demand.state == DemandState.OPEN, ~Demand.shares.any(sa.and_(Share.state.in_(STANDING), is_living))


def list_known_demands(actor: Actor) -> list[Demand]:
    """The demands of others that wait for a post and that the actor may know of, the oldest first."""
    federations = set(actor.roles).union(*list_federation_ids(actor.roles).values())
    found = db.session.scalars(_known_demands(), {"own": list(actor.roles), "federations": list(federations)})
    return [demand for demand in found if may_know_of_demand(demand, actor, federations)]


@cache
def _known_demands() -> sa.Select[Any]:
    in_sight = sa.or_(Demand.audience == Audience.NETWORK, Demand.federation_id.in_(sa.bindparam("federations")))
    query = sa.select(Demand).where(Demand.organisation_id.not_in(sa.bindparam("own")), in_sight, *_is_free())
    return query.order_by(Demand.created_at, Demand.id)


def list_demands_by_id(demand_ids: Collection[int]) -> list[Demand]:
    """These demands, with the posts they are in."""
    return list(db.session.scalars(sa.select(Demand).where(Demand.id.in_(demand_ids)).options(WITH_POST)))


def find_search(federation_id: int, profession: str) -> PostSearch | None:
    """The search for posts of a profession in a federation, if one was made."""
    return db.session.scalar(sa.select(PostSearch).filter_by(federation_id=federation_id, profession=profession))


def get_search(search_id: int) -> PostSearch:
    """A search; NotFoundError when there is none."""
    return get_row(PostSearch, search_id)


def find_post_of(run_id: int, place: int) -> Post | None:
    """The post that was prepared from a proposal."""
    return db.session.scalar(sa.select(Post).filter_by(run_id=run_id, proposal=place))


def list_taken(run_id: int) -> dict[int, int]:
    """The posts that were prepared from the proposals of a run: their ids by place."""
    rows = db.session.execute(sa.select(Post.proposal, Post.id).where(Post.run_id == run_id))
    return {place: post_id for place, post_id in rows if place is not None}


def list_coordinated_posts(actor: Actor) -> list[Post]:
    """The living posts of the federations that the actor coordinates, the last changed first."""
    federation_ids = [organisation_id for organisation_id in actor.roles if actor.coordinates(organisation_id)]
    if not federation_ids:
        return []
    return list(db.session.scalars(_coordinated_posts(), {"federations": federation_ids}))


@cache
def _coordinated_posts() -> sa.Select[Any]:
    query = sa.select(Post).where(Post.federation_id.in_(sa.bindparam("federations")), Post.state.in_(LIVING))
    return query.options(*WITH_PARTS).order_by(Post.changed_at.desc(), Post.id)


def list_received(actor: Actor) -> list[Share]:
    """The parts of living posts that the actor's organisations were asked for and stand in, the newest first."""
    return list(db.session.scalars(_received(), {"own": list(actor.roles)}))


@cache
def _received() -> sa.Select[Any]:
    query = (
        sa.select(Share)
        .join(Share.demand)
        .join(Share.post)
        .where(Demand.organisation_id.in_(sa.bindparam("own")))
        .where(Share.asked_at.is_not(None), Share.state.in_(STANDING), Post.state.in_(LIVING))
        .options(contains_eager(Share.post).options(*WITH_PARTS), contains_eager(Share.demand))
    )
    return query.order_by(Share.id.desc())


def list_unanswered(last_day: date) -> list[Share]:
    """The parts that wait for an answer and whose last day is this one."""
    query = sa.select(Share).join(Share.post).where(Share.state == ShareState.ASKED, Post.reply_by == last_day)
    return list(db.session.scalars(query.where(Post.state == PostState.PROPOSED).order_by(Share.id)))
