"""Two federations and their members, at real places; names, numbers and figures are invented."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from network import clock
from network.actors import SYSTEM
from network.database import db
from network.demonstration.dates import moment_before
from network.organisations.bce import bce_with_check
from network.organisations.facts import Facts
from network.organisations.models import LegalForm, Membership, MembershipState, Organisation, OrganisationKind
from network.organisations.services import register_organisation
from network.places.queries import get_locality

TABLE = Path(__file__).with_name("organisations.csv")
ETA_FEDERATION = "Fédération des ETA"
HEALTH_FEDERATION = "Fédération des maisons médicales"
FIRST_BCE = 19_000_000  # no number that begins so has been given to anybody


def organisation_named(name: str) -> Organisation:
    """An organisation of the demonstration."""
    return db.session.scalars(sa.select(Organisation).filter_by(name=name)).one()


def add_organisations(today: date) -> None:
    """The federations, then their members, who joined one after the other over three years."""
    federations: dict[str, Organisation] = {}
    for number, row in enumerate(_read_table()):
        with clock.frozen(moment_before(today, days=1200 - 8 * number)):
            facts = _facts(row, bce_with_check(FIRST_BCE + number), today.year)
            organisation = register_organisation(OrganisationKind(row["kind"]), facts, actor=SYSTEM)
            if organisation.is_federation:
                federations[organisation.name] = organisation
            else:
                _join(organisation, federations[row["federation"]])
    db.session.flush()


def _facts(row: dict[str, str], bce: str, year: int) -> Facts:
    locality = get_locality(*row["place"].split(" ", 1))
    return Facts(
        name=row["name"],
        legal_form=LegalForm(row["legal_form"]),
        bce=bce,
        locality=locality,
        address=row["address"],
        headcount=int(row["headcount"]),
        areas=[locality.area],
        description=row["description"],
        experiences=_experiences(row["sectors"], year),
    )


def _experiences(sectors: str, year: int) -> dict[str, int]:
    """The first year in each sector from « wood:12;metalwork:15 », years of practice."""
    years = (entry.split(":") for entry in sectors.split(";") if entry)
    return {sector: year - int(count) for sector, count in years}


def _join(organisation: Organisation, federation: Organisation) -> None:
    state = MembershipState.CONFIRMED
    db.session.add(Membership(organisation=organisation, federation=federation, state=state, since=clock.now()))


def _read_table() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
