"""Pages of what came of a groupement."""

from __future__ import annotations

import pytest

from network import clock
from network.consortia.models import ConsortiumState
from network.database import db
from network.followups.models import FollowUp
from tests.factories.consortia import story
from tests.factories.followups import FollowUpFactory, confirmed
from tests.helpers.soup import parse

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def tale(client):
    return story(members=3)


@pytest.fixture
def row(tale):
    return FollowUpFactory(partner=confirmed(tale).partners[0])


def test_from_the_dashboard_to_what_all_delivered(client, tale, row):
    client.log_in(tale.managers[0])
    url = f"/suivi/{row.id}"
    assert client.page("/").find("a", href=url)
    assert client.page(url).find(id="quantity_trucks")["value"] == "1"
    typed = {"version": row.version, "quantity_trucks": "0", "jobs": "2", "remark": "Le camion est en panne."}
    assert client.post(url, data=typed).status_code == 303
    assert not client.page("/").find("a", href=url)
    assert (row.delivered, row.jobs, row.answered_by_id) == ({"trucks": 0}, 2, tale.managers[0].id)


@pytest.mark.parametrize("typed", ["", "2,5"])
def test_bad_figures_are_said_beside_the_field(client, tale, row, typed):
    client.log_in(tale.managers[0])
    data = {"version": row.version, "quantity_trucks": typed, "jobs": typed, "remark": "À garder"}
    page = client.post(f"/suivi/{row.id}", data=data)
    assert page.status_code == 422
    assert all(parse(page).find(id=f"{field}-error") for field in ("quantity_trucks", "jobs"))
    assert "À garder" in page.get_data(as_text=True)
    assert not row.is_answered


def test_of_two_colleagues_the_second_is_told(client, tale, row):
    client.log_in(tale.managers[0])
    typed = {"version": row.version, "quantity_trucks": "1", "jobs": "2", "remark": ""}
    client.post(f"/suivi/{row.id}", data=typed)
    answer = client.post(f"/suivi/{row.id}", data=typed | {"jobs": "7"})
    assert answer.status_code == 409
    assert parse(answer).find(id="jobs")["value"] == "7"
    assert db.session.get(FollowUp, row.id).jobs == 2


def test_who_sees_what(client, tale, row):
    row.delivered, row.jobs, row.remark, row.answered_at = {"trucks": 0}, 7, "Panne.", clock.now()
    db.session.commit()
    url = f"/suivi/groupement/{row.partner.consortium_id}"
    seen = {}
    readers = {"coordination": tale.coordinator, "its own": tale.managers[0], "partner": tale.managers[1]}
    for reader, user in readers.items():
        client.log_in(user)
        text = client.page(url, headers={"Accept-Language": "en"}).main.get_text(" ", strip=True)
        seen[reader] = ("delivered: 0" in text, "7 jobs created" in text, "Panne." in text)
    assert seen.pop("partner") == (True, False, False)
    assert set(seen.values()) == {(True, True, True)}
    client.log_in(tale.managers[2])
    assert client.get(url).status_code == 404
    for user in (tale.managers[1], tale.coordinator):
        client.log_in(user)
        assert client.get(f"/suivi/{row.id}").status_code == 404


def test_hidden_while_the_groupement_is_open_again(client, tale, row):
    row.partner.consortium.state = ConsortiumState.INVITING
    db.session.commit()
    client.log_in(tale.managers[0])
    for url in (f"/suivi/{row.id}", f"/suivi/groupement/{row.partner.consortium_id}"):
        assert client.get(url).status_code == 404
