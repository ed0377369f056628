"""Memberships asked and mandates claimed: both sides agree."""

from __future__ import annotations

import pytest

from network.activity.queries import list_events
from network.actors import Role
from network.database import db
from network.errors import ConflictError, NotAllowedError
from network.notifications.models import Notification
from network.organisations import memberships, requests
from network.organisations.acting import actor_of
from network.organisations.mandates import find_mandate
from network.organisations.models import Claim, ClaimState, Membership, MembershipState
from network.organisations.queries import is_member_of
from tests.factories.accounts import UserFactory
from tests.factories.organisations import (
    ClaimFactory,
    FederationFactory,
    MandateFactory,
    MembershipFactory,
    OrganisationFactory,
)
from tests.helpers.queries import recorded_queries


@pytest.fixture
def coordinator(client):
    user = UserFactory(name="Claire")
    client.log_in(user)
    return user


@pytest.fixture
def federation(coordinator):
    return FederationFactory(name="Fédération des voisins", coordinator=coordinator)


def told(user):
    return [notice.kind for notice in db.session.query(Notification).filter_by(user_id=user.id).order_by("id")]


class TestMembership:
    def test_asked_by_one_side_confirmed_by_the_other(self, client, coordinator, federation):
        manager = UserFactory()
        organisation = OrganisationFactory(manager=manager)
        client.log_in(manager)
        for _ in range(2):
            response = client.post(f"/demandes/affiliation/{federation.id}")
            assert response.location == f"/structures/{federation.id}"
        assert not is_member_of(organisation.id, federation.id)
        assert told(coordinator) == ["membership.asked"]
        assert "attend la réponse de" in client.page(f"/structures/{federation.id}").main.get_text()
        client.log_in(coordinator)
        assert "attend votre réponse" in client.page(f"/structures/{organisation.id}").main.get_text()
        assert organisation.name in client.page("/").main.get_text(), "on the dashboard"
        assert organisation.name in client.page("/demandes").main.get_text()
        membership = memberships.find_membership(organisation.id, federation.id)
        for _ in range(2):
            assert client.post(f"/demandes/affiliations/{membership.id}/confirmer").location == "/demandes"
        assert is_member_of(organisation.id, federation.id)
        assert told(manager) == ["membership.confirmed"]
        assert not client.page("/demandes").main.find_all(class_="item")

    def test_refused_with_a_reason_and_asked_again(self, client, coordinator, federation):
        manager = UserFactory()
        organisation = OrganisationFactory(manager=manager)
        membership = memberships.ask_membership(organisation, federation, actor=actor_of(manager))
        db.session.commit()
        url = f"/demandes/affiliations/{membership.id}/refuser"
        assert client.post(url, data={"reason": ""}).status_code == 422
        assert client.post(url, data={"reason": "x" * 10_000}).status_code == 422
        for _ in range(2):
            assert client.post(url, data={"reason": "Nous ne vous connaissons pas <b>"}).status_code == 303
        assert (membership.state, membership.reason) == (MembershipState.REFUSED, "Nous ne vous connaissons pas <b>")
        client.log_in(manager)
        assert "Nous ne vous connaissons pas &lt;b&gt;" in client.get("/notifications").text
        memberships.ask_membership(organisation, federation, actor=actor_of(manager))
        assert (membership.state, membership.reason) == (MembershipState.ASKED, "")

    @pytest.mark.parametrize("by", ["organisation", "federation"])
    def test_ended_by_either_side(self, client, coordinator, federation, by):
        manager = UserFactory()
        organisation = OrganisationFactory(manager=manager, federations=[federation])
        membership = memberships.find_membership(organisation.id, federation.id)
        sheet, url = f"/structures/{organisation.id}", f"/demandes/affiliations/{membership.id}"
        if by == "organisation":
            client.log_in(manager)
            assert client.page(sheet).select(f"form[action='{url}/quitter']")
            ends = [client.post(f"{url}/quitter").location for _click in range(2)]
        else:
            assert client.page(sheet).select(f"a[href='{url}/terminer']")
            assert client.post(f"{url}/terminer", data={"reason": ""}).status_code == 422
            ends = [client.post(f"{url}/terminer", data={"reason": "cotisation"}).location for _click in range(2)]
        assert ends == [sheet, sheet]
        assert membership.state is MembershipState.LEFT
        kind, other = ("membership.left", coordinator) if by == "organisation" else ("membership.ended", manager)
        assert told(other) == [kind], "once, and never to who did it"
        assert [event.verb for event in list_events(organisation)] == [kind]
        assert client.post(f"{url}/confirmer").status_code == 409
        memberships.offer_membership(organisation, federation, actor=actor_of(coordinator))
        assert membership.state is MembershipState.LEFT, "who left is not asked again"
        memberships.ask_membership(organisation, federation, actor=actor_of(manager))
        assert membership.state is MembershipState.ASKED

    def test_offered_and_confirmed_by_the_organisation(self, client, coordinator, federation):
        manager = UserFactory()
        organisation = OrganisationFactory(manager=manager)
        page = client.page(f"/structures/{organisation.id}")
        url = f"/demandes/affiliation/{organisation.id}/proposer"
        assert page.select(f"form[action='{url}']")
        for _click in range(2):
            assert client.post(url).status_code == 303
        assert told(manager) == ["membership.offered"]
        assert not client.page(f"/structures/{organisation.id}").select(f"form[action='{url}']")
        membership = memberships.find_membership(organisation.id, federation.id)
        with pytest.raises(NotAllowedError):
            memberships.confirm_membership(membership, actor=actor_of(coordinator))
        client.log_in(manager)
        assert federation.name in client.page("/").main.get_text(), "on the dashboard"
        client.post(f"/demandes/affiliation/{federation.id}")
        assert membership.state is MembershipState.CONFIRMED, "who asks for what is offered confirms it"
        assert told(coordinator) == ["membership.confirmed"]

    def test_answered_otherwise_meanwhile(self, coordinator, federation):
        membership = MembershipFactory(federation=federation, state=MembershipState.ASKED)
        memberships.confirm_membership(membership, actor=actor_of(coordinator))
        with pytest.raises(ConflictError):
            memberships.refuse_membership(membership, "trop tard", actor=actor_of(coordinator))

    def test_only_the_federations_coordination_answers(self, federation):
        organisation = OrganisationFactory(manager=(manager := UserFactory()))
        membership = MembershipFactory(organisation=organisation, federation=federation, state=MembershipState.ASKED)
        member = MandateFactory(organisation=federation, role=Role.MEMBER).user
        other = UserFactory()
        FederationFactory(coordinator=other)
        for user in (manager, member, other, UserFactory(is_administrator=True)):
            with pytest.raises(NotAllowedError):
                memberships.confirm_membership(membership, actor=actor_of(user))
            assert requests.list_requests(actor_of(user)) == ([], [])

    def test_only_who_engages_the_organisation_asks(self, coordinator, federation):
        organisation = OrganisationFactory()
        member = MandateFactory(organisation=organisation, role=Role.MEMBER).user
        for user in (member, coordinator, UserFactory()):
            with pytest.raises(NotAllowedError):
                memberships.ask_membership(organisation, federation, actor=actor_of(user))
        with pytest.raises(NotAllowedError):
            memberships.ask_membership(
                organisation, OrganisationFactory(), actor=actor_of(MandateFactory(organisation=organisation).user)
            )

    def test_the_sheet_says_that_it_is_not_confirmed(self, client, federation):
        organisation = OrganisationFactory()
        MembershipFactory(organisation=organisation, federation=federation, state=MembershipState.ASKED)
        text = client.page(f"/structures/{organisation.id}").main.get_text()
        assert "Pas encore confirmée" in text or "Not confirmed yet" in text


