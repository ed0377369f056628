"""Declaring, correcting and withdrawing a demand, in the browser; and who may know of it."""

from __future__ import annotations

import pytest

from network.database import db
from network.hires.models import Demand, DemandState
from network.hires.queries import list_free_demands, list_known_demands, list_own_demands
from network.organisations.acting import actor_of
from network.organisations.memberships import find_membership
from network.organisations.queries import list_people
from network.resources.models import Audience
from tests.factories.accounts import UserFactory
from tests.factories.hires import DemandFactory
from tests.factories.organisations import FederationFactory, OrganisationFactory
from tests.helpers.queries import recorded_queries
from tests.helpers.soup import parse

pytestmark = pytest.mark.usefixtures("noon")

TYPED = {
    "profession": "orthophoniste",
    "half_days": "3",
    "open": ["mon_am", "mon_pm", "thu_am", "thu_pm"],
    "must": ["mon_am"],
    "can_host": "y",
    "from_day": "01/02/2027",
    "audience": "federation",
    "remark": "Une file d’attente de six mois.",
}


@pytest.fixture
def manager(client):
    user = UserFactory()
    client.log_in(user)
    return user


@pytest.fixture
def federation(database):
    return FederationFactory(coordinator=UserFactory(name="Samira"))


@pytest.fixture
def organisation(manager, federation):
    return OrganisationFactory(manager=manager, federations=[federation])


@pytest.fixture
def typed(federation):
    return TYPED | {"federation": federation.id}


def declare(client, organisation, data):
    return client.post(f"/postes-partages/demandes/nouvelle/{organisation.id}", data=data)


class TestDeclaring:
    def test_from_the_empty_page(self, client, organisation, typed):
        page = client.page("/postes-partages/")
        link = page.find("a", string="Déclarer une demande") or page.find("a", href=lambda h: h and "nouvelle" in h)
        form = client.page(link["href"]).find("form", attrs={"data-guard": True})
        assert form.select_one("[name=audience][checked]")["value"] == "federation"
        assert len(form.select("[name=open]")) == 10
        response = client.post(form["action"], data=typed)
        demand = list_own_demands([organisation.id])[0]
        assert response.location == f"/postes-partages/demandes/{demand.id}"
        assert (demand.profession, demand.half_days, demand.must) == ("2266", 3, ["mon_am"])
        assert demand.from_day.isoformat() == "2027-02-01"
        assert "logopède" in client.page(response.location).h1.get_text()

    def test_the_same_said_twice_is_one(self, client, organisation, typed):
        assert declare(client, organisation, typed).location == declare(client, organisation, typed).location
        assert len(list_own_demands([organisation.id])) == 1

    @pytest.mark.parametrize(
        ("changed", "field", "words"),
        [
            ({"half_days": "0"}, "half_days", "de 1 à 10"),
            ({"half_days": "11"}, "half_days", "de 1 à 10"),
            ({"half_days": "2,5"}, "half_days", "sans décimales"),
            ({"half_days": ""}, "half_days", "remplir"),
            ({"open": []}, "open", "au moins une demi-journée"),
            ({"half_days": "5"}, "open", "demandez 5 demi-journées"),
            ({"must": ["fri_pm"]}, "must", "parmi les demi-journées possibles"),
            ({"half_days": "1", "must": ["mon_am", "mon_pm"]}, "must", "plus de demi-journées"),
            ({"from_day": "21/11/2026"}, "from_day", "passé"),
            ({"from_day": "01/01/2099"}, "from_day", "année"),
            ({"profession": "astronaute"}, "profession", "Aucune profession"),
            ({"profession": "aide"}, "profession", "Laquelle"),
            ({"profession": ""}, "profession", "remplir"),
            ({"audience": "calculation"}, "audience", "choix"),
            ({"federation": "999999"}, "federation", "choix"),
            ({"open": ["sun_am"]}, "open", "choix"),
        ],
    )
    def test_what_is_wrong_is_said_beside_the_field(self, client, organisation, typed, changed, field, words):
        response = declare(client, organisation, typed | changed)
        page = parse(response)
        assert response.status_code == 422
        if field != "federation":
            assert page.select_one(f"#{field}-error")
        assert page.find("textarea", attrs={"name": "remark"}).get_text().strip() == TYPED["remark"]
        assert list_own_demands([organisation.id]) == []

    def test_a_federation_of_others_is_refused(self, client, organisation, typed):
        other = FederationFactory()
        assert declare(client, organisation, typed | {"federation": other.id}).status_code == 422

    def test_without_a_federation_there_is_nothing_to_fill_in(self, client, manager):
        organisation = OrganisationFactory(manager=manager)
        page = client.page(f"/postes-partages/demandes/nouvelle/{organisation.id}")
        assert not page.find("input", attrs={"name": "half_days"})


