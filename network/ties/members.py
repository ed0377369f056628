"""The members of a federation as a map and a graph take them: who and where, nothing else of them is read."""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa

from network.database import read
from network.organisations.models import Membership, MembershipState, Organisation, OrganisationKind
from network.organisations.queries import BY_NAME
from network.places.models import Locality


class Place(NamedTuple):
    """Where a member is."""

    postal_code: str
    name: str
    area: str
    lat: float
    lon: float

    def __str__(self) -> str:
        return f"{self.postal_code} {self.name}"


class Member(NamedTuple):
    """A confirmed member."""

    id: int
    name: str
    kind: OrganisationKind
    locality: Place


_MEMBERS = (
    sa.select(Organisation.id, Organisation.name, Organisation.kind)
    .add_columns(*(getattr(Locality, name) for name in Place._fields))
    .join(Organisation.locality)
    .join(Membership, Membership.organisation_id == Organisation.id)
    .where(Membership.federation_id == sa.bindparam("federation_id"), Membership.state == MembershipState.CONFIRMED)
    .order_by(*BY_NAME)
)


def list_members(federation_id: int) -> list[Member]:
    """By name: one query."""
    found = read(_MEMBERS, {"federation_id": federation_id})
    return [Member(member_id, name, kind, Place(*place)) for member_id, name, kind, *place in found]