class TestClaim:
    def test_listed_without_people_confirmed_by_the_federation(self, client, coordinator, federation):
        organisation, zoe = OrganisationFactory(federations=[federation]), UserFactory(name="Zoé")
        for _ in range(2):
            requests.ask_claim(organisation, actor=actor_of(zoe))
        db.session.commit()
        (claim,) = db.session.query(Claim)
        assert told(coordinator) == ["claim.asked"]
        assert "Zoé" in client.page("/").main.get_text()
        assert zoe.email in client.page("/demandes").main.get_text()
        for _ in range(2):
            assert client.post(f"/demandes/mandats/{claim.id}/confirmer").location == "/demandes"
        assert find_mandate(zoe.id, organisation.id).role is Role.MANAGER
        assert told(zoe) == ["claim.granted"]

    def test_refused_with_a_reason_and_asked_again(self, client, federation):
        claim = ClaimFactory(organisation=OrganisationFactory(federations=[federation]))
        url = f"/demandes/mandats/{claim.id}/refuser"
        assert client.post(url, data={"reason": " "}).status_code == 422
        assert client.post(url, data={"reason": "Appelez-nous."}).location == "/demandes"
        assert find_mandate(claim.user_id, claim.organisation_id) is None
        client.log_in(claim.user)
        page = client.page(f"/premiere-fois/reprendre/{claim.organisation_id}")
        assert "Appelez-nous." in page.main.get_text()
        client.post(f"/premiere-fois/reprendre/{claim.organisation_id}")
        assert (claim.state, claim.reason) == (ClaimState.ASKED, "")

    def test_who_may_answer(self, coordinator, federation):
        manager, member, other = UserFactory.create_batch(3)
        organisation = OrganisationFactory(federations=[federation], manager=manager)
        MandateFactory(user=member, organisation=organisation, role=Role.MEMBER)
        FederationFactory(coordinator=other)
        administrator = UserFactory(is_administrator=True)
        claim = ClaimFactory(organisation=organisation)
        for user, may in (
            (manager, True),
            (coordinator, True),
            (member, False),
            (other, False),
            (administrator, False),
        ):
            assert (requests.list_requests(actor_of(user))[1] == [claim]) is may
            if not may:
                with pytest.raises(NotAllowedError):
                    requests.grant_claim(claim, actor=actor_of(user))

    def test_an_administrator_answers_where_nobody_else_can(self, database):
        administrator, federation = UserFactory(is_administrator=True), FederationFactory()
        claim = ClaimFactory(organisation=OrganisationFactory(federations=[federation]))
        assert requests.list_requests(actor_of(administrator))[1] == [claim]
        requests.grant_claim(claim, actor=actor_of(administrator))
        assert find_mandate(claim.user_id, claim.organisation_id)

    def test_nobody_answers_their_own(self, coordinator, federation):
        claim = ClaimFactory(user=coordinator, organisation=OrganisationFactory(federations=[federation]))
        assert requests.list_requests(actor_of(coordinator)) == ([], [])
        with pytest.raises(NotAllowedError):
            requests.grant_claim(claim, actor=actor_of(coordinator))

    def test_who_acts_already_asks_nothing(self, database):
        mandate = MandateFactory()
        assert requests.ask_claim(mandate.organisation, actor=actor_of(mandate.user)) is None
        assert db.session.query(Claim).count() == 0


def test_memberships__of_others_are_not_shown(client, federation):
    MembershipFactory(state=MembershipState.ASKED)
    assert db.session.query(Membership).count() == 1
    assert not client.page("/demandes").main.find_all(class_="item")


def test_pages__ask_as_often_for_many_requests_as_for_few(client, coordinator, federation):
    counts = []
    for _ in range(2):
        for _ in range(3):
            MembershipFactory(federation=federation, state=MembershipState.ASKED)
            ClaimFactory(organisation=OrganisationFactory(federations=[federation]))
        db.session.expire_all()
        with recorded_queries() as statements:
            client.page("/demandes")
        counts.append(len(statements))
    assert counts[0] == counts[1]
