"""For whom the person behind a request acts: from the user to mandates to the Actor."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from flask import Flask, g, request, session
from flask_login import current_user

from network.accounts.models import User
from network.actors import Actor, Role
from network.database import read
from network.organisations.models import Mandate, Organisation, OrganisationKind

# Asked by every page, therefore put together once.
_HELD = (
    sa.select(Mandate.id, Mandate.role, Organisation.id, Organisation.name, Organisation.kind)
    .join(Mandate.organisation)
    .where(Mandate.user_id == sa.bindparam("user_id"))
    .order_by(Mandate.since, Mandate.id)
)


@dataclass(frozen=True, slots=True)
class HeldMandate:
    """A mandate of the person, as plain values: they outlive the request's transaction."""

    id: int
    role: Role
    organisation_id: int
    organisation_name: str
    organisation_kind: OrganisationKind


@dataclass(frozen=True, slots=True)
class ActingFor:
    """The organisation that the person looks from."""

    id: int
    name: str
    kind: OrganisationKind

    @property
    def is_federation(self) -> bool:
        return self.kind is OrganisationKind.FEDERATION


def init_app(app: Flask) -> None:
    """Know the actor before each view."""
    app.before_request(_find_actor)


def list_held_mandates(user_id: int) -> list[HeldMandate]:
    """The person's mandates, oldest first."""
    return [HeldMandate(*row) for row in read(_HELD, {"user_id": user_id})]


def actor_of(user: User, *, organisation_id: int | None = None) -> Actor:
    """The person as an actor, looking from the organisation or, without a mandate there, from the first they have."""
    return _actor(user, list_held_mandates(user.id), organisation_id)


def _actor(user: User, mandates: list[HeldMandate], organisation_id: int | None) -> Actor:
    roles = {mandate.organisation_id: mandate.role for mandate in mandates}
    if organisation_id not in roles:
        organisation_id = next(iter(roles), None)
    return Actor(
        user_id=user.id,
        name=user.name,
        organisation_id=organisation_id,
        roles=roles,
        is_administrator=user.is_administrator,
    )


def _find_actor() -> None:
    if request.endpoint == "static" or not current_user.is_authenticated:
        return
    g.mandates = list_held_mandates(current_user.id)
    g.actor = _actor(current_user, g.mandates, session.get("organisation_id"))
    g.acting_for = next(
        (
            ActingFor(held.organisation_id, held.organisation_name, held.organisation_kind)
            for held in g.mandates
            if held.organisation_id == g.actor.organisation_id
        ),
        None,
    )
