"""Who sees the first steps of an organisation."""

from __future__ import annotations

from network.actors import Actor
from network.organisations.models import Organisation
from network.organisations.requests import find_claim


def may_see_welcome(organisation: Organisation, actor: Actor) -> bool:
    """The first steps of an organisation are for its people and for those who ask to act for it."""
    return actor.belongs_to(organisation.id) or find_claim(actor.user_id or 0, organisation.id) is not None
