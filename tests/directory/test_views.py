"""The directory and the page of an organisation."""

from __future__ import annotations

import csv
import io

import pytest

from network.activity.queries import list_events
from network.actors import Actor, Role
from network.database import db
from network.organisations.models import OrganisationKind
from network.organisations.sites import SiteFacts, add_site
from network.resources.models import Audience
from tests.factories.accounts import UserFactory
from tests.factories.organisations import FederationFactory, MandateFactory, OrganisationFactory
from tests.factories.places import place
from tests.factories.resources import OfferFactory
from tests.helpers.queries import recorded_queries


@pytest.fixture
def user(client):
    """Somebody who reads in English."""
    user = UserFactory()
    client.log_in(user)
    with client.session_transaction() as session:
        session["language"] = "en"
    return user


def listed(page):
    return [tag.get_text(strip=True) for tag in page.select("#directory-results tbody th a")]


def test_the_list_with_its_count(client, user):
    OrganisationFactory(name="A", at="7800 Ath", headcount=1500, experiences={"wood": 2015})
    OrganisationFactory(name="B", kind=OrganisationKind.MAISON_MEDICALE, headcount=None)
    page = client.page("/structures/")
    assert listed(page) == ["A", "B"]
    assert page.select_one("[role=status]").get_text(strip=True) == "2 organisations"
    assert page.select_one("tbody tr").get_text(" ", strip=True) == "A ETA 7800 Ath 1,500 Wood"


def test_filters(client, user):
    federation = FederationFactory(name="Fédé")
    OrganisationFactory(name="Les Érables", at="7800 Ath", federations=[federation])
    OrganisationFactory(name="Autre")
    for query in (
        "q=erables",
        "q=ath",
        "area=hainaut",
        f"federation={federation.id}",
        "q=érable&kind=eta&area=hainaut",
    ):
        assert listed(client.page(f"/structures/?{query}")) == ["Les Érables"], query
    assert listed(client.page("/structures/?kind=federation")) == ["Fédé"]


def test_near_a_place_by_sector_and_by_what_they_offer(client, user):
    OrganisationFactory(name="Namur", experiences={"wood": 2015}, manager=user)
    ath = OrganisationFactory(name="Ath", at="7800 Ath", experiences={"wood": 2015})
    arlon = OrganisationFactory(name="Arlon", at="6700 Arlon")
    OfferFactory(organisation=ath, audience=Audience.NETWORK)
    OfferFactory(organisation=arlon, audience=Audience.CALCULATION)
    page = client.page("/structures/?place=7800 Ath")
    assert listed(page) == ["Ath", "Namur", "Arlon"], "the nearest first"
    assert "km away" in page.select("tbody tr")[1].get_text(" ", strip=True)
    assert listed(client.page("/structures/?place=5000 Namur&km=100")) == ["Namur", "Ath"]
    assert listed(client.page("/structures/?sector=wood&place=5000 Namur&km=10")) == ["Namur"]
    assert listed(client.page("/structures/?capability=trucks")) == ["Ath"], "as far as the reader may see"
    taken = client.post("/structures/export", data={"capability": "trucks"}).get_data(as_text=True)
    assert "Ath" in taken and "Arlon" not in taken


def test_by_language_and_by_the_nearest_site(client, user):
    """A site counts as the seat does for a distance, an area, words and the map."""
    OrganisationFactory(name="Ath", at="7800 Ath", languages=["fr", "nl"])
    arlon = OrganisationFactory(name="Arlon", at="6700 Arlon", languages=["fr"])
    add_site(arlon, SiteFacts("Antenne", place("7500 Tournai")), actor=Actor(roles={arlon.id: Role.MANAGER}))
    db.session.commit()
    assert listed(client.page("/structures/?language=nl")) == ["Ath"]
    for query in ("place=7500 Tournai&km=10", "area=hainaut&q=arlon", "q=tournai"):
        assert listed(client.page(f"/structures/?{query}")) == ["Arlon"], query
    page = client.page("/structures/?place=7500 Tournai")
    assert listed(page) == ["Arlon", "Ath"], "by the nearest site"
    assert "Antenne, 7500 Tournai" in page.select_one("tbody tr").get_text(" ", strip=True)
    assert f'"lat": {place("7500 Tournai").lat}' in page.select_one("#directory-map").parent.decode()


@pytest.mark.parametrize(
    "query",
    [
        "sector=nothing&capability=nothing&km=abc&language=nothing",
        "place=nowhere&km=5",
        "km=5",
        "kind=nothing",
        "area=atlantis",
        "federation=99999999999999999999",
        "page=0",
        "page=99999999999999999999",
        "page=x",
        "q=" + "x" * 10_000,
    ],
)
def test_odd_filters_are_passed_over(client, user, query):
    OrganisationFactory(name="A")
    assert listed(client.page(f"/structures/?{query}")) == ["A"]


def test_a_filter_that_cannot_be_read_is_said_above_the_results(client, user):
    """The results alone are drawn again when a filter changes: the field keeps its own error for the whole page."""
    for query, said in (
        ("place=Tombouctou", ["Near"]),
        ("km=5", ["Within"]),
        ("place=nowhere&km=5", ["Near"]),
        ("q=a", []),
    ):
        piece = client.page(f"/structures/?{query}", headers={"HX-Request": "true"})
        assert [title.get_text() for title in piece.select(".notice strong")] == said, query


