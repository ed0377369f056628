"""Who sees an offer or a need: sheet, list, map, export, its own page, what fits it, suggestions, directory."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any, NamedTuple

import pytest

from network.actors import Role
from network.organisations.models import Mandate, MembershipState, Organisation
from network.resources.models import Audience
from tests.factories.accounts import UserFactory
from tests.factories.organisations import FederationFactory, MandateFactory, MembershipFactory, OrganisationFactory
from tests.factories.resources import NeedFactory, OfferFactory
from tests.helpers.soup import parse


class Resources(NamedTuple):
    factory: Any
    way: str
    organisation: Organisation

    def of(self, audience):
        return self.factory._meta.model.query.filter_by(organisation=self.organisation, audience=audience).one()


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


@pytest.fixture(params=[(OfferFactory, "offres"), (NeedFactory, "besoins")], ids=["offers", "needs"])
def resources(request, database):
    """What an ETA of one federation offers, or needs, for each audience, as many trucks as QUANTITIES says."""
    factory, way = request.param
    organisation = OrganisationFactory(name="Observée", federations=[FederationFactory(name="La sienne")])
    for audience, quantity in QUANTITIES.items():
        factory(organisation=organisation, audience=audience, quantity=quantity)
    return Resources(factory, way, organisation)


@pytest.fixture
def organisation(resources):
    return resources.organisation


@pytest.fixture
def readers(app, client, organisation):
    """Each reader: who it is, a client of its own, and what it may see."""
    users = {who: make_reader(who, organisation) for who in SEEN}
    return [
        (who, client_of(app, user), {QUANTITIES[audience] for audience in SEEN[who]}) for who, user in users.items()
    ]


def client_of(app, user):
    """A browser in which this person is logged in, or nobody."""
    client = app.test_client()
    if user:
        client.log_in(user)
        with client.session_transaction() as session:
            session["language"] = "en"
    return client


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


def test_on_its_page(readers, organisation):
    for who, client, seen in readers:
        answer = client.get(f"/structures/{organisation.id}")
        assert shown(answer.get_data(as_text=True)) == seen, who
        assert answer.status_code == (200 if seen else 303), who


def test_in_the_list_and_on_its_map(readers, resources):
    for who, client, seen in readers:
        answer = client.get(f"/ressources/?way={resources.way}")
        assert shown(answer.get_data(as_text=True)) == seen, who
        if seen:
            points = json.loads(parse(answer).select_one("#resources-map script").string)["points"]
            assert {int(word) for point in points for word in re.findall(r"\d+(?= trucks)", point["detail"])} == seen, (
                who
            )


@pytest.mark.parametrize("audience", ["network", "federation", "coordination"])
def test_in_the_list__by_audience(readers, resources, audience):
    for who, client, seen in readers:
        text = client.get(f"/ressources/?way={resources.way}&audience={audience}").get_data(as_text=True)
        assert shown(text) == seen & {QUANTITIES[Audience(audience)]}, who


def test_in_the_list_of_ones_own(readers):
    for who, client, seen in readers:
        is_own = who in ("its manager", "its member of staff")
        assert shown(client.get("/ressources/les-notres").get_data(as_text=True)) == (seen if is_own else set()), who


def test_in_the_export(readers, resources):
    for who, client, seen in readers:
        answer = client.post("/ressources/export", data={"way": resources.way})
        if not seen:
            assert answer.status_code == 303, who
            continue
        assert {int(row["Quantity"]) for row in rows_of(answer)} == seen, who


def test_at_its_address(readers, resources):
    for who, client, seen in readers:
        for audience, quantity in QUANTITIES.items():
            status = client.get(f"/ressources/{resources.way}/{resources.of(audience).id}").status_code
            assert status == (303 if not seen else 200 if quantity in seen else 404), who


def test_among_what_fits(readers, resources):
    """On the page of what somebody else, seen by all, needs or offers."""
    if resources.way == "offres":
        other = NeedFactory(quantity=1, audience=NETWORK)
    else:
        other = OfferFactory(quantity=99, audience=NETWORK)
    for who, client, seen in readers:
        text = client.get(f"/ressources/{other.way}/{other.id}").get_data(as_text=True)
        assert shown(text) == seen, who
        is_own = f'class="item-action" href="/ressources/{resources.way}/' in text
        assert is_own == (len(seen) == len(QUANTITIES)), "nobody gets in touch with themselves"


def test_among_the_suggestions(readers, resources):
    """On the dashboard of whoever offers enough trucks: the needs of others that they may see."""
    engaging = {
        "a rival of its federation",
        "a coordinator of its federation",
        "a coordinator of another federation",
        "a manager elsewhere",
        "a manager whose membership is not confirmed",
        "a coordinator whose federation it left",
    }
    for mandate in Mandate.query.all():
        if mandate.organisation_id != resources.organisation.id:
            OfferFactory(organisation=mandate.organisation, quantity=99, audience=CALCULATION)
    for who, client, seen in readers:
        suggested = shown(client.get("/").get_data(as_text=True).split("What you share")[0])
        assert suggested == (seen if resources.way == "besoins" and who in engaging else set()), who


def test_in_the_directory(readers, resources):
    for who, client, seen in readers:
        expected = seen if resources.way == "offres" else set()
        assert shown(client.get("/structures/?q=observee").get_data(as_text=True)) == expected, who


def test_in_the_export_of_the_directory(readers, resources):
    for who, client, seen in readers:
        answer = client.post("/structures/export", data={"q": "observee"})
        if not seen:
            assert answer.status_code == 303, who
            continue
        offered = str(sum(seen)) if resources.way == "offres" else ""
        assert [row["Trucks"] for row in rows_of(answer)] == [offered], who


def rows_of(answer):
    text = answer.get_data(as_text=True).lstrip("\ufeff")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))
