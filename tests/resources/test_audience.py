"""Who sees an offer: on the organisation's page, in the directory's list, in its export."""

from __future__ import annotations

import csv
import io

import pytest

from network.actors import Role
from network.organisations.models import MembershipState
from network.resources.models import Audience, Capability
from network.resources.queries import list_offers
from tests.factories.accounts import UserFactory
from tests.factories.organisations import FederationFactory, MandateFactory, MembershipFactory, OrganisationFactory
from tests.factories.resources import OfferFactory

NETWORK, FEDERATION, COORDINATION, CALCULATION = Audience
ALL, NONE = set(Audience), set()
SEEN = {
    "its manager": ALL,
    "its member of staff": ALL,
    "a rival of its federation": {NETWORK, FEDERATION},
    "a coordinator of its federation": {NETWORK, FEDERATION, COORDINATION},
    "a member of its federation's staff": {NETWORK, FEDERATION},
    "a coordinator of another federation": {NETWORK},
    "a manager elsewhere": {NETWORK},
    "a manager whose membership is not confirmed": {NETWORK},
    "a coordinator whose federation it left": {NETWORK},
    "an administrator": {NETWORK},
    "somebody without mandate": {NETWORK},
    "nobody": NONE,
}
QUANTITIES = {NETWORK: 11, FEDERATION: 22, COORDINATION: 33, CALCULATION: 44}


@pytest.fixture
def organisation(database):
    """An ETA of one federation that offers trucks to each audience, as many as QUANTITIES says."""
    organisation = OrganisationFactory(name="Observée", federations=[FederationFactory(name="La sienne")])
    for audience, quantity in QUANTITIES.items():
        OfferFactory(organisation=organisation, audience=audience, quantity=quantity, capability=Capability.TRUCKS)
    return organisation


@pytest.fixture(params=SEEN)
def reader(request, client, organisation):
    """The client of each reader in turn, and what this reader may see."""
    user = make_reader(request.param, organisation)
    if user:
        client.log_in(user)
        with client.session_transaction() as session:
            session["language"] = "en"
    return client, {QUANTITIES[audience] for audience in SEEN[request.param]}


def make_reader(who, organisation):
    """The person, with the mandates that make who they are."""
    if who == "nobody":
        return None
    user, federation = UserFactory(is_administrator=who == "an administrator"), organisation.memberships[0].federation
    match who:
        case "its manager":
            MandateFactory(user=user, organisation=organisation)
        case "its member of staff":
            MandateFactory(user=user, organisation=organisation, role=Role.MEMBER)
        case "a rival of its federation":
            OrganisationFactory(manager=user, federations=[federation])
        case "a coordinator of its federation":
            MandateFactory(user=user, organisation=federation, role=Role.COORDINATOR)
        case "a member of its federation's staff":
            MandateFactory(user=user, organisation=federation, role=Role.MEMBER)
        case "a coordinator of another federation":
            FederationFactory(coordinator=user)
        case "a manager elsewhere":
            OrganisationFactory(manager=user, federations=[FederationFactory()])
        case "a manager whose membership is not confirmed":
            own = OrganisationFactory(manager=user)
            MembershipFactory(organisation=own, federation=federation, state=MembershipState.ASKED)
        case "a coordinator whose federation it left":
            left = FederationFactory(coordinator=user)
            MembershipFactory(organisation=organisation, federation=left, state=MembershipState.LEFT)
    return user


def shown(text):
    """Which of the quantities a page names."""
    return {quantity for quantity in QUANTITIES.values() if f"{quantity} trucks" in text}


def test_on_its_page(reader, organisation):
    client, seen = reader
    answer = client.get(f"/structures/{organisation.id}")
    assert shown(answer.get_data(as_text=True)) == seen
    assert answer.status_code == (200 if seen else 303)


def test_in_the_list(reader):
    client, seen = reader
    assert shown(client.get("/structures/?q=observee").get_data(as_text=True)) == seen


def test_in_the_export(reader):
    client, seen = reader
    answer = client.post("/structures/export", data={"q": "observee"})
    if not seen:
        assert answer.status_code == 303
        return
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff")), delimiter=";"))
    assert [row["Trucks (trucks)"] for row in rows] == [str(sum(seen))]


def test_its_own_address_is_for_its_people(reader, organisation, request):
    client, _seen = reader
    offer = next(offer for offer in list_offers([organisation.id]) if offer.audience is NETWORK)
    status = client.get(f"/ressources/{offer.id}").status_code
    expected = {"its manager": 200, "its member of staff": 403, "nobody": 303}
    assert status == expected.get(request.node.callspec.params["reader"], 404)
