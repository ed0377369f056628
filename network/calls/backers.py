"""Who finances, launches and decides a call: an organisation of the network, or a name in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from network.database import db
from network.organisations.models import Organisation

if TYPE_CHECKING:
    from network.calls.models import Call

BACKERS = {"funder": _l("Financed by"), "launcher": _l("Launched by"), "decider": _l("Decided by")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Backer:
    """One of the three as the page shows it; `organisation_id` where it has a sheet here."""

    label: str
    name: str
    organisation_id: int | None


def backer_facts(role: str, name: str | None) -> dict[str, Any]:
    """The columns of a backer from the name typed: the one organisation that is called so stands beside it."""
    name = name or ""
    found = db.session.scalars(sa.select(Organisation.id).where(Organisation.name == name).limit(2)).all()
    return {role: name, f"{role}_id": found[0] if name and len(found) == 1 else None}


def backers_of(call: Call) -> list[Backer]:
    """Who finances the call, where it is said, who launched it and who decides: the federation where none is named."""
    found = []
    for role, label in BACKERS.items():
        name, organisation_id = getattr(call, role), getattr(call, f"{role}_id")
        if not name and role != "funder":
            name, organisation_id = call.federation.name, call.federation_id
        if name:
            found.append(Backer(label=str(label), name=name, organisation_id=organisation_id))
    return found
