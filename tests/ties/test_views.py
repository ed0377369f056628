"""The page « Réseau » for each reader, and saying what two did together."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa
from flask import render_template

from network.database import db
from network.organisations.models import MembershipState
from network.ties.models import Evidence, EvidenceKind
from network.ties.neighbourhood import read_neighbourhood
from network.ties.queries import evidence_between
from tests.factories.accounts import UserFactory
from tests.factories.organisations import FederationFactory, MandateFactory, MembershipFactory, OrganisationFactory
from tests.helpers.queries import recorded_queries
from tests.helpers.soup import parse

FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def ties(circle):
    """Namur and Andenne visited each other and did an audit, Andenne and Huy share a post and more."""
    circle.together(circle.namur, circle.andenne)
    circle.together(circle.namur, circle.andenne, EvidenceKind.AUDIT)
    circle.together(circle.andenne, circle.huy, EvidenceKind.SHARED_POST)
    circle.together(circle.andenne, circle.huy, EvidenceKind.SUBCONTRACT)
    return circle


def see(client, circle, role, query=""):
    client.log_in(circle.people[role])
    return client.page(f"/reseau/{query}")


def links(page):
    """The links that the map draws: names and thickness."""
    data = json.loads(page.select_one("#network-map script").string)
    names = {point["id"]: point["label"].removeprefix("Atelier ") for point in data["points"]}
    return {(names[link["from"]], names[link["to"]], link["strength"]) for link in data["links"]}


def states(page):
    data = json.loads(page.select_one("#network-map script").string)
    return {point["label"].removeprefix("Atelier "): point["state"] for point in data["points"]}


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("coordinator", {("Namur", "Andenne", 1), ("Andenne", "Huy", 3)}),
        ("manager", {("Namur", "Andenne", 3)}),
        ("member", {("Namur", "Andenne", 3)}),
        ("third", {("Andenne", "Huy", 3)}),
        ("dinant", set()),
        ("federation member", set()),
        ("other coordinator", set()),
        ("administrator", set()),
    ],
)
def test_links__as_far_as_the_reader_may_see(client, ties, role, seen):
    """The audit makes Namur and Andenne know each other well: the two see so, their coordination does not."""
    page = see(client, ties, role, f"?federation={ties.federation.id}")
    assert links(page) == seen
    assert "Audit" not in page.main.get_text()


def test_links__as_a_graph_and_as_a_table(client, ties):
    page = see(client, ties, "coordinator")
    series = json.loads(page.select_one("#network-chart script").string)["series"][0]
    names = {node["id"]: node["name"] for node in series["data"]}
    drawn = {(names[edge["source"]], names[edge["target"]], edge["lineStyle"]["width"]) for edge in series["links"]}
    assert {node["label"]["formatter"] for node in series["data"]} == set(names.values()), "no kind in front"
    assert drawn == {("Atelier Namur", "Atelier Andenne", 1), ("Atelier Andenne", "Atelier Huy", 4)}
    rows = [[cell.get_text() for cell in row.select("th, td")] for row in page.select("#network-chart tbody tr")]
    assert [row[:3] for row in rows] == [
        ["Atelier Andenne", "Atelier Huy", "se connaissent bien"],
        ["Atelier Namur", "Atelier Andenne", "se connaissent un peu"],
    ]


def test_links__of_a_large_network_as_groups(client, ties, monkeypatch):
    """Past so many members the graph has a circle a group; the map the strongest links alone."""
    monkeypatch.setattr("network.ties.overview.MOST_DRAWN", 2)
    monkeypatch.setattr("network.ties.overview.MOST_LINES", 1)
    page = see(client, ties, "coordinator")
    assert links(page) == {("Andenne", "Huy", 3)}
    series = json.loads(page.select_one("#network-chart script").string)["series"][0]
    assert [node["name"] for node in series["data"]] == ["Atelier Andenne (3 structures)"]
    assert page.select_one("#network-chart tbody tr").get_text(" ", strip=True).startswith("Atelier Andenne")
    assert len(page.select("#network > p.muted")) == 3, "both are said, beside what a link is"


def test_links__never_as_a_score(client, ties):
    text = see(client, ties, "coordinator").get_text()
    assert not {"76", "25", "strength", "score"} & set(text.split())


def test_links__none_yet_offers_what_to_do(client, circle):
    page = see(client, circle, "manager")
    assert page.find(string="Pas encore de lien")
    assert page.find("a", href=f"/structures/?federation={circle.federation.id}")


def test_filters__strong_links_alone(client, ties):
    assert links(see(client, ties, "coordinator", "?grade=40")) == {("Andenne", "Huy", 3)}


def test_filters__area(client, ties):
    assert set(states(see(client, ties, "coordinator", "?area=namur"))) == {"Namur", "Andenne"}
    assert not see(client, ties, "coordinator", "?area=bruxelles").select_one("#network-map")


def test_filters__federation_of_ones_own_first(client, circle):
    assert set(states(see(client, circle, "dinant"))) == {"Dinant"}
    assert set(states(see(client, circle, "coordinator"))) == {"Namur", "Andenne", "Huy"}
    assert set(states(see(client, circle, "coordinator", f"?federation={circle.other_federation.id}"))) == {"Dinant"}


def table(page):
    return [[cell.get_text() for cell in row.select("th, td")][:3] for row in page.select("#network-chart tbody tr")]


def test_layers__who_is_near_whom(client, ties):
    """Neighbours within reach, the nearest first; whether they know each other as far as the reader may know it."""
    near = see(client, ties, "coordinator", "?couche=voisinage")
    assert links(near) == {("Namur", "Andenne", 1), ("Andenne", "Huy", 3), ("Namur", "Huy", 0)}
    assert table(near)[-1] == ["Atelier Namur", "Atelier Huy", "ne se connaissent pas encore"]
    assert links(see(client, ties, "coordinator", "?couche=voisinage&km=20")) == {
        ("Namur", "Andenne", 1),
        ("Andenne", "Huy", 3),
    }
    seen = see(client, ties, "manager", "?couche=voisinage")
    assert links(seen) == {("Namur", "Andenne", 3), ("Namur", "Huy", 0), ("Andenne", "Huy", 1)}
    assert ["Atelier Andenne", "Atelier Huy", "–"] in table(seen), "what these two did is not for the reader"


def test_layers__federations_in_common(client, circle):
    page = see(client, circle, "coordinator", "?couche=federations")
    assert page.find(string="Pas d’autre fédération")
    MembershipFactory(organisation=circle.huy, federation=circle.other_federation)
    MembershipFactory(organisation=circle.namur, federation=circle.other_federation, state=MembershipState.LEFT)
    page = see(client, circle, "manager", f"?couche=federations&federation={circle.federation.id}")
    assert states(page) == {"Namur": "lead", "Andenne": "possible", "Huy": "partner"}
    assert table(page) == [[circle.federation.name, circle.other_federation.name, "1 structure membre"]]
    assert not links(page)


@pytest.mark.parametrize("query", ["?federation=0", "?couche=x&federation=x&km=-1&grade=7&area=nowhere", "?km=100000"])
def test_filters__what_cannot_be_read_is_passed_over(client, circle, query):
    page = see(client, circle, "coordinator", query)
    assert set(states(page)) == {"Namur", "Andenne", "Huy"}
    assert "N’est pas un choix valide." in [error.get_text(strip=True) for error in page.select(".form-error")]


def test_filters__as_a_fragment(client, circle):
    client.log_in(circle.people["coordinator"])
    response = client.get("/reseau/?km=10", headers=FRAGMENT)
    assert parse(response).select_one("#network")
    assert not parse(response).select_one("h1")


class TestIsolated:
    def test_the_coordination_sees_whom_and_what_to_do(self, client, circle):
        """At 16 km Andenne has both within 20 km; at 10 km everyone is alone."""
        circle.together(circle.huy, circle.andenne)
        circle.together(circle.namur, circle.huy)
        page = see(client, circle, "coordinator", "?km=10")
        cards = {
            card.select_one(".item-title").get_text(strip=True): card.get_text(" ") for card in page.select(".item")
        }
        assert "premier petit pas" in cards["Atelier Andenne"]
        assert "connaît Atelier Huy, qui peut la présenter à Atelier Andenne" in cards["Atelier Namur"]
        assert set(states(page).values()) == {"interested"}

    def test_who_knows_nobody(self, client, circle):
        page = see(client, circle, "coordinator", "?km=10")
        assert "emmenez-la chez Atelier Andenne" in page.get_text(" ")

    def test_the_only_member(self, client, circle):
        text = see(client, circle, "other coordinator").get_text(" ")
        assert "C’est la seule" in text

    def test_nobody(self, client, circle):
        assert see(client, circle, "coordinator", "?km=20").find(string="Aucune structure n’est isolée")

    @pytest.mark.parametrize("role", ["manager", "federation member", "other coordinator", "administrator"])
    def test_the_list_is_for_the_coordination(self, client, circle, role):
        page = see(client, circle, role, f"?km=10&federation={circle.federation.id}")
        assert len(page.select("#network .card")) == 2

    def test_ones_own_is_told(self, client, circle):
        assert see(client, circle, "manager", "?km=10").find(string="Votre structure est isolée")
        assert not see(client, circle, "manager", "?km=20").find(string="Votre structure est isolée")

    def test_isolation_does_not_stop_at_the_border_of_an_area(self, client, circle):
        """Huy, in the province of Liège, has Andenne 11 km away in that of Namur."""
        assert states(see(client, circle, "coordinator", "?km=20&area=liege")) == {"Huy": "possible"}


def test_no_federation_at_all(client, database, noon):
    client.log_in(UserFactory())
    assert client.page("/reseau/").select_one("#network .empty-state")


def test_queries__as_many_for_thirty_members(client, circle):
    def count():
        db.session.commit()
        with recorded_queries() as queries:
            see(client, circle, "coordinator")
        return len(queries)

    circle.together(circle.namur, circle.andenne)
    before = count()
    for number in range(27):
        newcomer = OrganisationFactory(federations=[circle.federation])
        circle.together(newcomer, circle.huy, days=number)
    assert count() == before


class TestDeclaring:
    def form(self, **typed):
        return {"kind": "meeting", "happened_on": "2026-11-20", "title": "Café"} | typed

    def test_it_is_noted_and_confirmed(self, client, circle):
        client.log_in(circle.people["manager"])
        response = client.post(f"/reseau/declarer/{circle.andenne.id}", data=self.form())
        assert response.location == f"/structures/{circle.andenne.id}"
        evidence = db.session.scalars(sa.select(Evidence)).one()
        client.log_in(circle.people["other side"])
        assert client.post(f"/reseau/preuves/{evidence.id}/confirmer").location == f"/structures/{circle.namur.id}"
        assert evidence_between(circle.namur.id, circle.andenne.id, circle.actor("coordinator")) == [evidence]
        take_back = f"form[action='/reseau/preuves/{evidence.id}/refuser']"
        assert client.page(f"/reseau/declarer/{circle.namur.id}").select(take_back)

    def test_it_is_refused(self, client, circle):
        evidence = circle.together(circle.namur, circle.andenne, unconfirmed_by=circle.andenne)
        client.log_in(circle.people["other side"])
        assert client.post(f"/reseau/preuves/{evidence.id}/refuser").location == f"/structures/{circle.namur.id}"
        assert db.session.scalars(sa.select(Evidence)).all() == []

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"happened_on": ""}, "happened_on"),
            ({"happened_on": "2026-11-23"}, "happened_on"),
            ({"happened_on": "1999-01-01"}, "happened_on"),
            ({"happened_on": "31/02/2026"}, "happened_on"),
            ({"kind": "audit"}, "kind"),
            ({"title": "x" * 161}, "title"),
        ],
    )
    def test_what_cannot_be(self, client, circle, typed, field):
        client.log_in(circle.people["manager"])
        response = client.post(f"/reseau/declarer/{circle.andenne.id}", data=self.form(**typed))
        assert response.status_code == 422
        assert parse(response).select_one(f"#{field}-error")
        assert db.session.scalars(sa.select(Evidence)).all() == []

    @pytest.mark.parametrize(("role", "status"), [("third", 404), ("coordinator", 404), ("other side's member", 403)])
    def test_answering_is_for_the_other_side(self, client, circle, role, status):
        evidence = circle.together(circle.namur, circle.andenne, unconfirmed_by=circle.andenne)
        client.log_in(circle.people[role])
        for answer in ("confirmer", "refuser"):
            assert client.post(f"/reseau/preuves/{evidence.id}/{answer}").status_code == status


class TestNeighbourhood:
    """The pieces of an organisation's sheet."""

    def see(self, app, circle, organisation, role):
        actor = circle.actor(role)
        with app.test_request_context():
            neighbourhood = read_neighbourhood(organisation, actor)
            pieces = ("to_confirm", "near", "ties")
            return "".join(render_template(f"ties/_{piece}.html", neighbourhood=neighbourhood) for piece in pieces)

    def test_who_is_near(self, app, circle):
        text = self.see(app, circle, circle.namur, "dinant")
        assert text.index("Atelier Andenne") < text.index("Atelier Dinant") < text.index("Atelier Huy")
        assert "isolée" not in text

    def test_with_whom_it_worked_and_when(self, app, ties):
        text = self.see(app, ties, ties.namur, "manager")
        assert "elles se connaissent bien" in text
        assert "22 novembre 2026" in text
        assert "Audit réciproque" in text

    @pytest.mark.parametrize("role", ["third", "dinant", "federation member", "other coordinator", "administrator"])
    def test_not_for_others(self, app, ties, role):
        text = self.see(app, ties, ties.namur, role)
        assert "se connaissent" not in text
        assert "Audit réciproque" not in text

    def test_the_coordination_sees_no_audit(self, app, ties):
        text = self.see(app, ties, ties.namur, "coordinator")
        assert "elles se connaissent un peu" in text
        assert "Audit réciproque" not in text

    def test_isolated(self, app, circle):
        arlon = OrganisationFactory(name="Atelier Arlon", at="6700 Arlon", federations=[circle.federation])
        text = self.see(app, circle, arlon, "dinant")
        assert "isolée" in text
        assert "plus proche de sa fédération est Atelier Huy" in text

    def test_what_waits_to_be_confirmed(self, app, circle):
        circle.together(circle.namur, circle.andenne, unconfirmed_by=circle.andenne, title="Visite du dépôt")
        assert "Visite du dépôt" in self.see(app, circle, circle.namur, "other side")
        assert "Visite du dépôt" not in self.see(app, circle, circle.huy, "other side")
        assert "Visite du dépôt" not in self.see(app, circle, circle.namur, "coordinator")

    def test_saying_what_one_did_is_offered_on_the_sheets_of_others(self, app, circle):
        offer = f"/reseau/declarer/{circle.namur.id}"
        assert offer in self.see(app, circle, circle.namur, "third")
        assert offer not in self.see(app, circle, circle.namur, "manager")
        assert offer not in self.see(app, circle, circle.namur, "other side's member")

    def test_a_constant_number_of_queries(self, app, circle):
        def count():
            organisation, actor = circle.namur, circle.actor("coordinator")
            assert organisation.locality.name
            with recorded_queries() as queries:
                read_neighbourhood(organisation, actor)
            return len(queries)

        circle.together(circle.namur, circle.andenne)
        before = count()
        for number in range(10):
            newcomer = OrganisationFactory(federations=[circle.federation])
            circle.together(newcomer, circle.namur, days=number)
        assert count() == before == 6

    def test_a_federation_has_no_neighbours(self, app, circle):
        assert "À proximité" not in self.see(app, circle, circle.federation, "manager")


def test_acting_for_a_second_federation(client, circle):
    """The page opens on the federation that one looks from."""
    second = FederationFactory(name="Une autre")
    MandateFactory(user=circle.people["coordinator"], organisation=second)
    client.log_in(circle.people["coordinator"])
    with client.session_transaction() as session:
        session["organisation_id"] = second.id
    assert client.page("/reseau/").select_one(f"#federation option[value='{second.id}'][selected]")
