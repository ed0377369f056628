"""The first two federations and their members, at real places; names, numbers and figures are invented."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from network import clock
from network.actors import SYSTEM
from network.database import db
from network.demonstration.dates import moment_before
from network.organisations.bce import bce_with_check
from network.organisations.facts import Facts
from network.organisations.models import (
    CountBasis,
    LegalForm,
    Membership,
    MembershipState,
    Organisation,
    OrganisationKind,
)
from network.organisations.services import register_organisation
from network.organisations.sites import SiteFacts, put_site
from network.places.models import Locality
from network.places.queries import get_locality

TABLE = Path(__file__).with_name("organisations.csv")
ETA_FEDERATION = "Fédération des ETA"
HEALTH_FEDERATION = "Fédération des maisons médicales"
SITES = (
    ("Les Ateliers de la Biesmelle", "Plateforme de compostage", "5640 Mettet", "Route de Fosses 112"),
    ("Les Ateliers de la Biesmelle", "Dépôt des camions", "5060 Tamines", ""),
    ("Le Trait d’Union", "Entrepôt du port", "6040 Jumet", "Quai du Bassin 3"),
    ("Mosane Travail adapté", "Atelier d’Andenne", "5300 Andenne", "Rue des Carrières 8"),
    ("Maison médicale de la Vesdre", "Antenne de Pepinster", "4860 Pepinster", ""),
)
EVIDENCE = {"Les Ateliers de la Biesmelle": {"green_waste": "Agrément de la Région pour la plateforme, 2021"}}
FIRST_BCE = 19_000_000  # no number that begins so has been given to anybody


def organisation_named(name: str) -> Organisation:
    """An organisation of the demonstration."""
    return db.session.scalars(sa.select(Organisation).filter_by(name=name)).one()


def add_organisations(today: date) -> None:
    """The federations, then their members, who joined one after the other over three years."""
    federations: dict[str, Organisation] = {}
    organisations: dict[str, Organisation] = {}
    for number, row in enumerate(_read_table()):
        with clock.frozen(moment_before(today, days=1200 - 8 * number)):
            organisation = register_organisation(_facts(row, number, today), actor=SYSTEM)
            organisations[organisation.name] = organisation
            if organisation.is_federation:
                federations[organisation.name] = organisation
            else:
                _join(organisation, federations[row["federation"]])
    db.session.flush()
    _add_sites(organisations)


def said_of_all(number: int, headcount: int, locality: Locality, today: date) -> dict[str, Any]:
    """What the sheets of the demonstration say of who works there: one in four no count, one in three no languages."""
    said: dict[str, Any] = {"headcount": headcount}
    if number % 4 != 3:
        basis = CountBasis.SOCIAL_BALANCE if number % 5 else CountBasis.ONSS
        said |= {"fte": headcount * 82, "counted_on": date(today.year - 1, 12, 31), "count_basis": basis}
    if number % 3 != 2:
        spoken = {"bruxelles": ["ar", "en", "fr", "nl"], "liege": ["de", "fr"]}
        said["languages"] = spoken.get(locality.area, ["fr"]) if number % 2 else ["fr"]
    return said


def _add_sites(organisations: dict[str, Organisation]) -> None:
    for name, site, place, address in SITES:
        put_site(organisations[name], SiteFacts(site, get_locality(*place.split(" ", 1)), address))


def _facts(row: dict[str, str], number: int, today: date) -> Facts:
    locality = get_locality(*row["place"].split(" ", 1))
    return Facts(
        kind=OrganisationKind(row["kind"]),
        name=row["name"],
        legal_form=LegalForm(row["legal_form"]),
        bce=bce_with_check(FIRST_BCE + number),
        locality=locality,
        address=row["address"],
        areas=[locality.area],
        description=row["description"],
        experiences=_experiences(row["sectors"], today.year),
        evidence=EVIDENCE.get(row["name"], {}),
        **said_of_all(number, int(row["headcount"]), locality, today),
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
