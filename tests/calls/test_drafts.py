"""Writing a call."""

from __future__ import annotations

from datetime import datetime

import pytest

from network.calls.call_form import FIGURES, CallForm, form_of
from network.calls.models import Call, CallKind, CallState
from network.clock import BRUSSELS
from network.database import db
from network.notifications.models import Notification
from tests.factories.calls import CallFactory
from tests.helpers.soup import parse

pytestmark = pytest.mark.usefixtures("noon")

TYPED = {
    "title": "Relance des ETA",
    "text": "Au moins trois ETA.",
    "funder": "Région wallonne",
    "sector": "green_waste",
    "envelope": "390.000",
    "closes_on": "2027-01-15",
    "min_partners": "3",
    "kind_eta": "3",
    "min_small": "1",
    "small_below": "100",
    "requires_trucks": "4",
    "required_areas": ["namur", "hainaut"],
    "lead_experienced": "y",
    "budget_cap": "100 000",
    "max_km_to_lead": "80",
}
CRITERIA = {
    "min_partners": 3,
    "min_kind": {"eta": 3},
    "min_small": 1,
    "small_below": 100,
    "requires": {"trucks": 4},
    "required_areas": ["hainaut", "namur"],
    "lead_experienced": True,
    "budget_cap": 100_000,
    "max_km_to_lead": 80,
}
EASY = {"title": "À trois", "sector": "green_waste", "min_partners": "3", "requires_trucks": "6"}
NEW = "/appels/brouillons/nouveau"


@pytest.fixture
def draft(tale):
    return CallFactory(federation=tale.federation, state=CallState.DRAFT, title="Brouillon", closes_at=None)


def here(draft, rest=""):
    return f"/appels/brouillons/{draft.id}{rest}"


def test_new__what_was_typed_becomes_a_draft(coordinator, tale):
    response = coordinator.post(NEW, data=TYPED)
    call = db.session.query(Call).filter_by(title="Relance des ETA").one()
    assert (response.status_code, response.location) == (303, here(call))
    assert call.criteria == CRITERIA
    assert (call.state, call.envelope, call.federation) == (CallState.DRAFT, 390_000, tale.federation)
    assert call.closes_at == datetime(2027, 1, 15, 17, tzinfo=BRUSSELS)


def test_new__sent_twice_is_one(coordinator):
    for _ in range(2):
        coordinator.post(NEW, data=TYPED)
    assert db.session.query(Call).filter_by(title="Relance des ETA").count() == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "é" * 161}, "title"),
        ({"min_partners": "0"}, "min_partners"),
        ({"min_partners": "2,5"}, "min_partners"),
        ({"min_partners": "5", "max_partners": "4"}, "max_partners"),
        ({"small_below": ""}, "small_below"),
        ({"closes_on": "2026-11-22"}, "closes_on"),
        ({"closes_on": "2026-02-30"}, "closes_on"),
        ({"max_share_percent": "101"}, "max_share_percent"),
        ({"requires_trucks": "-1"}, "requires_trucks"),
        ({"kind_eta": "beaucoup"}, "kind_eta"),
        ({"judged_fte": "4"}, "judged_by"),
        ({"judged_by": "2020-01-01"}, "judged_by"),
        ({"judged_fte": "2,5", "judged_by": "2028-12-31"}, "judged_fte"),
        ({"sector": "magic"}, "sector"),
        ({"required_areas": "atlantis"}, "required_areas"),
    ],
)
def test_new__what_is_wrong_is_said_beside_the_field(coordinator, typed, field):
    response = coordinator.post(NEW, data=TYPED | typed)
    assert response.status_code == 422
    page = parse(response)
    assert page.find(id=f"{field}-error").get_text(strip=True)
    assert page.find(id="text").get_text(strip=True) == TYPED["text"]
    assert db.session.query(Call).filter_by(title="Relance des ETA").count() == 0


def test_form__shows_a_call_as_it_was_typed(coordinator, app):
    coordinator.post(NEW, data=TYPED)
    call = db.session.query(Call).filter_by(title="Relance des ETA").one()
    with app.test_request_context():
        form = form_of(call)
        assert form.criteria() == CRITERIA
        assert {name: form[name].data for name in FIGURES if name not in CRITERIA} == {
            "max_partners": None,
            "min_experienced": None,
            "min_areas": None,
            "max_share_percent": None,
            "min_contribution_percent": None,
        }
        assert form.closes_on.data.isoformat() == "2027-01-15"


