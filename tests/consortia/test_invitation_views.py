"""The pages of those who are invited: their answers, logged in or by the link of the mail."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from network import clock
from network.consortia.models import ConsortiumState, PartnerState
from network.database import db
from network.notifications.models import Notification
from network.web.links import sign
from tests.factories.consortia import Story, story
from tests.helpers.soup import parse

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def tale(client) -> Story:
    return story(members=3)


def test_accept__from_the_page(client, tale):
    consortium = tale.invited()
    for partner, manager in zip(list(consortium.team), tale.managers, strict=False):
        client.log_in(manager)
        response = client.post(f"/invitations/{partner.id}/accepter")
        assert response.status_code == 303
    db.session.expire_all()
    assert consortium.state is ConsortiumState.AGREED
    assert "Accord de principe" in client.page(f"/groupements/{consortium.id}").get_text()


def test_reserve__without_a_day(client, tale):
    partner = tale.invited().team[0]
    client.log_in(tale.managers[0])
    answer = client.post(f"/invitations/{partner.id}/sous-reserve", data={"board_on": "bientôt"})
    assert answer.status_code == 422
    assert b"board_on-error" in answer.data


@pytest.mark.parametrize("typed", ["-1", "2,5", "1.5", "beaucoup", "99999999999999999999"])
def test_offer_other__quantities_that_are_none(client, tale, typed):
    partner = tale.invited().team[0]
    client.log_in(tale.managers[0])
    answer = client.post(f"/invitations/{partner.id}/autre-apport", data={"quantity_trucks": typed, "remark": "gardé"})
    page = BeautifulSoup(answer.get_data(as_text=True), "lxml")
    assert answer.status_code == 422
    assert page.find(id="quantity_trucks-error")
    assert page.find(id="quantity_trucks")["value"] == typed
    assert "gardé" in page.find(id="remark").get_text()


def test_offer_other__thousands_as_belgians_type_them(client, tale):
    partner = tale.invited().team[0]
    client.log_in(tale.managers[0])
    client.post(f"/invitations/{partner.id}/autre-apport", data={"quantity_trucks": "1.500"})
    db.session.refresh(partner)
    assert partner.other_contribution == {"trucks": 1500}


def test_decline__needs_a_reason_and_keeps_the_place(client, tale):
    partner = tale.invited().team[0]
    client.log_in(tale.managers[0])
    assert client.post(f"/invitations/{partner.id}/decliner", data={}).status_code == 422
    db.session.refresh(partner)
    assert partner.state is PartnerState.INVITED


def test_by_link__looking_records_nothing(client, app, tale):
    """Scanners of e-mails open links."""
    partner = tale.invited().team[0]
    token = sign("invitation", partner=partner.id)
    page = client.page(f"/invitations/lien/{token}")
    assert tale.project.title in page.h1.get_text()
    assert tale.members[1].name not in page.get_text()
    db.session.refresh(partner)
    assert partner.state is PartnerState.INVITED


def test_by_link__declining(client, tale):
    partner = tale.invited().team[0]
    token = sign("invitation", partner=partner.id)
    assert client.post(f"/invitations/lien/{token}", data={"reason": "workload"}).status_code == 200
    db.session.refresh(partner)
    assert partner.state is PartnerState.DECLINED


def test_by_link__interested_after_one_click_which_engages_nobody(client, tale):
    partner = tale.invited().team[0]
    url = f"/invitations/lien/{sign('invitation', partner=partner.id)}"
    for _again in range(2):
        assert client.post(f"{url}/interet").location == url
    db.session.refresh(partner)
    assert (partner.state, partner.interested_at) == (PartnerState.INVITED, clock.now())
    page = client.page(url)
    assert not page.find("form", action=f"{url}/interet")
    assert page.find("a", href=f"/invitations/{partner.id}")
    assert [row.user_id for row in Notification.query.filter_by(kind="consortium.interested")] == [tale.coordinator.id]
    assert client.post(f"/invitations/{partner.id}/accepter").location.startswith("/compte/connexion")
    partner.state = PartnerState.DECLINED
    db.session.commit()
    client.post(f"{url}/interet")
    assert Notification.query.filter_by(kind="consortium.interested").count() == 1


@pytest.mark.parametrize("purpose", ["other", "login"])
def test_by_link__made_for_something_else(client, tale, purpose):
    token = sign(purpose, partner=tale.invited().team[0].id)
    assert client.get(f"/invitations/lien/{token}").status_code == 404
    assert client.get(f"/invitations/lien/{token}x").status_code == 404


def test_invitation__reply_by_in_words(client, tale):
    consortium = tale.invited()
    consortium.reply_by = clock.today() + timedelta(days=9)
    db.session.commit()
    client.log_in(tale.managers[0])
    assert "1er décembre 2026" in client.page(f"/invitations/{consortium.team[0].id}").get_text()


def test_by_link__once_the_groupement_is_given_up(client, tale):
    consortium = tale.invited()
    consortium.state = ConsortiumState.ABANDONED
    db.session.commit()
    partner = consortium.partners[0]
    url = f"/invitations/lien/{sign('invitation', partner=partner.id)}"
    page = parse(client.post(url, data={"reason": "distance"}))
    assert partner.state is PartnerState.INVITED
    assert not page.find("button", string=re.compile("écliner"))


@pytest.mark.parametrize("action", ["sous-reserve", "autre-apport", "decliner"])
def test_forms__once_the_answer_stands_they_lead_back_to_it(client, tale, action):
    partner = tale.invited().team[0]
    partner.state = PartnerState.DECLINED
    db.session.commit()
    client.log_in(tale.managers[0])
    response = client.get(f"/invitations/{partner.id}/{action}")
    assert (response.status_code, response.location) == (303, f"/invitations/{partner.id}")
