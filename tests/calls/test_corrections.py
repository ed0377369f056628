"""Putting a published call right."""

from __future__ import annotations

from datetime import datetime

import pytest

from network.calls.corrections import correct_call
from network.calls.models import CallKind
from network.clock import BRUSSELS
from network.consortia.models import ConsortiumState, PartnerState
from network.database import db
from network.errors import ConflictError
from network.notifications.models import Notification
from tests.factories.accounts import UserFactory
from tests.factories.calls import CallFactory, InterestFactory, ProjectFactory
from tests.factories.consortia import ConsortiumFactory, PartnerFactory
from tests.factories.organisations import OrganisationFactory
from tests.helpers.soup import parse

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def unanswered(tale):
    """A call for which somebody is only thought of."""
    project = ProjectFactory(call=CallFactory(federation=tale.federation))
    consortium = ConsortiumFactory(project=project, lead=tale.members[0])
    PartnerFactory(consortium=consortium, organisation=tale.members[0], state=PartnerState.CHOSEN, contribution={})
    db.session.commit()
    return project.call


def correct(client, call, **typed):
    """Send the form with these changes."""
    as_it_is = {"version": call.version, "title": call.title, "envelope": call.envelope}
    as_it_is |= {role: getattr(call, role) for role in ("text", "funder", "launcher", "decider")}
    typed = {"correction": "Quatre camions, et non trois."} | typed
    return client.post(f"/appels/{call.id}/rectifier", data=as_it_is | typed)


def whole(**typed):
    """What the form has besides while nobody has answered."""
    return {"kind": "projects", "sector": "green_waste", "min_partners": 2, "requires_trucks": 2} | typed


def told():
    return sorted(notice.user_id for notice in Notification.query.filter_by(kind="call.corrected"))


class TestCorrecting:
    """What is put right is dated, and told."""

    def test_told_and_shown_with_its_date_and_what_changes(self, coordinator, tale):
        """To the members, and to who is interested without being one."""
        call, other = tale.project.call, UserFactory()
        InterestFactory(project=tale.project, organisation=OrganisationFactory(manager=other))
        changes = {
            "closes_on": "2027-02-01",
            "title": "Relance 2027",
            "text": "Composter\r\nensemble.",
            "envelope": "400.000",
        }
        assert correct(coordinator, call, **changes).status_code == 303
        assert (call.title, call.text, call.envelope) == ("Relance 2027", "Composter\nensemble.", 400_000)
        assert call.closes_at == datetime(2027, 2, 1, 17, tzinfo=BRUSSELS)
        main = coordinator.page(f"/appels/{call.id}").main
        text = main.get_text(" ", strip=True)
        assert "Quatre camions, et non trois." in text
        assert "Rectifié le 22 novembre 2026" in text
        assert "2027" in main.select_one("ins").get_text()
        assert "390" in main.select_one("del").get_text()
        assert told() == sorted([other.id, *(manager.id for manager in tale.managers)])

    def test_sent_twice_is_one(self, coordinator, tale):
        call = tale.project.call
        for typed in ({}, {"title": "Relance 2027", "version": call.version}):
            for _again in range(2):
                assert correct(coordinator, call, **typed).status_code == 303
        assert len(call.corrections) == 2

    def test_the_second_of_two_is_told_and_loses_nothing(self, coordinator, tale):
        call = tale.project.call
        version = call.version
        correct(coordinator, call, title="Relance 2027")
        answer = correct(coordinator, call, title="Relance 2028", version=version)
        assert answer.status_code == 409
        assert parse(answer).find(id="title")["value"] == "Relance 2028"

    @pytest.mark.parametrize(
        "typed",
        [
            {"correction": ""},
            {"correction": "é" * 3001},
            {"closes_on": "2020-01-01"},
            {"title": ""},
            {"envelope": "389.999"},
            {"envelope": ""},
        ],
    )
    def test_what_is_wrong_is_said_beside_the_field(self, coordinator, tale, typed):
        response = correct(coordinator, tale.project.call, **typed)
        assert response.status_code == 422
        assert parse(response).find(id=f"{next(iter(typed))}-error")
        assert not tale.project.call.corrections

    def test_its_charter_stands(self, tale):
        """A groupement does not agree on something else when its call has another title."""
        consortium, call = tale.confirmed(), tale.project.call
        correct_call(
            call, actor=tale.actor(tale.coordinator), version=call.version, said="!", closes_at=None, title="R."
        )
        assert (consortium.state, consortium.charter.number) == (ConsortiumState.CONFIRMED, 1)


class TestCriteria:
    """They stand once somebody has answered."""

    def test_until_then_all_may_change(self, coordinator, unanswered):
        page = coordinator.page(f"/appels/{unanswered.id}/rectifier")
        assert page.find(id="min_partners")["value"] == "2"
        version = unanswered.projects[0].consortia[0].version
        answer = correct(coordinator, unanswered, **whole(requires_trucks=3, envelope="1000", kind="order"))
        assert answer.status_code == 303
        assert unanswered.criteria == {"min_partners": 2, "requires": {"trucks": 3}}
        assert (unanswered.envelope, unanswered.kind) == (1000, CallKind.ORDER)
        assert unanswered.projects[0].consortia[0].version > version
        assert "3 camions" in coordinator.page(f"/appels/{unanswered.id}").main.get_text().replace("\xa0", " ")

    def test_refused_when_somebody_has_answered_meanwhile(self, coordinator, tale, unanswered):
        InterestFactory(project=unanswered.projects[0], organisation=tale.members[0], answer="no")
        db.session.commit()
        assert coordinator.page(f"/appels/{unanswered.id}/rectifier").find(id="min_partners") is None
        answer = correct(coordinator, unanswered, title="Autre titre", **whole(requires_trucks=3))
        assert answer.status_code == 409
        page = parse(answer)
        assert "Critères pour les partenaires" in page.select_one("[role=alert]").get_text()
        assert page.find(id="title")["value"] == "Autre titre"
        assert (unanswered.title, unanswered.corrections) == ("Relance", [])

    def test_so_does_an_invitation(self, tale, unanswered):
        unanswered.projects[0].consortia[0].partners[0].invited_at = unanswered.published_at
        with pytest.raises(ConflictError, match="Enveloppe"):
            correct_call(
                unanswered,
                actor=tale.actor(tale.coordinator),
                version=unanswered.version,
                said="!",
                closes_at=None,
                envelope=None,
            )
