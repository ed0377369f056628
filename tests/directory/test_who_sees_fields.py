"""What each reader sees of each field of a sheet, as docs/who-sees-what.md says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from network.activity.services import record
from network.actors import SYSTEM
from network.organisations.models import ContactAudience, CountBasis
from network.resources.models import Audience
from tests.factories.accounts import UserFactory
from tests.factories.organisations import (
    ContactFactory,
    ExperienceFactory,
    FederationFactory,
    OrganisationFactory,
    SiteFactory,
)
from tests.factories.resources import NeedFactory, OfferFactory

DOCS = Path(__file__).parents[2] / "docs" / "who-sees-what.md"
READERS = [
    *("its own people", "its rival", "its federation", "another federation"),
    *("administrator", "anonymous visitor"),
]
SHOWN = {
    "name": "L’Ardoise bleue",
    "kind": "Sheltered workshop",
    "legal form": "Non-profit association",
    "enterprise number": "1949.",
    "address of the seat": "Rue du Seuil 7",
    "other sites": "Quai aux briques",
    "workers": "41 (",
    "full-time equivalents": "38.5 full-time",
    "day and source of the count": "on 30 June 2020 – ONSS",
    "languages": "German",
    "areas served": "Brussels",
    "sector and year": "Wood, since 1998",
    "what shows the experience": "Label de 2019",
    "presentation": "Nous rabotons",
    "federations": "Fédération du rabot",
    "what the sheet does not say yet": "does not say yet",
    "what was done on it, and by whom": "changed the sheet",
    "what a federation answered to it, and why": "autre territoire",
    "who asked to be called back": "asked to be called back",
    "whose mandate was given, changed or ended": "may do for the organisation",
    "contact person for the network": "Rita Réseau",
    "contact person for the federations": "Fanny Fédé",
    "offer to the network": "offre-reseau",
    "offer to the federation": "offre-federation",
    "offer to the coordination": "offre-coordination",
    "offer for calculation alone": "offre-calcul",
    "need for the network": "besoin-reseau",
    "need for the coordination": "besoin-coordination",
}


def table():
    """The rows of the section: for each field what each reader is said to see."""
    section = DOCS.read_text(encoding="utf-8").split("## A sheet, field by field")[1].split("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line[:1] == "|"]
    assert rows[0][1:] == READERS
    return {row[0]: dict(zip(READERS, row[1:], strict=True)) for row in rows[2:]}


def readers():
    """A person for each reader but the visitor, and the organisation that they read."""
    people = {name: UserFactory(is_administrator=name == "administrator") for name in READERS[:-1]}
    federation = FederationFactory(name="Fédération du rabot", coordinator=people["its federation"])
    FederationFactory(coordinator=people["another federation"])
    OrganisationFactory(federations=[federation], manager=people["its rival"])
    organisation = OrganisationFactory(
        name="L’Ardoise bleue",
        bce="1949999908",
        address="Rue du Seuil 7",
        headcount=41,
        fte=3850,
        counted_on=date(2020, 6, 30),
        count_basis=CountBasis.ONSS,
        languages=["de"],
        areas=["bruxelles"],
        description="Nous rabotons.",
        federations=[federation],
        manager=people["its own people"],
    )
    return people, organisation


def fill(organisation):
    """All that the sheet may say besides."""
    SiteFactory(organisation=organisation, name="Quai aux briques")
    ExperienceFactory(organisation=organisation, since_year=1998, evidence="Label de 2019")
    ContactFactory(organisation=organisation, name="Rita Réseau")
    ContactFactory(organisation=organisation, name="Fanny Fédé", audience=ContactAudience.FEDERATION)
    for audience, word in (
        (Audience.NETWORK, "reseau"),
        (Audience.FEDERATION, "federation"),
        (Audience.COORDINATION, "coordination"),
        (Audience.CALCULATION, "calcul"),
    ):
        OfferFactory(organisation=organisation, audience=audience, details=f"offre-{word}")
        NeedFactory(organisation=organisation, audience=audience, details=f"besoin-{word}")
    record("membership.refused", organisation, actor=SYSTEM, after={"reason": "autre territoire"})
    for verb in ("contact.asked", "mandate.role_changed"):
        record(verb, organisation, actor=SYSTEM)
    record("organisation.updated", organisation, actor=SYSTEM, before={"headcount": 1}, after={"headcount": 41})


def test_every_field_is_seen_as_the_table_says(client):
    said = table()
    assert said.keys() == SHOWN.keys()
    people, organisation = readers()
    fill(organisation)
    url = f"/structures/{organisation.id}"
    pages = {"anonymous visitor": client.get(url).get_data(as_text=True)}
    for name, user in people.items():
        client.log_in(user)
        with client.session_transaction() as session:
            session["language"] = "en"
        pages[name] = client.page(url).get_text(" ", strip=True)
    seen = {
        field: {name: "yes" if words in pages[name] else "no" for name in READERS} for field, words in SHOWN.items()
    }
    assert seen == said
