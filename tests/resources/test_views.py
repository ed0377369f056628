"""Declaring, correcting and ending an offer, in the browser."""

from __future__ import annotations

import pytest

from network import clock
from network.actors import Role
from network.resources.models import Audience, Capability
from network.resources.queries import list_offers
from tests.factories.accounts import UserFactory
from tests.factories.organisations import MandateFactory, OrganisationFactory
from tests.factories.resources import OfferFactory
from tests.helpers.soup import parse

TYPED = {
    "version": "1",
    "capability": "storage_m2",
    "quantity": "1.500",
    "from_day": "2026-12-01",
    "until_day": "2027-06-30",
    "audience": "federation",
}


@pytest.fixture
def organisation(client):
    """An organisation whose manager is logged in."""
    user = UserFactory()
    client.log_in(user)
    with client.session_transaction() as session:
        session["language"] = "en"
    return OrganisationFactory(manager=user)


def test_declare(client, organisation):
    url = f"/ressources/proposer/{organisation.id}"
    page = client.page(url)
    assert page.select_one("[name=audience][checked]")["value"] == "coordination"
    assert page.select_one("[name=from_day]")["value"] == clock.today().isoformat()
    response = client.post(url, data=TYPED)
    assert (response.status_code, response.location) == (303, f"/structures/{organisation.id}")
    offer = list_offers([organisation.id])[0]
    assert (offer.capability, offer.quantity) == (Capability.STORAGE_M2, 1500)
    assert (offer.from_day.isoformat(), offer.until_day.isoformat()) == ("2026-12-01", "2027-06-30")
    assert offer.audience is Audience.FEDERATION


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("quantity", "0", "Give a whole number from 1 to 1000000."),
        ("quantity", "2,5", "Give a whole number, without decimals."),
        ("quantity", "1.5", "Give a whole number, without decimals."),
        ("quantity", "-1", "This cannot be less than 0."),
        ("quantity", "9999999", "Give a whole number from 1 to 1000000."),
        ("quantity", "9" * 40, "Give a whole number, in digits."),
        ("quantity", "deux", "Give a whole number, in digits."),
        ("quantity", "", "Please fill this in."),
        ("until_day", "2026-11-30", "This is before the first day."),
        ("until_day", "2126-11-30", "Check the year of this date."),
        ("from_day", "0001-01-01", "Check the year of this date."),
        ("from_day", "2026-02-30", "This is not a date. Write it as 31/12/2026."),
        ("from_day", "", "Please fill this in."),
        ("audience", "everybody", "Not a valid choice."),
        ("capability", "gold", "Not a valid choice."),
    ],
)
def test_errors_beside_the_field(client, organisation, field, typed, sentence):
    response = client.post(f"/ressources/proposer/{organisation.id}", data=TYPED | {field: typed})
    page = parse(response)
    assert response.status_code == 422
    assert sentence in page.select_one(f"#{field}-error").get_text()
    assert page.select_one("[role=alert]")
    assert list_offers([organisation.id]) == []
    kept = page.select_one("[name=quantity]")
    assert kept["value"] == (typed if field == "quantity" else "1.500")


def test_correct(client, organisation):
    offer = OfferFactory(organisation=organisation)
    assert client.page(f"/ressources/{offer.id}").select_one("[name=quantity]")["value"] == "2"
    response = client.post(f"/ressources/{offer.id}", data=TYPED | {"quantity": "3", "capability": "storage_m2"})
    assert response.status_code == 303
    assert (offer.capability, offer.quantity, offer.version) == (Capability.TRUCKS, 3, 2)


def test_two_people_at_once(client, organisation):
    offer = OfferFactory(organisation=organisation)
    client.post(f"/ressources/{offer.id}", data=TYPED | {"quantity": "3"})
    response = client.post(f"/ressources/{offer.id}", data=TYPED | {"quantity": "4"})
    page = parse(response)
    assert response.status_code == 409
    assert "It now says: 3 trucks" in page.get_text()
    assert page.select_one("[name=quantity]")["value"] == "4"
    assert page.select_one("[name=version]")["value"] == "2"


def test_end__twice_is_once(client, organisation):
    offer = OfferFactory(organisation=organisation)
    for _time in range(2):
        assert client.post(f"/ressources/{offer.id}/terminer").status_code == 303
    assert offer.is_over(clock.today())


def test_a_wrong_correction_changes_nothing(client, organisation):
    offer = OfferFactory(organisation=organisation)
    assert client.post(f"/ressources/{offer.id}", data=TYPED | {"quantity": "x"}).status_code == 422
    assert (offer.quantity, offer.version) == (2, 1)


def test_for_those_who_engage_the_organisation(client, organisation):
    offer = OfferFactory(organisation=organisation)
    member = UserFactory()
    MandateFactory(user=member, organisation=organisation, role=Role.MEMBER)
    for user, status in [(member, 403), (UserFactory(), 404)]:
        client.log_in(user)
        assert client.get(f"/ressources/{offer.id}").status_code == status
        assert client.post(f"/ressources/{offer.id}", data=TYPED).status_code == status
        assert client.post(f"/ressources/{offer.id}/terminer").status_code == status
        assert client.get(f"/ressources/proposer/{organisation.id}").status_code == 403
        assert client.post(f"/ressources/proposer/{organisation.id}", data=TYPED).status_code == 403


@pytest.mark.parametrize("number", ["0", "2147483647", "99999999999999999999", "x"])
def test_unknown_ids(client, organisation, number):
    assert client.get(f"/ressources/{number}").status_code == 404
    assert client.get(f"/ressources/proposer/{number}").status_code == 404
