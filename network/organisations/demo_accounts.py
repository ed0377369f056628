"""What the log-in page of the demonstration says of each of its people: for whom they act."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from network.accounts.demo_accounts import register_roles
from network.accounts.models import User
from network.actors import Role
from network.database import db
from network.organisations.models import Mandate, Organisation

WORDS = {
    Role.COORDINATOR: _l("coordinates %(organisation)s"),
    Role.MANAGER: _l("manages %(organisation)s"),
    Role.MEMBER: _l("works at %(organisation)s"),
}


def roles_of(users: Sequence[User]) -> dict[int, list[str]]:
    """For each person, what they do and where, in the reader's language."""
    query = sa.select(Mandate.user_id, Mandate.role, Organisation.name).join(Mandate.organisation)
    roles: dict[int, list[str]] = {}
    for user_id, role, name in db.session.execute(query.where(Mandate.user_id.in_([user.id for user in users]))):
        roles.setdefault(user_id, []).append(str(WORDS[role]) % {"organisation": name})
    return roles


register_roles(roles_of)
