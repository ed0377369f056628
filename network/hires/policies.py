"""Who may see and do what with demands and shared posts."""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING

from network.resources.models import Audience

if TYPE_CHECKING:
    from network.actors import Actor
    from network.hires.models import Demand, Post, Share


def may_declare(organisation_id: int, actor: Actor) -> bool:
    """What a structure looks for is said by those who engage it."""
    return actor.engages(organisation_id)


def may_see_demand(demand: Demand, actor: Actor) -> bool:
    """A whole demand: its own people and, until it is withdrawn, the coordination that it is addressed to."""
    return actor.belongs_to(demand.organisation_id) or (demand.is_open and actor.coordinates(demand.federation_id))


def may_know_of_demand(demand: Demand, actor: Actor, reader_federations: Set[int]) -> bool:
    """That a structure looks for so many half-days of a profession: as its audience says.

    `reader_federations` are those that the reader's organisations are members of, or are.
    """
    if may_see_demand(demand, actor):
        return True
    match demand.audience:
        case Audience.NETWORK:
            return actor.user_id is not None
        case Audience.FEDERATION:
            return demand.federation_id in reader_federations
        case _:
            return False


def may_change_demand(demand: Demand, actor: Actor) -> bool:
    """Corrected and withdrawn by those who engage the structure."""
    return actor.engages(demand.organisation_id)


def may_coordinate(federation_id: int, actor: Actor) -> bool:
    """The coordinators of the federation search, prepare, propose and give up posts."""
    return actor.coordinates(federation_id)


def may_see_post(post: Post, actor: Actor) -> bool:
    """The coordination, and the people of the structures that were asked and stand."""
    if may_coordinate(post.federation_id, actor):
        return True
    return any(actor.belongs_to(share.demand.organisation_id) and share.is_informed for share in post.team)


def may_see_share(share: Share, actor: Actor) -> bool:
    """What was proposed to a structure, and its answer: its own people, once it was asked."""
    return share.is_informed and actor.belongs_to(share.demand.organisation_id)


def may_answer(share: Share, actor: Actor) -> bool:
    """Engaging a structure is for its managers."""
    return share.is_informed and actor.engages(share.demand.organisation_id)


def may_see_refusals(post: Post, actor: Actor) -> bool:
    """Who declined or left, and why, is for the coordination alone."""
    return may_coordinate(post.federation_id, actor)


def may_change_labour_law(actor: Actor) -> bool:
    """The figures of labour law are kept by administrators; everybody reads them."""
    return actor.is_administrator
