"""Who may do what with the sheet of an organisation."""

from __future__ import annotations

from collections.abc import Collection

from network.actors import SYSTEM, Actor
from network.organisations.models import Organisation


def may_see(actor: Actor) -> bool:
    """Who they are and where is for everyone who is logged in."""
    return actor.user_id is not None


def may_register(actor: Actor) -> bool:
    """New organisations are listed by an administrator or by the platform itself."""
    return actor.is_administrator or actor == SYSTEM


def may_edit(organisation: Organisation, actor: Actor) -> bool:
    """A sheet is kept by those who engage the organisation."""
    return actor.engages(organisation.id)


def may_see_history(organisation: Organisation, actor: Actor, federation_ids: Collection[int]) -> bool:
    """What was changed, and by whom, is for its own people and for the coordination of its federations."""
    return actor.belongs_to(organisation.id) or any(
        actor.coordinates(federation_id) for federation_id in federation_ids
    )
