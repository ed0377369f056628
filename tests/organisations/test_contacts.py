"""Contact people: who sees them, what a click counts, and how they are kept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from network.accounts.personal_data import erase_person
from network.activity.queries import list_events
from network.actors import Actor, Role
from network.database import db
from network.errors import NotAllowedError
from network.notifications.models import Notification, OutgoingMail
from network.organisations import contacts, retention
from network.organisations.acting import actor_of
from network.organisations.models import Contact, ContactAccess, ContactAudience
from network.organisations.personal_data import export_contacts
from tests.factories.accounts import UserFactory
from tests.factories.organisations import ContactFactory, FederationFactory, MandateFactory, OrganisationFactory
from tests.helpers.soup import parse

TERMS = {"name": "Anne Petit", "function": "marchés publics", "email": "anne@example.org", "phone": "081 12 34 56"}
FORM = TERMS | {"audience": "federation", "agreed": "y"}


@pytest.fixture
def manager(client):
    user = UserFactory(name="Sophie")
    client.log_in(user)
    return user


@pytest.fixture
def federation(database):
    return FederationFactory()


@pytest.fixture
def organisation(manager, federation):
    return OrganisationFactory(name="L’Ardoise", manager=manager, federations=[federation])


@pytest.fixture
def readers(organisation, federation):
    """Of the organisation, of a fellow member, of the federation, of another organisation, of none."""
    own, fellow, coordinator, rival, nobody = UserFactory.create_batch(5)
    MandateFactory(user=own, organisation=organisation, role=Role.MEMBER)
    OrganisationFactory(manager=fellow, federations=[federation])
    MandateFactory(user=coordinator, organisation=federation, role=Role.COORDINATOR)
    OrganisationFactory(manager=rival, federations=[FederationFactory()])
    return {"own": own, "fellow": fellow, "coordinator": coordinator, "rival": rival, "nobody": nobody}


@pytest.mark.parametrize(
    ("audience", "knowing", "reading"),
    [
        (ContactAudience.NETWORK, "own fellow coordinator rival nobody", "own fellow coordinator rival nobody"),
        (ContactAudience.FEDERATION, "own fellow coordinator", "own fellow coordinator"),
        (ContactAudience.REQUEST, "own fellow coordinator rival nobody", "own"),
    ],
)
def test_who_sees_what(client, organisation, readers, audience, knowing, reading):
    contact = ContactFactory(organisation=organisation, name="Anne Petit", email="anne@example.org", audience=audience)
    for who, user in readers.items():
        client.log_in(user)
        sheet = client.page(f"/structures/{organisation.id}")
        assert bool(sheet.select(f"#contact-{contact.id}")) == (who in knowing.split()), who
        assert "anne@example.org" not in sheet.get_text(), "not before the click"
        answer = client.post(f"/structures/contacts/{contact.id}/voir", headers={"HX-Request": "true"})
        assert ("anne@example.org" in answer.text) == (who in reading.split()), who
    hidden = audience is not ContactAudience.NETWORK
    assert ("Anne Petit" in sheet.get_text()) != hidden, "a stranger reads no name that is not for all"


def test_a_click_is_counted_and_shown_to_the_organisation(client, organisation, readers, manager):
    contact = ContactFactory(organisation=organisation)
    for user in (readers["fellow"], readers["own"], readers["rival"]):
        client.log_in(user)
        page = parse(client.post(f"/structures/contacts/{contact.id}/voir"))
        assert page.select(f"a[href='mailto:{contact.email}']"), "without JavaScript a page says it"
    assert contacts.count_accesses(organisation.id) == {contact.id: 2}, "its own people are not counted"
    client.log_in(manager)
    page = client.page(f"/structures/{organisation.id}/contacts", headers={"Accept-Language": "en"})
    assert "looked at 2 times" in page.main.get_text()


def test_so_many_an_hour(client, organisation, readers, monkeypatch, noon):
    monkeypatch.setattr(contacts, "MOST_AN_HOUR", 2)
    contact = ContactFactory(organisation=organisation)
    client.log_in(readers["rival"])
    answers = [client.post(f"/structures/contacts/{contact.id}/voir") for _click in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert contact.email not in answers[2].text
    assert db.session.query(ContactAccess).count() == 2
    db.session.query(ContactAccess).update({"at": noon - timedelta(hours=2)})
    db.session.commit()
    assert client.post(f"/structures/contacts/{contact.id}/voir").status_code == 200


def test_on_request_they_call_back(client, organisation, readers, manager):
    contact = ContactFactory(organisation=organisation, audience=ContactAudience.REQUEST)
    client.log_in(readers["rival"])
    for _click in range(2):
        answer = client.post(f"/structures/contacts/{contact.id}/demander", headers={"HX-Request": "true"})
        assert contact.email not in answer.text
    assert [notice.kind for notice in db.session.query(Notification).filter_by(user_id=manager.id)] == ["contact.asked"]
    client.log_in(manager)
    assert readers["rival"].email in client.page(f"/structures/{organisation.id}/contacts").main.get_text()


def test_an_organisation_that_names_nobody_is_asked_to_call_back(client, organisation, readers, manager, monkeypatch):
    sheet, ask = f"/structures/{organisation.id}", f"/structures/{organisation.id}/contacts/demander"
    ContactFactory(organisation=organisation, audience=ContactAudience.FEDERATION)
    client.log_in(readers["fellow"])
    assert not client.page(sheet).select(f"form[action='{ask}']"), "there is somebody to reach"
    assert client.post(ask).status_code == 403
    client.log_in(readers["nobody"])
    assert client.page(sheet).select(f"form[action='{ask}']")
    for _click in range(2):
        assert client.post(ask).location == sheet
    assert not client.page(sheet).select(f"form[action='{ask}']")
    assert [notice.kind for notice in db.session.query(Notification).filter_by(user_id=manager.id)] == ["contact.asked"]
    monkeypatch.setattr(contacts, "MOST_AN_HOUR", 1)
    other = OrganisationFactory(manager=UserFactory())
    client.post(f"/structures/{other.id}/contacts/demander")
    assert not contacts.list_callers(other.id)
    client.log_in(manager)
    assert readers["nobody"].email in client.page(f"{sheet}/contacts").main.get_text()
    assert not client.page(sheet).select(f"form[action='{ask}']")
    erase_person(readers["nobody"], actor=actor_of(readers["nobody"]))
    assert not contacts.list_callers(organisation.id)


def test_added_corrected_removed(client, organisation):
    url = f"/structures/{organisation.id}/contacts"
    for _click in range(2):
        assert client.post(url, data=FORM | {"email": "Anne@Example.org"}).location == url
    contact = db.session.query(Contact).one()
    assert contact.email == "anne@example.org", "where an erasure finds it"
    mail = db.session.query(OutgoingMail).filter_by(recipient="anne@example.org").one()
    assert "L’Ardoise" in mail.text
    form = FORM | {"version": contact.version, "phone": "04 222 33 44"}
    for _click in range(2):
        assert client.post(f"/structures/contacts/{contact.id}/modifier", data=form).location == url
    assert contact.phone == "04 222 33 44"
    stale = client.post(f"/structures/contacts/{contact.id}/modifier", data=form | {"phone": "02 111 22 33"})
    assert stale.status_code == 409 and "02 111 22 33" in stale.text
    assert client.post(f"/structures/contacts/{contact.id}/retirer").location == url
    assert not db.session.query(Contact).count()
    verbs = [event.verb for event in list_events(organisation)]
    assert verbs == ["contact.removed", "contact.changed", "contact.added"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"agreed": ""}, "agreed"),
        ({"email": "", "phone": ""}, "phone"),
        ({"phone": "sur demande"}, "phone"),
        ({"email": "anne"}, "email"),
        ({"name": ""}, "name"),
        ({"audience": "everybody"}, "audience"),
    ],
)
def test_what_is_wrong_is_said_beside_it(client, organisation, changed, field):
    answer = client.post(f"/structures/{organisation.id}/contacts", data=FORM | changed)
    assert answer.status_code == 422
    assert parse(answer).select(f"#{field}-error")
    assert not db.session.query(Contact).count()


def test_not_too_many(client, organisation, monkeypatch):
    monkeypatch.setattr(contacts, "MOST_CONTACTS", 1)
    ContactFactory(organisation=organisation)
    assert client.post(f"/structures/{organisation.id}/contacts", data=FORM).status_code == 422


def test_who_may(organisation, readers):
    contact = ContactFactory(organisation=organisation, audience=ContactAudience.FEDERATION)
    for who in ("own", "coordinator", "rival"):
        with pytest.raises(NotAllowedError):
            contacts.remove_contact(contact, actor=actor_of(readers[who]))
    with pytest.raises(NotAllowedError):
        contacts.open_contact(contact, actor=actor_of(readers["rival"]))


def test_exported_and_forgotten(organisation, readers, noon):
    rival = readers["rival"]
    named = ContactFactory(organisation=organisation, email=rival.email)
    other = ContactFactory(organisation=organisation)
    contacts.open_contact(other, actor=actor_of(rival))
    held = export_contacts(rival)
    assert [entry["organisation"] for entry in held["named"] + held["looked_at"]] == ["L’Ardoise", "L’Ardoise"]
    contacts.open_contact(named, actor=actor_of(readers["fellow"]))
    db.session.query(ContactAccess).filter_by(contact_id=other.id).update({"at": noon - retention.CONTACT_ACCESSES * 2})
    retention.apply_retention(noon)
    assert contacts.count_accesses(organisation.id) == {named.id: 1}
    MandateFactory(organisation=OrganisationFactory(), user=UserFactory())
    fellow = readers["nobody"]
    ContactFactory(organisation=organisation, email=fellow.email)
    erase_person(fellow, actor=Actor(user_id=fellow.id))
    assert db.session.query(Contact).order_by("id").all() == [named, other]