def test_no_result_has_an_action(client, user):
    page = client.page("/structures/?q=zzz")
    assert "No organisation fits" in page.get_text()
    assert page.select_one(".empty-state a")["href"] == "/structures/"
    assert not page.select("form[action='/structures/export']")


def test_the_fragment_is_the_piece_of_the_page(client, user):
    OrganisationFactory(name="A")
    whole, piece = (
        client.page("/structures/?q=a", headers=headers).select_one("#directory-results")
        for headers in ({}, {"HX-Request": "true"})
    )
    for token in [*whole.select("[name=csrf_token]"), *piece.select("[name=csrf_token]")]:
        token["value"] = ""  # it holds the time
    assert piece == whole


def test_pages(client, user):
    for number in range(55):
        OrganisationFactory(name=f"N{number:02}")
    page = client.page("/structures/?kind=eta&page=2")
    assert listed(page) == [f"N{number}" for number in range(50, 55)]
    assert page.select_one("[role=status]").get_text(strip=True) == "55 organisations"
    assert "kind=eta" in page.select_one(".pages a[rel=prev]")["href"]


def test_as_many_queries_for_many_as_for_few(client, user):
    federation = FederationFactory(coordinator=user)

    def queries_of_the_list():
        with recorded_queries() as queries:
            client.page("/structures/")
        return len(queries)

    def add(count):
        for _number in range(count):
            organisation = OrganisationFactory(federations=[federation], experiences={"wood": 2015, "health": 2016})
            OfferFactory(organisation=organisation)

    add(2)
    few = queries_of_the_list()
    add(30)
    assert queries_of_the_list() == few <= 10


def test_the_page_of_an_organisation(client, user):
    federation = FederationFactory(name="Fédé")
    organisation = OrganisationFactory(
        name="L'Ardoise", federations=[federation], experiences={"wood": 2015}, address="Rue du Parc 3", at="7800 Ath"
    )
    page = client.page(f"/structures/{organisation.id}")
    text = page.main.get_text(" ", strip=True)
    assert page.h1.get_text(strip=True) == "L'Ardoise"
    for said in ("Rue du Parc 3, 7800 Ath", "Wood, since 2015", "Hainaut", "Fédé", "60"):
        assert said in text
    assert "Keep the sheet" not in text
    assert "What was done" not in text


def test_the_page_of_a_federation_leads_to_its_members(client, user):
    federation = FederationFactory()
    member = OrganisationFactory(federations=[federation])
    link = client.page(f"/structures/{federation.id}").find("a", string="See its member")
    assert listed(client.page(link["href"])) == [member.name]


def test_what_its_own_people_find_on_the_page(client, user):
    organisation = OrganisationFactory(manager=user)
    text = client.page(f"/structures/{organisation.id}").main.get_text(" ", strip=True)
    for said in ("Keep the sheet up to date", "Offer a resource", "You do not share anything yet", "What was done"):
        assert said in text
    OfferFactory(organisation=organisation)
    text = client.page(f"/structures/{organisation.id}").main.get_text(" ", strip=True)
    assert "2 trucks" in text
    assert "The coordination of our federations" in text


@pytest.mark.parametrize(("role", "sees"), [(Role.COORDINATOR, True), (Role.MEMBER, False)])
def test_history_is_for_the_coordination_of_its_federations(client, user, role, sees):
    federation = FederationFactory()
    organisation = OrganisationFactory(federations=[federation])
    MandateFactory(user=user, organisation=federation, role=role)
    assert ("What was done" in client.page(f"/structures/{organisation.id}").get_text()) is sees


def export(client, **filters):
    answer = client.post("/structures/export", data=filters)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=structures-20")
    text = answer.get_data(as_text=True)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter=";"))


def test_export__the_same_filters_and_who_took_it_is_logged(client, user):
    OrganisationFactory(name="A", at="7800 Ath", experiences={"wood": 2015}, bce="0123456749")
    OrganisationFactory(name="B")
    rows = export(client, area="hainaut")
    assert [row["Name"] for row in rows] == ["A"]
    assert rows[0]["Enterprise number"] == "0123.456.749"
    assert rows[0]["Sectors and experience"] == "Wood (2015)"
    event = list_events(user)[0]
    assert (event.verb, event.actor_id, event.after) == ("directory.exported", user.id, {"organisations": 1})


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_export__no_cell_begins_a_formula(client, user, name):
    OrganisationFactory(name=name)
    assert export(client)[0]["Name"] == f"'{name}"


def test_export__all_pages_in_a_constant_number_of_queries(client, user):
    for _number in range(60):
        OrganisationFactory()
    with recorded_queries() as queries:
        assert len(export(client)) == 60
    assert len(queries) <= 10


def test_nobody_reads_without_logging_in(client):
    organisation = OrganisationFactory()
    for url in ("/structures/", f"/structures/{organisation.id}"):
        assert client.get(url).location.startswith("/compte/connexion")
    assert client.post("/structures/export").status_code == 303
