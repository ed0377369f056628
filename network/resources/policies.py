"""Who may see and change offers."""

from __future__ import annotations

from collections.abc import Set

from network.actors import Actor
from network.resources.models import Audience, Offer


def may_see_offer(offer: Offer, actor: Actor, federations: Set[int], reader_federations: Set[int]) -> bool:
    """Whether the audience of the offer holds the reader.

    `federations` are those of the organisation that offers; `reader_federations` those that the reader's organisations
    are members of, or are. An organisation always sees its own; what is for calculation only is shown to nobody else.
    """
    if actor.belongs_to(offer.organisation_id):
        return True
    match offer.audience:
        case Audience.NETWORK:
            return actor.user_id is not None
        case Audience.FEDERATION:
            return bool(federations & reader_federations)
        case Audience.COORDINATION:
            return any(actor.coordinates(federation_id) for federation_id in federations)
        case Audience.CALCULATION:
            return False


def may_change_offers(organisation_id: int, actor: Actor) -> bool:
    """What an organisation offers is declared by those who engage it."""
    return actor.engages(organisation_id)
