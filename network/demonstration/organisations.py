"""Two federations and their members, at real places; names, numbers and figures are invented."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from network import clock
from network.database import db
from network.demonstration.dates import moment_before
from network.organisations import models
from network.organisations.bce import bce_with_check
from network.organisations.models import Experience, Membership, Organisation
from network.organisations.queries import search_text
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
        with clock.frozen(moment_before(today, days=1200 - 13 * number)):
            organisation = _organisation(row, FIRST_BCE + number)
            organisation.experiences = list(_read_experiences(row["sectors"], today.year))
            if organisation.is_federation:
                federations[organisation.name] = organisation
            else:
                _join(organisation, federations[row["federation"]])
    db.session.flush()


def _organisation(row: dict[str, str], bce_base: int) -> Organisation:
    locality = get_locality(*row["place"].split(" ", 1))
    organisation = Organisation(
        name=row["name"],
        kind=models.OrganisationKind(row["kind"]),
        legal_form=models.LegalForm(row["legal_form"]),
        bce=bce_with_check(bce_base),
        locality=locality,
        address=row["address"],
        headcount=int(row["headcount"]),
        areas=[locality.area],
        description=row["description"],
        search_text=search_text(row["name"], locality),
        created_at=clock.now(),
    )
    db.session.add(organisation)
    return organisation


def _read_experiences(sectors: str, year: int) -> Iterator[Experience]:
    """`sectors` reads « wood:12;metalwork:15 »: years of practice in each."""
    for entry in filter(None, sectors.split(";")):
        sector, years = entry.split(":")
        yield Experience(sector=sector, since_year=year - int(years))


def _join(organisation: Organisation, federation: Organisation) -> None:
    state = models.MembershipState.CONFIRMED
    db.session.add(Membership(organisation=organisation, federation=federation, state=state, since=clock.now()))


def _read_table() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
