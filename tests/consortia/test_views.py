"""The pages of those who compose, and who sees what of a groupement."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from network import clock
from network.activity.services import record
from network.actors import Actor
from network.calls.models import CallState
from network.consortia.models import ConsortiumState, PartnerState
from network.consortia.queries import get_consortium
from network.database import db
from tests.factories.accounts import UserFactory
from tests.factories.consortia import ConsortiumFactory, PartnerFactory, Story, story
from tests.factories.organisations import FederationFactory
from tests.factories.ties import EvidenceFactory
from tests.helpers.soup import parse

pytestmark = pytest.mark.usefixtures("noon")

HTMX = {"HX-Request": "true"}
HUGE_TEXT = "🦊é" * 5000


@pytest.fixture
def tale(client) -> Story:
    return story(members=3)


@pytest.fixture
def coordinator(client, tale):
    client.log_in(tale.coordinator)
    return client


def change(client, consortium, action, organisation, headers=None, version=None):
    return client.post(
        f"/groupements/{consortium.id}/composer",
        data={"action": action, "organisation_id": organisation.id, "version": version or consortium.version},
        headers=headers,
    )


def board(response) -> BeautifulSoup:
    """The board of an answer, without the tokens of its forms, which hold the time."""
    found = BeautifulSoup(response.get_data(as_text=True), "lxml").find(id="board")
    for token in found.find_all(attrs={"name": "csrf_token"}):
        token.decompose()
    return found


def test_board__suggests_who_could_be_the_guarantor(coordinator, tale):
    """The third member worked with both partners; nobody else did with anybody."""
    consortium = tale.invited()
    url = f"/groupements/{consortium.id}/composer"
    assert "prêter une personne neutre" in coordinator.page(url).get_text()
    for partner in tale.members[:2]:
        EvidenceFactory(between=(partner, tale.members[2]))
    card = coordinator.page(url).find(string=re.compile("Qui pourrait être garant")).find_parent("section")
    assert [name.get_text() for name in card.select(".item-title a")] == [tale.members[2].name]
    assert card.select_one(".item-text").get_text().startswith("connaît un peu")


def test_board__of_a_call_that_closed_during_a_search(coordinator, tale):
    """While it lasts the page leads to it; what was found stays, and the page says that it comes too late."""
    consortium = ConsortiumFactory(project=tale.project)
    address = f"/groupements/{consortium.id}/composer"
    assert "L’appel est clos" not in coordinator.page(address).get_text()
    typed = {"km_weight": "50", "version": consortium.version}
    run_url = coordinator.post(f"/groupements/{consortium.id}/recherche", data=typed).location
    assert run_url
    tale.project.call.state = CallState.CLOSED
    page = coordinator.page(address)
    assert "L’appel est clos" in page.get_text()
    assert page.find("a", href=run_url)


def test_open_consortium__leads_to_the_table(coordinator, tale):
    response = coordinator.post(f"/groupements/projet/{tale.project.id}")
    assert response.status_code == 303
    assert "Composer un groupement" in coordinator.page(response.location).h1.get_text()


def test_change__the_fragment_is_what_a_fresh_page_shows(coordinator, tale):
    consortium = ConsortiumFactory(project=tale.project)
    answer = change(coordinator, consortium, "add", tale.members[0], headers=HTMX)
    assert answer.status_code == 200
    fresh = coordinator.get(f"/groupements/{consortium.id}/composer")
    assert str(board(answer)) == str(board(fresh))
    assert tale.members[0].name in board(answer).get_text()


def test_change__works_without_scripts(coordinator, tale):
    consortium = ConsortiumFactory(project=tale.project)
    assert change(coordinator, consortium, "add", tale.members[0]).status_code == 303
    assert len(get_consortium(consortium.id).team) == 1


def test_change__on_an_old_page_is_refused_and_shows_how_it_stands(coordinator, tale):
    consortium = ConsortiumFactory(project=tale.project)
    change(coordinator, consortium, "add", tale.members[0])
    db.session.expire_all()
    answer = change(coordinator, consortium, "add", tale.members[1], headers=HTMX, version=consortium.version - 1)
    assert answer.status_code == 409
    assert "Claire Coordination" in board(answer).get_text()
    assert tale.members[0].name in board(answer).get_text()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"action": "destroy"},
        {"action": "add"},
        {"action": "add", "organisation_id": "-1", "version": "1"},
        {"action": "add", "organisation_id": "9" * 30, "version": "1"},
        {"action": "add", "organisation_id": "999999", "version": "1"},
        {"action": "pin", "organisation_id": "2,5", "version": "1"},
        {"action": "lead", "organisation_id": "1", "version": "x"},
    ],
)
def test_change__nonsense_is_refused(coordinator, tale, data):
    consortium = ConsortiumFactory(project=tale.project)
    response = coordinator.post(f"/groupements/{consortium.id}/composer", data=data)
    assert response.status_code in (400, 404, 409)
    assert get_consortium(consortium.id).team == []


def test_search__weights_beside_the_field(coordinator, tale):
    consortium = ConsortiumFactory(project=tale.project)
    answer = coordinator.post(
        f"/groupements/{consortium.id}/recherche", data={"km_weight": "101", "version": consortium.version}
    )
    assert answer.status_code == 422


def test_invite__a_past_day_is_said_beside_the_field(coordinator, tale):
    consortium = tale.invited()
    PartnerFactory(consortium=consortium, organisation=tale.members[2], state=PartnerState.CHOSEN)
    answer = coordinator.post(
        f"/groupements/{consortium.id}/inviter",
        data={"version": consortium.version, "reply_by": clock.today().isoformat(), "message": "Un mot gardé"},
    )
    page = BeautifulSoup(answer.get_data(as_text=True), "lxml")
    assert answer.status_code == 422
    assert page.find(id="reply_by-error")
    assert "Un mot gardé" in page.find(id="message").get_text()


def test_invite__too_long_a_message_is_kept_and_said(coordinator, tale):
    consortium = tale.invited()
    answer = coordinator.post(
        f"/groupements/{consortium.id}/inviter",
        data={"version": consortium.version, "reply_by": "2026-12-10", "message": HUGE_TEXT},
    )
    page = BeautifulSoup(answer.get_data(as_text=True), "lxml")
    assert answer.status_code == 422
    assert page.find(id="message-error")
    assert page.find(id="message").get_text().strip() == HUGE_TEXT


def test_consortium__html_in_what_people_write_is_text(coordinator, tale):
    tale.project.title = "<script>alert(1)</script>"
    consortium = tale.invited()
    consortium.message = "<b>gras</b>"
    db.session.commit()
    client = coordinator
    assert not client.page(f"/groupements/{consortium.id}").find("script", string="alert(1)")
    client.log_in(tale.managers[0])
    page = client.page(f"/invitations/{consortium.team[0].id}")
    assert "<b>gras</b>" in page.get_text()


class TestWhoSeesWhat:
    """Offers, asks, refusals: a table in docs/who-sees-what.md says the same."""

    @pytest.fixture
    def consortium(self, tale):
        consortium = tale.invited(count=3)
        for partner in consortium.team:
            partner.asks = 12_345
        refused = consortium.team[2]
        refused.state, refused.reason, refused.remark = PartnerState.DECLINED, "partners", "Pas avec eux"
        db.session.commit()
        return consortium

    def text(self, client, user, url) -> str:
        client.log_in(user)
        return client.page(url).get_text(" ").replace("\u202f", " ").replace("\xa0", " ")

    def test_coordination__sees_refusals_and_asks(self, client, tale, consortium):
        text = self.text(client, tale.coordinator, f"/groupements/{consortium.id}")
        assert tale.members[2].name in text
        assert "Pas avec eux" in text
        assert "12 345" in text

    def test_partner__sees_neither_refusals_nor_what_others_ask(self, client, tale, consortium):
        consortium.lead_id = tale.members[0].id
        db.session.commit()
        text = self.text(client, tale.managers[1], f"/groupements/{consortium.id}")
        assert tale.members[0].name in text
        assert tale.members[2].name not in text
        assert "Pas avec eux" not in text
        assert text.count("12 345") == 1  # its own

    def test_lead__sees_what_all_ask(self, client, tale, consortium):
        text = self.text(client, tale.managers[0], f"/groupements/{consortium.id}")
        assert text.count("12 345") == 2
        assert tale.members[2].name not in text

    def test_partners__see_what_all_ask_once_confirmed(self, client, tale, consortium):
        consortium.confirmed_at, consortium.state = clock.now(), ConsortiumState.CONFIRMED
        for partner in consortium.team:
            partner.state = PartnerState.ACCEPTED
        db.session.commit()
        assert self.text(client, tale.managers[1], f"/groupements/{consortium.id}").count("12 345") == 2

    def test_who_declined__sees_its_own_answer_and_no_contribution_of_others(self, client, tale, consortium):
        text = self.text(client, tale.managers[2], f"/groupements/{consortium.id}")
        assert "Pas avec eux" not in text
        assert text.count("1 camion") == 1  # its own
        assert tale.members[2].name in text
        for url in (f"/groupements/{consortium.id}", f"/invitations/{consortium.partner_of(tale.members[2].id).id}"):
            client.log_in(tale.managers[2])
            assert tale.members[1].name not in client.page(url).main.get_text()

    def test_others__do_not_know_that_it_exists(self, client, tale, consortium):
        other = UserFactory()
        FederationFactory(coordinator=other)
        for user in (other, UserFactory()):
            client.log_in(user)
            for url in (
                f"/groupements/{consortium.id}",
                f"/groupements/{consortium.id}/composer",
                f"/invitations/{consortium.team[0].id}",
            ):
                assert client.get(url).status_code == 404

    def test_partner__may_not_compose(self, client, tale, consortium):
        client.log_in(tale.managers[0])
        assert client.get(f"/groupements/{consortium.id}/composer").status_code == 403

    def test_project_page__interests_are_for_the_coordination(self, client, tale, consortium):
        assert "1 000" in self.text(client, tale.coordinator, f"/appels/projets/{tale.project.id}")
        seen = self.text(client, tale.managers[0], f"/appels/projets/{tale.project.id}")
        assert tale.members[1].name not in seen


def test_invite__a_word_that_was_written_outlives_a_change_of_the_team(coordinator, tale):
    consortium = tale.invited()
    PartnerFactory(consortium=consortium, organisation=tale.members[2], state=PartnerState.CHOSEN)
    typed = {"version": consortium.version - 1, "reply_by": "10/12/2026", "message": "Un mot gardé"}
    answer = coordinator.post(f"/groupements/{consortium.id}/inviter", data=typed)
    page = parse(answer)
    assert answer.status_code == 409
    assert page.find(id="message").get_text(strip=True) == "Un mot gardé"
    assert page.find("input", {"name": "version"})["value"] == str(consortium.version)


def test_invite__sent_twice(coordinator, tale):
    """The second leads where the first led: there is nobody left to invite."""
    consortium = tale.invited()
    typed = {"version": consortium.version - 1, "reply_by": (clock.today() + timedelta(days=9)).isoformat()}
    answer = coordinator.post(f"/groupements/{consortium.id}/inviter", data=typed)
    assert answer.status_code == 303


def test_search__a_weight_that_is_no_figure(coordinator, tale):
    consortium = tale.invited()
    typed = {"km_weight": "beaucoup", "version": consortium.version}
    assert coordinator.post(f"/groupements/{consortium.id}/recherche", data=typed).status_code == 422


def test_search__weights_changed_on_an_old_page(coordinator, tale):
    consortium = tale.invited()
    typed = {"km_weight": "10", "version": consortium.version + 1}
    answer = coordinator.post(f"/groupements/{consortium.id}/recherche", data=typed)
    assert answer.status_code == 409
    assert parse(answer).find(id="board")


def test_change__overtaken_by_somebody_erased(coordinator, tale):
    consortium = tale.invited()
    record("consortium.pinned", consortium, actor=Actor(user_id=UserFactory(name="").id))
    db.session.commit()
    typed = {"action": "pin", "organisation_id": tale.members[0].id, "version": consortium.version + 1}
    answer = coordinator.post(f"/groupements/{consortium.id}/composer", data=typed)
    assert "une personne effacée" in parse(answer).get_text().lower()


def test_open_consortium__others_do_not_know_of_a_draft(client, tale):
    tale.project.call.state = CallState.DRAFT
    db.session.commit()
    client.log_in(tale.managers[0])
    assert client.post(f"/groupements/projet/{tale.project.id}").status_code == 404


def test_add__one_whose_day_has_passed_can_be_chosen_again(coordinator, tale):
    consortium = tale.invited()
    partner = consortium.team[0]
    partner.state = PartnerState.LAPSED
    db.session.commit()
    form = coordinator.page(f"/groupements/{consortium.id}").find("input", {"name": "action", "value": "add"}).parent
    assert form.find(attrs={"name": "organisation_id"})["value"] == str(partner.organisation_id)
    assert change(coordinator, consortium, "add", partner.organisation).status_code == 303
    assert partner.state is PartnerState.CHOSEN


def test_add__one_that_left_the_call_is_refused(coordinator, tale):
    elsewhere = ConsortiumFactory(project=tale.project, state=ConsortiumState.ABANDONED)
    PartnerFactory(consortium=elsewhere, organisation=tale.members[0], state=PartnerState.WITHDRAWN)
    consortium = ConsortiumFactory(project=tale.project)
    response = change(coordinator, consortium, "add", tale.members[0])
    assert response.status_code == 409
    assert tale.members[0].name in parse(response).main.get_text()
