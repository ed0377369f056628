"""Declaring, correcting, renewing and ending an offer or a need; their list."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from network import clock
from network.activity.models import Event
from network.actors import Role
from network.database import db
from network.organisations.models import OrganisationKind
from network.resources.models import Audience, Capability, Conditions, Frame, Need, Offer
from tests.factories.accounts import UserFactory
from tests.factories.organisations import MandateFactory, OrganisationFactory
from tests.factories.resources import NeedFactory, OfferFactory
from tests.helpers.soup import parse

TYPED = {
    "version": "1",
    "capability": "storage_m2",
    "quantity": "1.500",
    "details": "hall chauffé",
    "locality": "4000 Liège",
    "within_km": "",
    "from_day": "2026-12-01",
    "until_day": "2027-06-30",
    "audience": "federation",
}
STAFF = {"capability": "staff_hours", "quantity": "4"}


@pytest.fixture
def organisation(client):
    """An ETA in Namur whose manager is logged in."""
    user = UserFactory()
    log_in(client, user)
    return OrganisationFactory(manager=user)


@pytest.fixture(params=[OfferFactory, NeedFactory])
def resource(request, organisation):
    """Two trucks that the organisation offers or needs."""
    return request.param(organisation=organisation)


def log_in(client, user):
    client.log_in(user)
    with client.session_transaction() as session:
        session["language"] = "en"


def declare_url(organisation, way="offres"):
    return f"/ressources/{way}/declarer/{organisation.id}"


def page_url(resource):
    return f"/ressources/{resource.way}/{resource.id}"


def in_days(days):
    return clock.today() + timedelta(days=days)


class TestDeclaring:
    @pytest.mark.parametrize(("way", "model"), [("offres", Offer), ("besoins", Need)])
    def test_declared_once_for_two_clicks(self, client, organisation, way, model):
        for _time in range(2):
            response = client.post(declare_url(organisation, way), data=TYPED)
            found = model.query.one()
            assert (response.status_code, response.location) == (303, page_url(found))
        assert (found.capability, found.quantity, found.details) == (Capability.STORAGE_M2, 1500, "hall chauffé")
        assert (found.from_day.isoformat(), found.until_day.isoformat()) == ("2026-12-01", "2027-06-30")
        assert (found.audience, str(found.locality), found.frame) == (Audience.FEDERATION, "4000 Liège", None)

    @pytest.mark.parametrize(
        ("way", "kind", "audience"),
        [
            ("offres", OrganisationKind.ETA, "coordination"),
            ("offres", OrganisationKind.MAISON_MEDICALE, "federation"),
            ("besoins", OrganisationKind.ETA, "federation"),
            ("besoins", OrganisationKind.MAISON_MEDICALE, "federation"),
        ],
    )
    def test_an_empty_form_says_what_is_usual(self, client, organisation, way, kind, audience):
        organisation.kind = kind
        db.session.commit()
        page = client.page(declare_url(organisation, way) + "?capability=vans")
        assert page.select_one("[name=audience][checked]")["value"] == audience
        assert page.select_one("[name=locality]")["value"] == "5000 Namur"
        assert page.select_one("[name=from_day]")["value"] == clock.today().isoformat()
        assert page.select_one("option[selected]")["value"] == "vans"
        assert bool(page.select("[name=within_km]")) == (way == "besoins")

    def test_an_offer_says_its_conditions(self, client, organisation):
        typed = TYPED | {"capability": "equipment", "quantity": "2", "conditions": "at_cost"}
        assert client.post(declare_url(organisation), data=typed | {"conditions": "barter"}).status_code == 422
        page = parse(client.post(declare_url(organisation), data=typed, follow_redirects=True)).get_text(
            " ", strip=True
        )
        assert "2 pieces of equipment" in page
        assert "at cost" in page
        assert Offer.query.one().conditions is Conditions.AT_COST
        assert "at cost" in client.post("/ressources/export", data={}).get_data(as_text=True)

    def test_a_need_may_say_how_far(self, client, organisation):
        client.post(declare_url(organisation, "besoins"), data=TYPED | {"within_km": "40"})
        assert Need.query.one().within_km == 40

    @pytest.mark.parametrize(
        ("field", "typed", "sentence"),
        [
            ("quantity", "0", "Give a whole number from 1 to 1,000,000."),
            ("quantity", "2,5", "Give a whole number, without decimals."),
            ("quantity", "1.5", "Give a whole number, without decimals."),
            ("quantity", "-1", "This cannot be less than 0."),
            ("quantity", "9999999", "Give a whole number from 1 to 1,000,000."),
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
            ("capability", "", "Please fill this in."),
            ("details", "é" * 10_000, "This is too long: 160 characters at most."),
            ("locality", "Atlantide", "No place in Belgium goes by this name."),
            ("locality", "7100", "Several places fit"),
            ("locality", "", "Please fill this in."),
            ("within_km", "0", "Give a whole number from 1 to 300."),
            ("within_km", "301", "Give a whole number from 1 to 300."),
            ("within_km", "2,5", "Give a whole number, without decimals."),
        ],
    )
    @pytest.mark.parametrize(("way", "model"), [("offres", Offer), ("besoins", Need)])
    def test_errors_beside_the_field_and_nothing_lost(self, client, organisation, way, model, field, typed, sentence):
        if (way, field) == ("offres", "within_km"):
            return
        response = client.post(declare_url(organisation, way), data=TYPED | {field: typed})
        page = parse(response)
        assert response.status_code == 422
        assert sentence in page.select_one(f"#{field}-error").get_text()
        assert page.select_one("[role=alert]")
        assert model.query.count() == 0
        for name, value in (TYPED | {field: typed}).items():
            kept = page.select_one(f"input[name={name}]:not([type=hidden], [type=radio])")
            assert not kept or kept["value"] == value

    def test_staff_time_says_its_frame(self, client, organisation):
        response = client.post(declare_url(organisation), data=TYPED | STAFF)
        assert response.status_code == 422
        assert "to lend one’s staff is not allowed" in parse(response).select_one("#frame-error").get_text()
        client.post(declare_url(organisation), data=TYPED | STAFF | {"frame": "advice"})
        assert Offer.query.one().frame is Frame.ADVICE

    def test_staff_time_says_of_which_profession(self, client, organisation):
        response = client.post(declare_url(organisation), data=TYPED | STAFF | {"frame": "advice", "details": " "})
        assert response.status_code == 422
        assert "profession or skill" in parse(response).select_one("#details-error").get_text()

    def test_a_frame_that_there_is_not(self, client, organisation):
        response = client.post(declare_url(organisation), data=TYPED | STAFF | {"frame": "loan"})
        assert (response.status_code, Offer.query.count()) == (422, 0)

    def test_a_need_for_staff_time_may_leave_it_open(self, client, organisation):
        assert client.post(declare_url(organisation, "besoins"), data=TYPED | STAFF).status_code == 303
        assert Need.query.one().frame is None

    def test_nothing_else_has_a_frame(self, client, organisation):
        client.post(declare_url(organisation), data=TYPED | {"frame": "advice"})
        assert Offer.query.one().frame is None


class TestOne:
    def test_correct(self, client, resource):
        page = client.page(page_url(resource) + "/corriger")
        assert page.select_one("[name=quantity]")["value"] == "2"
        assert not page.select("[name=frame]")
        response = client.post(page_url(resource) + "/corriger", data=TYPED | {"quantity": "3"})
        assert response.status_code == 303
        assert (resource.capability, resource.quantity, resource.version) == (Capability.TRUCKS, 3, 2)

    def test_two_people_at_once(self, client, resource):
        url = page_url(resource) + "/corriger"
        client.post(url, data=TYPED | {"quantity": "3"})
        response = client.post(url, data=TYPED | {"quantity": "4"})
        page = parse(response)
        assert response.status_code == 409
        assert "Quantity – 3 trucks" in page.get_text()
        assert page.select_one("[name=quantity]")["value"] == "4"
        assert client.post(url, data=TYPED | {"quantity": "4", "version": "2"}).status_code == 303
        assert resource.quantity == 4

    def test_a_wrong_correction_changes_nothing(self, client, resource):
        assert client.post(page_url(resource) + "/corriger", data=TYPED | {"quantity": "x"}).status_code == 422
        assert (resource.quantity, resource.version) == (2, 1)

    def test_end_and_its_undoing(self, client, resource):
        for _time in range(2):
            assert client.post(page_url(resource) + "/terminer").location == page_url(resource)
        assert resource.ended_on == clock.today()
        assert "Undo the end" in client.page(page_url(resource)).get_text()
        for _time in range(2):
            assert client.post(page_url(resource) + "/reprendre").location == page_url(resource)
        assert resource.ended_on is None

    @pytest.mark.parametrize("days", [-3, 3])
    def test_renew_in_one_click(self, client, resource, days):
        resource.until_day = in_days(days)
        db.session.commit()
        for url in (page_url(resource), "/ressources/les-notres", "/"):
            assert client.page(url).select_one(f'form[action="{page_url(resource)}/prolonger"]')
        for _time in range(2):
            assert client.post(page_url(resource) + "/prolonger").status_code == 303
        assert resource.until_day > in_days(360)
        assert Event.query.filter(Event.verb.endswith(".renewed")).count() == 1

    @pytest.mark.parametrize(("typed", "sentence"), [("2020-01-01", "from today on"), ("2126-01-01", "Check the year")])
    def test_renew_until_a_day_that_is_none(self, client, resource, typed, sentence):
        resource.until_day = in_days(3)
        db.session.commit()
        response = client.post(page_url(resource) + "/prolonger", data={"until_day": typed})
        page = parse(response)
        assert response.status_code == 422
        assert sentence in page.select_one("#until_day-error").get_text()
        assert page.select_one("details[open] [name=until_day]")["value"] == typed
        assert resource.until_day == in_days(3)

    def test_for_those_who_engage_the_organisation(self, client, organisation, resource):
        member = UserFactory()
        MandateFactory(user=member, organisation=organisation, role=Role.MEMBER)
        for user, status in [(member, 403), (UserFactory(), 404)]:
            log_in(client, user)
            assert client.get(page_url(resource)).status_code == (200 if user is member else 404)
            assert client.get(page_url(resource) + "/corriger").status_code == status
            for act in ("corriger", "prolonger", "terminer", "reprendre"):
                assert client.post(f"{page_url(resource)}/{act}", data=TYPED).status_code == status
            assert client.get(declare_url(organisation)).status_code == 403
            assert client.post(declare_url(organisation), data=TYPED).status_code == 403

    @pytest.mark.parametrize("number", ["0", "2147483647", "99999999999999999999", "x"])
    @pytest.mark.parametrize("way", ["offres", "besoins", "autres"])
    def test_unknown_ids(self, client, organisation, way, number):
        assert client.get(f"/ressources/{way}/{number}").status_code == 404
        assert client.get(f"/ressources/{way}/declarer/{number}").status_code == 404

    def test_unknown_way(self, client, organisation):
        assert client.get(declare_url(organisation, "autres")).status_code == 404
        assert client.post(declare_url(organisation, "autres"), data=TYPED).status_code == 404


class TestList:
    def test_the_filters_are_kept_and_said(self, client, organisation):
        OfferFactory(audience=Audience.NETWORK, details="19 t")
        page = client.page("/ressources/?capability=trucks&place=4000+Liège&km=60")
        assert "1 offer" in page.select_one("#resources-results [role=status]").get_text()
        assert "2 trucks: 19 t" in page.get_text()
        assert "53\xa0km" in page.get_text()
        assert page.select_one("details.filters-more[open] [name=km]")["value"] == "60"
        assert page.select_one("#resources-results form [name=place]")["value"] == "4000 Liège"
        assert page.select_one("#resources-results a.btn-link").get_text(strip=True) == "Clear the 3 filters"

    def test_what_cannot_be_read_is_said_and_passed_over(self, client, organisation):
        OfferFactory(audience=Audience.NETWORK)
        page = client.page("/ressources/?way=x&capability=gold&place=Atlantide&km=2,5&on_day=hier&audience=x")
        assert "1 offer" in page.select_one("[role=status]").get_text()
        assert "No place in Belgium" in page.select_one("#place-error").get_text()
        assert page.select_one("#km-error")

    def test_when_nothing_fits_one_may_say_what_is_needed(self, client, organisation):
        page = client.page("/ressources/?capability=rooms")
        link = page.select_one("#resources-results .empty-state a")
        assert link["href"] == declare_url(organisation, "besoins") + "?capability=rooms"
        link = client.page("/ressources/?way=besoins&capability=rooms").select_one("#resources-results .empty-state a")
        assert link["href"] == declare_url(organisation) + "?capability=rooms"

    def test_somebody_who_declares_for_nobody_sees_everything_instead(self, client):
        log_in(client, UserFactory())
        page = client.page("/ressources/?capability=rooms")
        assert page.select_one("#resources-results .empty-state a")["href"] == "/ressources/"
        assert client.page("/ressources/les-notres").select_one(".empty-state a")["href"] == "/premiere-fois"

    def test_ours__what_has_ended_is_folded(self, client, organisation):
        for factory in (OfferFactory, NeedFactory):
            factory(organisation=organisation)
            factory(organisation=organisation, quantity=7, ended_on=clock.today())
        page = client.page("/ressources/les-notres")
        assert [fold.get_text().count("7 trucks") for fold in page.select("details.card-more")] == [1, 1]
        assert page.get_text().count("7 trucks") == 2

    def test_the_export_is_logged(self, client, organisation):
        OfferFactory(audience=Audience.NETWORK, details="=1+1", frame=None, until_day=in_days(9))
        OfferFactory(audience=Audience.NETWORK, capability=Capability.VANS)
        answer = client.post("/ressources/export", data={"capability": "trucks"})
        assert "offres-" in answer.headers["Content-Disposition"]
        rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff")), delimiter=";"))
        assert [(row["What"], row["Quantity"], row["In a few words"]) for row in rows] == [("Trucks", "2", "'=1+1")]
        event = Event.query.filter_by(verb="resources.exported").one()
        assert event.after == {"resources": 1}
