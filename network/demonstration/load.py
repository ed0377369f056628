"""Loading the demonstration: the steps, in the order in which one stands on the other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import sqlalchemy as sa

from network.accounts.models import User
from network.database import db, writing
from network.demonstration.audits import add_audits
from network.demonstration.calls import add_calls
from network.demonstration.charters import add_charters
from network.demonstration.consortia import add_consortia
from network.demonstration.contacts import add_contacts
from network.demonstration.decided import add_decided_call
from network.demonstration.hires import add_hires
from network.demonstration.listed import add_listed
from network.demonstration.managers import add_managers
from network.demonstration.offers import add_offers
from network.demonstration.organisations import add_organisations
from network.demonstration.others import add_others
from network.demonstration.people import add_people
from network.demonstration.projects import add_projects
from network.demonstration.ties import add_ties
from network.demonstration.to_judge import add_call_to_judge
from network.organisations.models import Organisation

STEPS: tuple[Callable[[date], None], ...] = (
    add_organisations,
    add_people,
    add_managers,
    add_contacts,
    add_ties,
    add_offers,
    add_calls,
    add_consortia,
    add_charters,
    add_decided_call,
    add_audits,
    add_hires,
    add_others,
    add_projects,
    add_listed,
    add_call_to_judge,
)


def load_demonstration(*, today: date) -> bool:
    """Fill an empty database, in a transaction of its own, with dates up to `today`; False when it holds anything."""
    with writing():
        if db.session.scalar(sa.select(User.id).limit(1)) or db.session.scalar(sa.select(Organisation.id).limit(1)):
            db.session.rollback()
            return False
        for step in STEPS:
            step(today)
        db.session.commit()
    return True
