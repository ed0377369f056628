"""Who acts: a person with the roles held in organisations, handed as an argument to every service and policy."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field


class Role(enum.StrEnum):
    """What a person may do for an organisation: engage it, contribute to it, or coordinate a federation."""

    MANAGER = "manager"
    MEMBER = "member"
    COORDINATOR = "coordinator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person (`user_id` None: the platform) with `roles` by organisation id, now looking from `organisation_id`."""

    user_id: int | None = None
    name: str = ""
    organisation_id: int | None = None
    roles: Mapping[int, Role] = field(default_factory=dict)
    is_administrator: bool = False

    def belongs_to(self, organisation_id: int | None) -> bool:
        """Holds any role in the organisation."""
        return organisation_id in self.roles

    def engages(self, organisation_id: int | None) -> bool:
        """May commit the organisation: its manager, or the coordinator of a federation."""
        return organisation_id is not None and self.roles.get(organisation_id) in (Role.MANAGER, Role.COORDINATOR)

    def coordinates(self, federation_id: int | None) -> bool:
        """Is coordinator of the federation."""
        return federation_id is not None and self.roles.get(federation_id) is Role.COORDINATOR


ANONYMOUS = Actor()
SYSTEM = Actor(name="Maillage")
