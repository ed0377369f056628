"""Saved searches and their alerts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from network import clock
from network.accounts.personal_data import erase_person
from network.actors import Actor
from network.database import db
from network.directory import saved
from network.directory.alerts import MOST_ITEMS, send_alerts
from network.directory.models import SavedSearch, SearchKind
from network.notifications.frequency import MailFrequency
from network.notifications.models import OutgoingMail
from network.organisations.acting import actor_of
from network.organisations.models import MembershipState
from network.resources.models import Audience
from tests.factories.accounts import UserFactory
from tests.factories.directory import SavedSearchFactory
from tests.factories.organisations import FederationFactory, MembershipFactory, OrganisationFactory
from tests.factories.resources import NeedFactory, OfferFactory
from tests.helpers.soup import parse

DAY = timedelta(days=1)


@pytest.fixture
def user(client):
    user = UserFactory()
    client.log_in(user)
    return user


def mails(user):
    return [mail.text for mail in db.session.query(OutgoingMail).filter_by(recipient=user.email).order_by("id")]


def test_kept_from_the_list_renamed_and_ended(client, user):
    address = "/structures/?q=bois&kind=eta&area=atlantis&page=3"
    link = client.page(address).select_one("#directory-results a[href*='/alertes/nouvelle']")["href"]
    page = client.page(link)
    assert page.select_one("#name")["value"] == "bois · Entreprise de travail adapté (ETA)"
    action = page.main.select_one("form")["action"]
    assert client.post(action, data={"name": "", "frequency": "daily"}).status_code == 422
    for _click in range(2):
        assert client.post(action, data={"name": "Le bois", "frequency": "daily"}).location == "/alertes"
    search = db.session.query(SavedSearch).one()
    assert (search.name, search.filters) == ("Le bois", {"q": "bois", "kind": "eta"})
    assert client.page("/alertes").select("a[href='/structures/?q=bois&kind=eta']")
    data = {"name": "Bois & cie", "frequency": "weekly"}
    assert client.post(f"/alertes/{search.id}/modifier", data=data).location == "/alertes"
    assert (search.name, search.frequency) == ("Bois & cie", MailFrequency.WEEKLY)
    assert client.post(f"/alertes/{search.id}/terminer").location == "/alertes"
    assert not db.session.query(SavedSearch).count()


def test_a_list_of_resources_is_kept_with_its_place(client, user, noon):
    link = client.page("/ressources/?way=besoins&capability=trucks&place=5000 Namur&km=50").select_one(
        "#resources-results a[href*='/alertes/nouvelle']"
    )["href"]
    page = client.page(link)
    assert "5000 Namur · 50 km" in page.select_one("#name")["value"]
    client.post(page.main.select_one("form")["action"], data={"name": "Camions", "frequency": "daily"})
    near, far = OrganisationFactory(name="Tout près"), OrganisationFactory(name="Loin", at="6700 Arlon")
    with clock.frozen(noon + DAY):
        for organisation in (near, far):
            NeedFactory(organisation=organisation, audience=Audience.NETWORK)
        send_alerts(noon + 2 * DAY)
    (text,) = mails(user)
    assert "Tout près" in text and "Loin" not in text


def test_others_searches_do_not_exist(client, user):
    search = SavedSearchFactory()
    for path in ("modifier", "terminer"):
        assert client.post(f"/alertes/{search.id}/{path}", data={"name": "x"}).status_code == 404
    assert not client.page("/alertes").select(".item")
    assert client.get("/alertes/nouvelle/personnes").status_code == 404


def test_not_too_many(client, user, monkeypatch):
    monkeypatch.setattr(saved, "MOST_SEARCHES", 1)
    SavedSearchFactory(user=user)
    answer = client.post("/alertes/nouvelle/structures?q=x", data={"name": "x", "frequency": "daily"})
    assert answer.status_code == 422
    assert parse(answer).main.select("[data-errors] li")


def test_told_once_what_is_new(user, noon):
    federation = FederationFactory()
    SavedSearchFactory(user=user, filters={"federation": str(federation.id)}, name="Nos membres")
    OrganisationFactory(name="Ancienne", federations=[federation], created_at=noon - DAY)
    for number in range(MOST_ITEMS + 2):
        OrganisationFactory(name=f"Neuve {number}.", federations=[federation], created_at=noon + DAY / 24)
    OrganisationFactory(name="Ailleurs", created_at=noon + DAY / 24)
    OrganisationFactory(name="La nôtre", federations=[federation], created_at=noon + DAY / 24, manager=user)
    send_alerts(noon)
    assert mails(user) == [], "nothing is due before seven the next morning"
    for _tick in range(2):
        send_alerts(noon + DAY)
    send_alerts(noon + 2 * DAY)
    (text,) = mails(user)
    assert text.count("Neuve") == MOST_ITEMS
    assert not any(name in text for name in ("Ancienne", "Ailleurs", "La nôtre"))
    assert f"/structures/?federation={federation.id}" in text and "/alertes" in text
    subject = db.session.query(OutgoingMail).one().subject
    assert str(MOST_ITEMS + 2) in subject and "Nos membres" in subject


def test_told_of_those_known_before_that_now_fit(user, noon):
    """Who now offers what is looked for, as far as the reader may see, and who has become a member."""
    federation, later = FederationFactory(), noon + DAY / 24
    old = {"created_at": noon - DAY}
    for filters in ({"capability": "trucks"}, {"federation": str(federation.id)}):
        SavedSearchFactory(user=user, filters=filters)
    offers, hides, offered, joins, asks, was = [
        OrganisationFactory(name=name, **old)
        for name in ("Offre.", "Cache.", "Offrait.", "Adhère.", "Demande.", "Était.")
    ]
    OfferFactory(organisation=offers, audience=Audience.NETWORK, created_at=later)
    OfferFactory(organisation=hides, audience=Audience.CALCULATION, created_at=later)
    OfferFactory(organisation=offered, audience=Audience.NETWORK, **old)
    for organisation, since, state in (
        (joins, later, "confirmed"),
        (asks, later, "asked"),
        (was, noon - DAY, "confirmed"),
    ):
        MembershipFactory(organisation=organisation, federation=federation, since=since, state=MembershipState(state))
    send_alerts(noon + DAY)
    by_offer, by_membership = mails(user)
    told = [name for name in ("Offre.", "Cache.", "Offrait.") if name in by_offer]
    assert told == ["Offre."]
    assert [name for name in ("Adhère.", "Demande.", "Était.") if name in by_membership] == ["Adhère."]


def test_on_mondays(user, noon):
    SavedSearchFactory(user=user, frequency=MailFrequency.WEEKLY)
    OrganisationFactory(name="Neuve", created_at=noon + DAY / 24)
    send_alerts(noon + DAY - DAY / 4)  # 22 November 2026 is a Sunday: before seven on Monday
    assert mails(user) == []
    send_alerts(noon + DAY)
    assert len(mails(user)) == 1
    send_alerts(noon + 4 * DAY)
    assert len(mails(user)) == 1


@pytest.mark.parametrize(
    ("audience", "is_told"),
    [
        (Audience.NETWORK, True),
        (Audience.FEDERATION, False),
        (Audience.COORDINATION, False),
        (Audience.CALCULATION, False),
    ],
)
def test_never_what_the_reader_may_not_see(user, noon, audience, is_told):
    SavedSearchFactory(user=user, kind=SearchKind.RESOURCES, filters={"way": "offres"})
    OfferFactory(audience=audience, created_at=noon + DAY / 24)
    send_alerts(noon + DAY)
    assert bool(mails(user)) == is_told


def test_no_mail_for_who_wants_none_nor_from_filters_that_are_gone(user, noon):
    SavedSearchFactory(user=user, filters={"federation": "999999"})
    quiet = UserFactory(mail_frequency=MailFrequency.NEVER)
    SavedSearchFactory(user=quiet)
    without = SavedSearchFactory(user=user, frequency=MailFrequency.NEVER)
    OrganisationFactory(created_at=noon + DAY / 24)
    send_alerts(noon + DAY)
    assert mails(user) == mails(quiet) == []
    with clock.frozen(noon + DAY):
        saved.change_search(without, name="Les ETA", frequency=MailFrequency.DAILY)
    send_alerts(noon + 2 * DAY)
    assert mails(user) == [], "who was not told begins anew"


def test_exported_and_forgotten(user):
    SavedSearchFactory(user=user)
    other = SavedSearchFactory()
    kept = saved.save_search(
        SearchKind.DIRECTORY, {"q": "a"}, name="A", frequency=MailFrequency.DAILY, actor=actor_of(user)
    )
    assert kept in saved.list_searches(user.id)
    erase_person(user, actor=Actor(user_id=user.id))
    assert db.session.query(SavedSearch).all() == [other]