def test_form__every_rule_of_the_problem_can_be_asked(app):
    with app.test_request_context():
        names = set(CallForm()._fields)
    asked = {name.split("_")[0] for name in names}
    rules = {"min_partners", "max_partners", "small_below", "min_small", "min_experienced", "lead_experienced",
             "min_areas", "required_areas", "max_share_percent", "min_contribution_percent", "budget_cap",
             "max_km_to_lead"}  # fmt: skip
    assert rules <= names
    assert {"kind", "requires"} <= asked


def test_draft__found_again_from_the_calls_and_changed(coordinator, draft):
    assert coordinator.page("/appels/").find("a", href=here(draft))
    coordinator.post(here(draft), data=EASY | {"version": draft.version})
    assert draft.criteria == {"min_partners": 3, "requires": {"trucks": 6}}


def test_draft__the_second_of_two_is_told_and_keeps_what_was_typed(coordinator, draft):
    old = draft.version
    coordinator.post(here(draft), data=EASY | {"version": old})
    response = coordinator.post(here(draft), data=EASY | {"title": "Autrement", "version": old})
    assert response.status_code == 409
    page = parse(response)
    assert "Claire Coordination" in page.main.get_text()
    assert page.find(id="title")["value"] == "Autrement"
    assert coordinator.post(
        here(draft), data=EASY | {"title": "Autrement", "version": page.find(id="version")["value"]}
    ).status_code == 303  # fmt: skip
    assert draft.title == "Autrement"


def test_what_people_judge__is_said_and_never_ticked(coordinator, tale):
    typed = {
        "judged_fte": "4",
        "judged_by": "2028-12-31",
        "judged_innovation": "y",
        "judged_other": "Durable\n\n Local ",
    }
    coordinator.post(NEW, data=TYPED | typed)
    call = db.session.query(Call).filter_by(title="Relance des ETA").one()
    assert call.judged == {"fte": 4, "by": "2028-12-31", "innovation": True, "other": ["Durable", "Local"]}
    page = coordinator.page(here(call))
    assert page.find(id="judged_other").get_text().split() == ["Durable", "Local"]
    assert page.find(id="judged_by")["value"] == "2028-12-31"
    tale.project.call.judged = call.judged
    db.session.commit()
    for url in (f"/appels/{tale.project.call_id}", f"/appels/projets/{tale.project.id}"):
        text = coordinator.page(url).main.get_text(" ", strip=True).replace("\xa0", " ")
        assert "Jugé par des personnes à démontrer" in text
        assert "Création d’emplois : au moins 4 équivalents temps plein d’ici au 31 décembre 2028" in text


class TestFeasibility:
    """What the page says beside the form."""

    def check(self, client, typed, **headers):
        return parse(client.post("/appels/brouillons/verifier", data=typed, headers=headers)).find(id="feasibility")

    def test_possible(self, coordinator):
        text = self.check(coordinator, EASY).get_text(" ", strip=True)
        assert "Une équipe est possible" in text
        assert "Par exemple à 3 partenaires." in text
        assert "Camions : 6 camions en tout" in text.replace("\xa0", " ")

    def test_impossible_with_the_nearest_change(self, coordinator):
        text = self.check(coordinator, EASY | {"requires_trucks": "7"}).get_text(" ", strip=True)
        assert "Aucune équipe n’est possible" in text
        assert "6 camions" in text.replace("\xa0", " ")

    def test_in_a_market_the_agent_is_named(self, coordinator):
        """In the form, in what no team can meet and in what structures will read."""
        typed = EASY | {"kind": "procurement", "max_km_to_lead": "80", "lead_experienced": "y", "change": "none=1"}
        page = parse(coordinator.post("/appels/brouillons/verifier", data=typed)).main.get_text()
        assert page.count("mandataire") == 5
        assert "interlocuteur" not in page

    def test_one_click_applies_the_change(self, coordinator):
        typed = EASY | {"requires_trucks": "7"}
        button = self.check(coordinator, typed).find("button", value="requires_trucks=6")
        page = parse(coordinator.post(button["formaction"], data=typed | {"change": button["value"]}))
        assert page.find(id="requires_trucks")["value"] == "6"
        assert page.find(id="title")["value"] == "À trois"
        assert "Une équipe est possible" in page.find(id="feasibility").get_text()

    def test_a_change_that_names_no_figure_changes_nothing(self, coordinator):
        for change in ("title=7", "requires_trucks=-1", "requires_trucks=²", "nobody=3", "=", ""):
            page = parse(coordinator.post("/appels/brouillons/verifier", data=EASY | {"change": change}))
            assert page.find(id="title")["value"] == "À trois"
            assert page.find(id="requires_trucks")["value"] == "6"

    def test_htmx_gets_the_piece(self, coordinator):
        response = coordinator.post("/appels/brouillons/verifier", data=EASY, headers={"HX-Request": "true"})
        assert response.get_data(as_text=True).strip().startswith('<div id="feasibility"')

    def test_without_scripts_the_page_stays_the_draft_s(self, coordinator, draft):
        response = coordinator.post(f"/appels/brouillons/verifier?brouillon={draft.id}", data=EASY)
        page = parse(response)
        assert page.find(id="call-form")["action"] == here(draft)
        assert page.find(id="title")["value"] == "À trois"
        assert draft.title == "Brouillon"

    def test_while_something_is_wrong(self, coordinator):
        response = coordinator.post("/appels/brouillons/verifier", data=EASY | {"min_partners": "x"})
        assert response.status_code == 422
        assert "Corrigez d’abord" in parse(response).find(id="feasibility").get_text()


