"""A manager for every other organisation of the demonstration, so that each can answer for itself."""

from __future__ import annotations

import random
from datetime import date

import sqlalchemy as sa

from network import clock
from network.accounts.demo_accounts import DOMAIN, EXTRA, PASSWORD
from network.accounts.passwords import hash_password
from network.accounts.services import create_user
from network.actors import Role
from network.database import db
from network.demonstration.dates import moment_before
from network.organisations.models import Mandate, Organisation, OrganisationKind

SEED = 2010
FIRST_NAMES = (
    "Amélie Bernard Catherine Daniel Émilie Fabrice Ghislaine Hassan Inès Jérôme Karima Laurent Martine Noémie Olivier"
)
LAST_NAMES = (
    "Adam Baudoux Claes Dumont Evrard Fontaine Gérard Hubert Istasse Jacobs Kaya Lejeune Mertens Noël Paquet Simon"
)


def add_managers(today: date) -> None:
    """One manager each where there is none, with the password of all the others."""
    draw = random.Random(SEED)
    kept_hash = hash_password(PASSWORD)
    managed = sa.select(Mandate.organisation_id)
    query = sa.select(Organisation).where(
        Organisation.id.not_in(managed), Organisation.kind != OrganisationKind.FEDERATION
    )
    for organisation in db.session.scalars(query.order_by(Organisation.id)).all():
        name = f"{draw.choice(FIRST_NAMES.split())} {draw.choice(LAST_NAMES.split())}"
        with clock.frozen(moment_before(today, days=draw.randrange(60, 400))):
            user = create_user(email=f"{EXTRA}{organisation.id}@{DOMAIN}", name=name, password_hash=kept_hash)
            db.session.add(Mandate(user=user, organisation=organisation, role=Role.MANAGER, since=clock.now()))
    db.session.flush()
