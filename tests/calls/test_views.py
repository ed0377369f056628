"""Pages of calls and projects."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from network.calls.models import CallState, Interest
from network.database import db
from tests.factories.accounts import UserFactory
from tests.factories.consortia import Story, story
from tests.helpers.soup import parse

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def tale(client) -> Story:
    return story(members=2, envelope=390_000)


@pytest.fixture
def coordinator(client, tale):
    client.log_in(tale.coordinator)
    return client


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.get_data(as_text=True), "lxml")


def test_call__criteria_in_words(coordinator, tale):
    tale.project.call.criteria = {
        "min_partners": 3,
        "min_kind": {"eta": 3, "maison_medicale": 1},
        "small_below": 100,
        "min_small": 1,
        "min_areas": 4,
        "requires": {"storage_m2": 2000},
        "budget_cap": 100_000,
        "max_km_to_lead": 80,
        "lead_experienced": False,
    }
    db.session.commit()
    rules = [rule.get_text() for rule in coordinator.page(f"/appels/{tale.project.call_id}").select(".rule-list li")]
    assert rules == [
        "Au moins 3 partenaires",
        "Au moins 3 ETA",
        "Au moins 1 maison médicale",
        "Dont 1 de moins de 100 travailleurs",
        "4 provinces couvertes au moins",
        "Stockage\u00a0: 2\u202f000\u00a0m² en tout",
        "100\u202f000\u00a0€ au plus pour le projet",
        "Tous à 80\u00a0km au plus de l’interlocuteur unique",
    ]


def test_call__a_draft_is_for_its_federation(client, tale):
    tale.project.call.state = CallState.DRAFT
    db.session.commit()
    client.log_in(tale.managers[0])
    assert client.get(f"/appels/{tale.project.call_id}").status_code == 404
    client.log_in(tale.coordinator)
    assert client.get(f"/appels/{tale.project.call_id}").status_code == 200


def test_add_project__then_found_on_the_call(coordinator, tale):
    response = coordinator.post(
        f"/appels/{tale.project.call_id}/projets", data={"title": "  Emballage 📦 ", "expected_jobs": "1.000"}
    )
    assert response.status_code == 303
    assert "Emballage 📦" in coordinator.page(f"/appels/{tale.project.call_id}").get_text()
    assert "1\u202f000" in coordinator.page(response.location).get_text()


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 10_000}, "title"),
        ({"title": "Bon", "summary": "x" * 5001}, "summary"),
        ({"title": "Bon", "expected_jobs": "2,5"}, "expected_jobs"),
        ({"title": "Bon", "expected_jobs": "-3"}, "expected_jobs"),
        ({"title": "Bon", "expected_jobs": "9" * 40}, "expected_jobs"),
    ],
)
def test_add_project__what_is_wrong_is_said_beside_the_field(coordinator, tale, data, field):
    answer = coordinator.post(f"/appels/{tale.project.call_id}/projets", data=data)
    assert answer.status_code == 422
    page = soup(answer)
    assert page.find(id=f"{field}-error").get_text(strip=True)
    assert page.find(id="title")["value"] == data["title"]


def test_add_project__not_once_the_call_is_closed(coordinator, tale):
    tale.project.call.state = CallState.CLOSED
    db.session.commit()
    response = coordinator.post(
        f"/appels/{tale.project.call_id}/projets", data={"title": "Tard", "summary": "Mot à mot"}
    )
    assert response.status_code == 409
    kept = parse(response).main.get_text()
    assert "Tard" in kept
    assert "Mot à mot" in kept


def typed(version, who):
    return {"version": version, "title": f"Le titre du {who}", "sector": "logistics"}


def test_edit_project__the_second_of_two_sees_what_changed(coordinator, tale):
    url = f"/appels/projets/{tale.project.id}/modifier"
    version = coordinator.page(url).find("input", attrs={"name": "version"})["value"]
    needs = {"requires_trucks": "7"}
    assert coordinator.post(url, data=typed(version, "premier") | needs).status_code == 303
    answer = coordinator.post(url, data=typed(version, "second"))
    page = soup(answer)
    assert answer.status_code == 409
    stands = page.find(class_="tone-todo").get_text()
    assert "Le titre du premier" in stands
    assert "7\xa0camions" in stands
    assert page.find(id="title")["value"] == "Le titre du second"
    again = page.find("input", attrs={"name": "version"})["value"]
    answer = coordinator.post(url, data=typed(again, "second") | {"sector": "green_waste"})
    log = coordinator.page(answer.location).find(id="activity-log").get_text(" ", strip=True)
    assert "7\xa0camions en tout → –" in log
    assert "Thème\xa0: Logistique → Compost et déchets verts" in log


def test_edit_project__sent_twice(coordinator, tale):
    url = f"/appels/projets/{tale.project.id}/modifier"
    typed = {"version": tale.project.version, "title": "Un titre", "sector": "logistics", "expected_jobs": "3"}
    assert [coordinator.post(url, data=typed).status_code for _again in range(2)] == [303, 303]


def test_add_project__sent_twice_is_one(coordinator, tale):
    url = f"/appels/{tale.project.call_id}/projets"
    typed = {"title": "Un titre", "summary": "Un résumé", "expected_jobs": "3"}
    assert len({coordinator.post(url, data=typed).location for _again in range(2)}) == 1


def test_declare_interest__said_again_it_replaces(client, tale):
    client.log_in(tale.managers[0])
    url = f"/appels/projets/{tale.project.id}/interet"
    for answer, asks in (("yes", "12.000"), ("no", "")):
        assert client.post(url, data={"answer": answer, "asks": asks}).status_code == 303
    mine = Interest.query.filter_by(organisation_id=tale.members[0].id).one()
    assert (mine.answer, mine.asks) == ("no", 0)


def test_declare_interest__an_answer_that_does_not_exist(client, tale):
    client.log_in(tale.managers[0])
    answer = client.post(f"/appels/projets/{tale.project.id}/interet", data={"answer": "perhaps", "asks": "12"})
    assert answer.status_code == 422
    assert soup(answer).find(id="asks")["value"] == "12"


def test_declare_interest__not_for_people_without_an_organisation(client, tale):
    client.log_in(UserFactory())
    assert client.post(f"/appels/projets/{tale.project.id}/interet", data={"answer": "yes"}).status_code == 403