def test_who_is_behind_it__an_organisation_of_the_network_or_a_name(coordinator, tale):
    tale.members[0].name = "Commune d’Yvoir"
    db.session.commit()
    behind = {"kind": "procurement", "funder": "Région wallonne", "launcher": "Commune d’Yvoir", "decider": ""}
    assert coordinator.post(NEW, data=EASY | behind | {"budget_cap": "1000"}).status_code == 422  # no prices here
    place = coordinator.post(NEW, data=EASY | behind).location
    call = Call.query.filter_by(title="À trois").one()
    assert (call.kind, call.funder_id, call.launcher_id) == (CallKind.PROCUREMENT, None, tale.members[0].id)
    facts = coordinator.page(f"/appels/{call.id}").select_one("dl.facts")
    assert [fact.get_text() for fact in facts.find_all("dd")[1:4]] == [
        "Région wallonne",
        "Commune d’Yvoir",
        tale.federation.name,
    ]
    assert coordinator.page(place).find(id="launcher")["value"] == "Commune d’Yvoir"


class TestPublishing:
    """From then on it stands."""

    def test_members_are_told_once(self, coordinator, tale, draft):
        assert coordinator.post(here(draft, "/publier")).location == f"/appels/{draft.id}"
        assert draft.state is CallState.PUBLISHED
        told = [notice.user_id for notice in Notification.query.filter_by(kind="call.published")]
        assert sorted(told) == sorted(manager.id for manager in tale.managers)
        assert coordinator.post(here(draft, "/publier")).status_code == 403
        assert Notification.query.filter_by(kind="call.published").count() == len(told)

    def test_not_once_its_day_has_passed(self, coordinator, draft, noon):
        draft.closes_at = noon
        db.session.commit()
        response = coordinator.post(here(draft, "/publier"), follow_redirects=True)
        assert "Sa date de clôture est passée" in parse(response).get_text()
        assert draft.state is CallState.DRAFT

    def test_the_criteria_are_frozen(self, coordinator, draft):
        coordinator.post(here(draft, "/publier"))
        assert coordinator.get(here(draft)).status_code == 403
        assert coordinator.post(here(draft), data=EASY | {"version": draft.version}).status_code == 403

    def test_a_draft_is_thrown_away(self, coordinator, draft):
        url = here(draft)
        for _twice in range(2):
            gone = coordinator.post(f"{url}/supprimer", headers={"Referer": f"http://localhost{url}"})
            assert gone.location == "/appels/"
        assert coordinator.get(url).status_code == 404


def test_close__and_open_again(coordinator, tale):
    call = tale.project.call
    for _ in range(2):
        assert coordinator.post(f"/appels/{call.id}/cloturer").status_code == 303
    assert call.state is CallState.CLOSED
    assert coordinator.page(f"/appels/{call.id}").find("form", action=f"/appels/{call.id}/rouvrir")
    for _ in range(2):
        assert coordinator.post(f"/appels/{call.id}/rouvrir").status_code == 303
    assert call.state is CallState.PUBLISHED
