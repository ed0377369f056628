"""A campaign is prepared, opened, enrolled in; its calendar runs forwards."""

from __future__ import annotations

from datetime import timedelta

import pytest

from network import clock
from network.audits import services
from network.audits.grid_models import GridState
from network.audits.models import CampaignState
from network.database import db
from network.errors import ConflictError, NotAllowedError
from network.notifications.models import Notification
from tests.factories.accounts import UserFactory
from tests.factories.audits import GridFactory, audit_story
from tests.factories.organisations import OrganisationFactory
from tests.helpers.soup import parse


@pytest.fixture
def tale(database):
    return audit_story(houses=3)


def calendar(**changes):
    days = {"enrol_until": 10, "pair_by": 20, "visits_from": 30, "visits_until": 60, "report_by": 90} | changes
    return {name: (clock.today() + timedelta(days=number)).isoformat() for name, number in days.items()}


def typed(grid, **changes):
    words = {"title": "Automne", "text": "", "grid_id": grid.id, "max_km": "60", "rounds": "2"}
    return words | calendar() | changes


class TestForm:
    @pytest.fixture
    def send(self, client, tale):
        client.log_in(tale.coordinator)
        url = f"/audits/campagnes/nouvelle/{tale.federation.id}"
        return lambda **changes: client.post(url, data=typed(tale.campaign.grid, **changes))

    def test_it_is_prepared__and_corrected_by_one_at_a_time(self, client, tale, send):
        edit = f"{send().location}/modifier"
        version = client.page(edit).select_one("[name=version]")["value"]
        first, second = (typed(tale.campaign.grid, version=version, title=title) for title in ("Printemps", "Été"))
        assert client.post(edit, data=first).status_code == 303
        overtaken = client.post(edit, data=second)
        assert overtaken.status_code == 409 and "What you typed is kept" in overtaken.text
        version = parse(overtaken).select_one("[name=version]")["value"]
        assert parse(overtaken).select_one("[name=title]")["value"] == "Été"
        assert client.post(edit, data=second | {"version": version}).status_code == 303

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            (calendar(enrol_until=-1), "This day is past."),
            (calendar(pair_by=5), "once the enrolments are over"),
            (calendar(visits_from=15), "once the pairs are made"),
            (calendar(visits_until=29), "before the first"),
            (calendar(report_by=40), "come after the visits"),
            ({"enrol_until": "demain"}, "not a date"),
            ({"max_km": "2,5"}, "without decimals"),
            ({"max_km": "0"}, "from 1 to 300"),
            ({"rounds": "11"}, "from 0 to 10"),
            ({"title": "x" * 10_000}, "too long"),
            ({"grid_id": "999999"}, "Not a valid choice"),
        ],
    )
    def test_what_cannot_be_is_said_beside_the_field(self, send, changes, sentence):
        response = send(text="Ce qui est écrit reste", **changes)
        assert response.status_code == 422
        assert sentence in response.text
        assert "Ce qui est écrit reste" in response.text

    def test_without_a_published_grid_it_says_what_to_do(self, client, tale):
        tale.campaign.grid.state = GridState.DRAFT
        db.session.commit()
        client.log_in(tale.coordinator)
        page = client.page(f"/audits/campagnes/nouvelle/{tale.federation.id}")
        assert "There is no published grid yet" in page.text


def test_a_draft_grid_is_refused(tale):
    draft = GridFactory(federation=tale.federation, state=GridState.DRAFT)
    campaign = tale.campaign
    fields = {name: getattr(campaign, name) for name in ("title", "enrol_until", "pair_by", "visits_from")}
    with pytest.raises(ConflictError):
        services.create_campaign(tale.federation, actor=tale.lead, grid=draft, **fields)


class TestSteps:
    def test_opening_tells_the_managers_of_the_members_once(self, tale):
        campaign = tale.campaign
        campaign.state = CampaignState.DRAFT
        for _ in range(2):
            services.advance_campaign(campaign, "open", actor=tale.lead)
        told = db.session.query(Notification).filter_by(kind="campaign.open").all()
        assert sorted(notice.user_id for notice in told) == sorted(user.id for user in tale.managers)

    def test_two_structures_are_too_few(self, client, database):
        tale = audit_story(houses=2)
        client.log_in(tale.coordinator)
        response = client.post(f"/audits/campagnes/{tale.campaign.id}/etape", data={"action": "pair"})
        assert response.status_code == 422
        assert "Fewer than three structures" in response.text
        assert tale.campaign.state is CampaignState.ENROLLING

    def test_a_calendar_that_is_past_is_not_opened(self, tale):
        tale.campaign.state = CampaignState.DRAFT
        tale.campaign.enrol_until = clock.today() - timedelta(days=1)
        with pytest.raises(ConflictError):
            services.advance_campaign(tale.campaign, "open", actor=tale.lead)

    def test_others_do_not_lead_it(self, tale):
        for actor in (tale.manager(0), audit_story(houses=1).lead):
            with pytest.raises(NotAllowedError):
                services.advance_campaign(tale.campaign, "pair", actor=actor)

    def test_an_unknown_step_is_not_found(self, client, tale):
        client.log_in(tale.coordinator)
        url = f"/audits/campagnes/{tale.campaign.id}/etape"
        assert client.post(url, data={"action": "explode"}).status_code == 404


class TestEnrolment:
    @pytest.fixture
    def newcomer(self, tale):
        user = UserFactory()
        return user, OrganisationFactory(manager=user, federations=[tale.federation])

    def test_one_click_and_once(self, client, tale, newcomer):
        user, house = newcomer
        client.log_in(user)
        url = f"/audits/campagnes/{tale.campaign.id}/inscription"
        assert "commits" in client.page(url).text
        for _ in range(2):
            assert client.post(url).status_code == 303
        db.session.refresh(tale.campaign, ["enrolments"])
        assert [e.organisation_id for e in tale.campaign.enrolled].count(house.id) == 1

    def test_withdrawn_and_back(self, tale, newcomer):
        user, house = newcomer
        actor = tale.actor(user)
        enrol = lambda: services.enrol_organisation(tale.campaign, house.id, actor=actor, avoids=[])  # noqa: E731
        enrol()
        services.withdraw_enrolment(tale.campaign, house.id, actor=actor)
        assert tale.campaign.enrolment_of(house.id) is None
        assert enrol().withdrawn_at is None

    def test_not_for_others(self, tale):
        for actor in (tale.lead, tale.manager(1)):
            with pytest.raises(NotAllowedError):
                services.enrol_organisation(tale.campaign, tale.houses[0].id, actor=actor, avoids=[])

    def test_members_only(self, tale):
        user = UserFactory()
        stranger = OrganisationFactory(manager=user)
        with pytest.raises(NotAllowedError):
            services.enrol_organisation(tale.campaign, stranger.id, actor=tale.actor(user), avoids=[])

    def test_closed_after_the_last_day(self, tale, newcomer):
        user, house = newcomer
        tale.campaign.enrol_until = clock.today() - timedelta(days=1)
        with pytest.raises(ConflictError):
            services.enrol_organisation(tale.campaign, house.id, actor=tale.actor(user), avoids=[])

    def test_a_structure_that_is_no_member_cannot_be_avoided(self, client, tale):
        client.log_in(tale.managers[0])
        url = f"/audits/campagnes/{tale.campaign.id}/inscription"
        assert client.post(url, data={"avoids": "999999"}).status_code == 422