class TestChanging:
    @pytest.fixture
    def demand(self, organisation, federation):
        return DemandFactory(organisation=organisation, federation=federation)

    def test_correct(self, client, demand, typed):
        url = f"/postes-partages/demandes/{demand.id}/corriger"
        assert client.post(url, data=typed | {"half_days": "2", "version": demand.version}).status_code == 303
        assert db.session.get(Demand, demand.id).half_days == 2

    def test_an_old_page_keeps_what_was_typed(self, client, demand, typed):
        url = f"/postes-partages/demandes/{demand.id}/corriger"
        client.post(url, data=typed | {"half_days": "2", "version": demand.version})
        response = client.post(url, data=typed | {"half_days": "4", "version": 1})
        assert response.status_code == 409
        assert parse(response).find("input", attrs={"name": "half_days"})["value"] == "4"
        assert db.session.get(Demand, demand.id).half_days == 2

    def test_a_day_that_has_passed_since_may_stay(self, client, demand, typed):
        demand.from_day = TYPED and demand.created_at.date().replace(year=2025)
        db.session.commit()
        data = typed | {"from_day": demand.from_day.isoformat(), "version": demand.version}
        assert client.post(f"/postes-partages/demandes/{demand.id}/corriger", data=data).status_code == 303

    def test_withdraw_and_take_up_again(self, client, demand, federation):
        for _ in range(2):  # a double click
            assert client.post(f"/postes-partages/demandes/{demand.id}/retirer").status_code == 303
        assert list_free_demands([federation.id]) == []
        client.post(f"/postes-partages/demandes/{demand.id}/reprendre")
        assert db.session.get(Demand, demand.id).state is DemandState.OPEN
        assert list_free_demands([federation.id]) == [demand]


class TestWhoSeesWhat:
    """A whole demand is for its own people and the coordination; that it exists, for its audience."""

    def test_others_may_not_read_it(self, client, federation):
        demand = DemandFactory(federation=federation)
        fellow = UserFactory()
        OrganisationFactory(manager=fellow, federations=[federation])
        client.log_in(fellow)
        assert client.get(f"/postes-partages/demandes/{demand.id}").status_code == 404
        assert client.post(f"/postes-partages/demandes/{demand.id}/retirer").status_code == 404

    def test_who_left_the_federation_asks_nothing_of_it_any_more(self, client, manager, organisation, federation):
        demand = DemandFactory(organisation=organisation, federation=federation)
        url, coordinator = f"/postes-partages/demandes/{demand.id}", list_people(federation.id)[0]
        client.post(f"/demandes/affiliations/{find_membership(organisation.id, federation.id).id}/quitter")
        assert demand.state is DemandState.WITHDRAWN
        assert client.post(f"{url}/reprendre").status_code == 409
        assert client.get(url).status_code == 200
        client.log_in(coordinator)
        assert client.get(url).status_code == 404

    @pytest.mark.parametrize(
        ("audience", "fellow", "outsider"),
        [
            (Audience.NETWORK, True, True),
            (Audience.FEDERATION, True, False),
            (Audience.COORDINATION, False, False),
        ],
    )
    def test_audience(self, federation, audience, fellow, outsider):
        demand = DemandFactory(federation=federation, audience=audience, remark="Secret")
        people = {"fellow": [federation], "outsider": [FederationFactory()]}
        for who, expected in (("fellow", fellow), ("outsider", outsider)):
            user = UserFactory()
            OrganisationFactory(manager=user, federations=people[who])
            assert (demand in list_known_demands(actor_of(user))) is expected

    def test_a_fellow_reads_who_where_and_how_many_and_no_more(self, client, organisation, federation):
        demand = DemandFactory(federation=federation, remark="Secret", open=["wed_pm", "fri_am", "fri_pm"])
        text = client.page("/postes-partages/").get_text()
        assert demand.organisation.name in text
        assert "Secret" not in text
        assert "mercredi après-midi" not in text

    def test_the_coordination_counts_them(self, client, federation):
        DemandFactory.create_batch(3, federation=federation)
        user = UserFactory()
        FederationFactory(coordinator=user)
        client.log_in(user)
        assert "3 maisons médicales" not in client.page("/postes-partages/").get_text()


def test_professions__by_another_name(client, manager):
    found = client.get("/postes-partages/professions?q=orthoph").get_json()
    assert [profession["label"] for profession in found] == ["logopède"]
    assert client.get("/postes-partages/professions?q=").get_json() == []


def test_the_page_costs_as_much_for_many_as_for_few(client, organisation, federation):
    def count():
        db.session.commit()
        db.session.remove()
        with recorded_queries() as statements:
            client.get("/postes-partages/")
        return len(statements)

    DemandFactory.create_batch(2, federation=federation)
    few = count()
    DemandFactory.create_batch(8, federation=federation)
    assert count() == few
