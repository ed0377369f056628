"""Organisations that a federation has listed and nobody acts for yet; somebody asks to take one of them over."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from werkzeug.datastructures import FileStorage

from network import clock
from network.accounts.demo_accounts import DOMAIN
from network.accounts.models import User
from network.accounts.services import new_session_key
from network.database import db
from network.demonstration.dates import moment_before
from network.demonstration.organisations import organisation_named
from network.demonstration.others import SOLIDARITY_FEDERATION
from network.demonstration.people import demo_actor, person_at
from network.organisations.acting import actor_of
from network.organisations.imports import carry_out, read_import
from network.organisations.requests import ask_claim

TABLE = Path(__file__).with_name("listed.csv")
CLAIMED = "Les Jardins du Terril"
CLAIMANT = ("jardins", "Aïcha Benhaddou")


def add_listed(today: date) -> None:
    """From a table, as a coordinator would bring it."""
    coordinator = demo_actor("coordination-solidaire")
    with clock.frozen(moment_before(today, days=12)), TABLE.open("rb") as file:
        upload = FileStorage(file, filename="membres.csv")
        carry_out(read_import(organisation_named(SOLIDARITY_FEDERATION), upload, actor=coordinator), actor=coordinator)
    with clock.frozen(moment_before(today, days=2)):
        ask_claim(organisation_named(CLAIMED), actor=actor_of(_add_claimant()))


def _add_claimant() -> User:
    account, name = CLAIMANT
    user = User(
        email=f"{account}@{DOMAIN}",
        name=name,
        password_hash=person_at("coordination").password_hash,
        session_key=new_session_key(),
        created_at=clock.now(),
    )
    db.session.add(user)
    db.session.flush()
    return user
