"""From an enterprise number to three neighbours."""

from __future__ import annotations

import pytest

from network.actors import ANONYMOUS
from network.database import db
from network.notifications.models import Notification
from network.organisations.acting import actor_of
from network.organisations.bce import bce_with_check
from network.organisations.mandates import find_mandate
from network.organisations.models import Membership, MembershipState, Organisation, OrganisationKind
from network.organisations.policies import may_register_own
from network.resources.models import Audience, Need, Offer
from tests.factories.accounts import UserFactory
from tests.factories.organisations import ClaimFactory, FederationFactory, MandateFactory, OrganisationFactory

START, SHEET = "/premiere-fois", "/premiere-fois/fiche"
BCE = bce_with_check(4_230_117)


@pytest.fixture
def zoe(client):
    user = UserFactory(name="Zoé")
    client.log_in(user)
    return user


@pytest.fixture
def coordinator(database):
    return UserFactory()


@pytest.fixture
def federation(coordinator):
    return FederationFactory(coordinator=coordinator)


def sheet(federation=None, **changes):
    return {
        "bce": BCE,
        "name": "Maison médicale des Sources",
        "kind": "maison_medicale",
        "locality": "4100 Seraing",
        "sector": "health",
        "federation": str(federation.id if federation else 0),
    } | changes


def own(client, federation=None):
    client.post(SHEET, data=sheet(federation))
    return db.session.query(Organisation).filter_by(bce=BCE).one()


def test_number__of_nobody_leads_to_a_sheet(client, zoe):
    response = client.post(START, data={"bce": f"BE {BCE[:4]}.{BCE[4:7]}.{BCE[7:]}"})
    assert response.location == f"{SHEET}?bce={BCE}"
    assert client.page(response.location).find("input", {"name": "bce"})["value"].replace(".", "") == BCE


@pytest.mark.parametrize("bce", ["", "123", "0123.456.789", "2" * 10, "é" * 10_000, "<script>"])
def test_number__that_does_not_exist(client, zoe, bce):
    response = client.post(START, data={"bce": bce})
    assert response.status_code == 422
    assert 'id="bce-error"' in response.text


def test_sheet__registers_an_organisation_that_stands_unconfirmed(client, zoe, coordinator, federation, noon):
    response = client.post(SHEET, data=sheet(federation))
    organisation = db.session.query(Organisation).filter_by(bce=BCE).one()
    assert response.location == f"/premiere-fois/{organisation.id}/ressource"
    assert (organisation.kind, organisation.areas) == (OrganisationKind.MAISON_MEDICALE, ["liege"])
    assert [(entry.sector, entry.since_year) for entry in organisation.experiences] == [("health", 2026)]
    assert find_mandate(zoe.id, organisation.id).role.value == "manager"
    assert db.session.query(Membership).one().state is MembershipState.ASKED
    assert [notice.kind for notice in db.session.query(Notification).filter_by(user_id=coordinator.id)] == [
        "membership.asked"
    ]
    assert client.page("/").find(class_="menu-name").get_text() == organisation.name


def test_sheet__sent_twice_is_one_organisation(client, zoe, federation):
    first, second = (client.post(SHEET, data=sheet(federation)) for _ in range(2))
    assert first.location == second.location
    assert db.session.query(Membership).count() == 1


def test_sheet__without_federation_or_sector(client, zoe):
    client.post(SHEET, data=sheet(sector=""))
    organisation = db.session.query(Organisation).one()
    assert organisation.experiences == []
    assert db.session.query(Membership).count() == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 10_000},
        {"kind": "federation"},
        {"kind": "public_funder"},
        {"kind": ""},
        {"locality": "Nulle-Part"},
        {"locality": "7100"},
        {"sector": "robots"},
        {"federation": "2147483647"},
        {"federation": "abc"},
    ],
)
def test_sheet__bad_input_is_said_beside_the_field(client, zoe, wrong):
    response = client.post(SHEET, data=sheet() | wrong)
    assert response.status_code == 422
    assert f'id="{next(iter(wrong))}-error"' in response.text
    assert BCE in response.text.replace(".", ""), "what was typed is kept"
    assert db.session.query(Organisation).count() == 0


def test_sheet__a_number_mangled_on_the_way(client, zoe):
    assert client.get(SHEET + "?bce=abc").location == START
    assert client.get(SHEET).location == START
    assert client.post(SHEET, data=sheet(bce="0123456789")).status_code == 422


