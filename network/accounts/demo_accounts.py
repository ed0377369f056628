"""The accounts of the demonstration, shown on its log-in page. They exist nowhere else: `make serve` refuses them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import sqlalchemy as sa

from network.accounts.models import User
from network.database import db

DOMAIN = "demo.maillage.example"
EXTRA = "gestion-"  # managers who are there for completeness: not listed on the log-in page
PASSWORD = "maillage-demo"

RolesOf = Callable[[Sequence[User]], Mapping[int, Sequence[str]]]

_roles_of: list[RolesOf] = []


def register_roles(roles_of: RolesOf) -> None:
    """Say how a feature above tells what people do: from people to their roles in words, by id."""
    _roles_of.append(roles_of)


def list_demo_accounts() -> list[User]:
    """The people of the demonstration, in the order in which they were made."""
    listed = sa.and_(User.email.endswith(f"@{DOMAIN}"), User.email.not_like(f"{EXTRA}%"))
    return list(db.session.scalars(sa.select(User).where(listed).order_by(User.id)))


def describe_roles(users: Sequence[User]) -> dict[int, list[str]]:
    """What each of these people does, in words, by id."""
    described = [roles_of(users) for roles_of in _roles_of]
    return {user.id: [role for roles in described for role in roles.get(user.id, [])] for user in users}