def test_known__an_organisation_that_is_listed_is_claimed(client, zoe):
    organisation = OrganisationFactory(bce=BCE, federations=[FederationFactory()])
    known = f"/premiere-fois/reprendre/{organisation.id}"
    assert client.post(START, data={"bce": BCE}).location == known
    assert client.get(f"{SHEET}?bce={BCE}").location == known
    assert client.post(SHEET, data=sheet()).location == known, "nobody else's is taken over"
    for _ in range(2):
        assert client.post(known).location == f"/premiere-fois/{organisation.id}/voisins"
    assert client.get(f"/premiere-fois/{organisation.id}/voisins").status_code == 200
    assert find_mandate(zoe.id, organisation.id) is None
    client.page(known)


@pytest.mark.parametrize(("way", "model"), [("offres", Offer), ("besoins", Need), ("", Offer), ("autre", Offer)])
def test_resource__is_offered_or_looked_for(client, zoe, federation, way, model):
    organisation = own(client, federation)
    url = f"/premiere-fois/{organisation.id}/ressource"
    for _ in range(2):
        response = client.post(url, data={"capability": "rooms", "quantity": "1", "way": way})
        assert response.location == f"/premiere-fois/{organisation.id}/voisins"
    resource = db.session.query(model).one()
    assert (resource.quantity, resource.audience, resource.until_day) == (1, Audience.FEDERATION, None)
    assert client.page(response.location).select("#messages .notice"), "it is said to be done"
    assert client.page("/").select(f"main a[href='/ressources/{resource.way}/{resource.id}']")


def test_resource__what_an_eta_shares_is_for_the_coordination(client, zoe):
    client.post(SHEET, data=sheet(kind="eta", sector="wood"))
    organisation = db.session.query(Organisation).one()
    client.post(f"/premiere-fois/{organisation.id}/ressource", data={"capability": "trucks", "quantity": "2"})
    assert db.session.query(Offer).one().audience is Audience.COORDINATION


def test_resource__time_of_staff_says_its_frame_on_its_own_page(client, zoe):
    organisation = own(client)
    data = {"capability": "staff_hours", "quantity": "4", "way": "offres"}
    response = client.post(f"/premiere-fois/{organisation.id}/ressource", data=data)
    assert response.location == f"/ressources/offres/declarer/{organisation.id}?capability=staff_hours&quantity=4"
    assert client.page(response.location).find(id="quantity")["value"] == "4"
    assert db.session.query(Offer).count() == 0


@pytest.mark.parametrize("wrong", [{"quantity": ""}, {"quantity": "0"}, {"quantity": "2,5"}, {"capability": "gold"}])
def test_resource__bad_input(client, zoe, wrong):
    organisation = own(client)
    data = {"capability": "rooms", "quantity": "1"} | wrong
    response = client.post(f"/premiere-fois/{organisation.id}/ressource", data=data)
    assert response.status_code == 422
    assert f'id="{next(iter(wrong))}-error"' in response.text


def test_neighbours__the_three_nearest_however_far(client, zoe, federation):
    for place in ("4000 Liège", "4500 Huy", "8400 Oostende", "5000 Namur"):
        OrganisationFactory(name=f"Chez {place}", at=place)
    organisation = own(client, federation)
    page = client.page(f"/premiere-fois/{organisation.id}/voisins")
    assert [entry.get_text() for entry in page.main.select(".item-title a")] == [
        "Chez 4000 Liège",
        "Chez 4500 Huy",
        "Chez 5000 Namur",
    ]
    assert federation.name in page.main.get_text(), "which has still to confirm"


def test_neighbours__nobody_yet(client, zoe):
    assert client.page(f"/premiere-fois/{own(client).id}/voisins").find(class_="empty-state")


def test_neighbours__for_its_people_and_who_asks_alone(client, zoe):
    claim = ClaimFactory()
    address = f"/premiere-fois/{claim.organisation_id}/voisins"
    assert client.get(address).status_code == 404
    client.log_in(claim.user)
    assert client.get(address).status_code == 200


def test_dashboard__says_where_to_begin(client, zoe):
    assert client.page("/").main.find("a", href=START)
    client.log_in(MandateFactory().user)
    assert not client.page("/").main.find("a", href=START)


def test_policy__who_gathers_others_is_listed_for_them(database):
    actor = actor_of(UserFactory())
    assert may_register_own(OrganisationKind.ETA, actor)
    assert not may_register_own(OrganisationKind.FEDERATION, actor)
    assert not may_register_own(OrganisationKind.ETA, ANONYMOUS)
