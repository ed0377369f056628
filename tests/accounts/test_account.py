"""A person's own page: name, language, mails, password, and the page at the foot of mails."""

from __future__ import annotations

from datetime import timedelta

import pytest

from network import clock
from network.accounts import services
from network.accounts.models import User
from network.accounts.policies import may_change
from network.activity.queries import list_events
from network.actors import Actor
from network.database import db
from network.errors import NotAllowedError
from network.notifications.frequency import MailFrequency
from network.notifications.letters import unsubscribe_url
from tests.factories.accounts import PASSWORD, UserFactory

NEW = "une tout autre phrase"
CHANGE = "/compte/mot-de-passe"


@pytest.fixture
def user(client):
    user = UserFactory(name="Anne")
    client.log_in(user)
    return user


def verbs(user):
    return [event.verb for event in list_events(user)]


def test_account__is_kept(client, user):
    data = {"name": "  Zoé “la grande” 🙂 <b>\x00 ", "language": "en", "mail_frequency": "weekly"}
    assert client.post("/compte", data=data).status_code == 303
    assert (user.name, user.language, user.mail_frequency) == ("Zoé “la grande” 🙂 <b>", "en", MailFrequency.WEEKLY)
    page = client.page("/compte")
    assert page.html["lang"] == "en"
    assert page.find("input", {"name": "name"})["value"] == user.name
    assert verbs(user) == ["account.changed"]
    assert list_events(user)[0].after == {}, "names stay out of the log"


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"name": "x" * 10_000}, {"language": "de"}, {"mail_frequency": "hourly"}, {"mail_frequency": ""}],
)
def test_account__what_cannot_be_kept_is_said(client, user, wrong):
    response = client.post("/compte", data={"name": "Bert", "language": "fr", "mail_frequency": "daily"} | wrong)
    assert response.status_code == 422
    assert user.name == "Anne"


def test_account__needs_a_person(client):
    for path in ("/compte", "/compte/effacement"):
        assert client.get(path).status_code == 303
    for path in ("/compte", CHANGE, "/compte/mes-donnees", "/compte/effacement", "/compte/structure"):
        response = client.post(path)
        assert (response.status_code, response.location) == (303, "/compte/connexion")


def test_policy__an_account_is_its_persons_own(client, user):
    assert may_change(user, Actor(user_id=user.id))
    assert not may_change(user, Actor(user_id=user.id + 1, is_administrator=True))
    assert not may_change(user, Actor())
    with pytest.raises(NotAllowedError):
        services.change_password(user, NEW, actor=Actor(user_id=user.id + 1))
    with pytest.raises(NotAllowedError):
        services.change_account(user, name="", language="fr", mail_frequency=MailFrequency.DAILY, actor=Actor())


def test_password__is_changed(client, user):
    with client.session_transaction() as session:
        session["organisation_id"] = 5
    key, kept_hash = user.session_key, user.password_hash
    assert client.post(CHANGE, data={"current": PASSWORD, "new": NEW, "again": NEW}).status_code == 303
    assert user.session_key != key
    assert user.password_hash != kept_hash
    assert verbs(user) == ["account.password_changed"]
    assert client.get("/compte").status_code == 200
    with client.session_transaction() as session:
        assert session["organisation_id"] == 5


@pytest.mark.parametrize(
    "wrong",
    [
        {"current": "faux"},
        {"new": "court", "again": "court"},
        {"again": NEW + "x"},
        {"new": "x" * 10_000, "again": "x" * 10_000},
        {"new": "", "again": ""},
    ],
)
def test_password__what_cannot_be_taken_is_said(client, user, wrong):
    kept_hash = user.password_hash
    response = client.post(CHANGE, data={"current": PASSWORD, "new": NEW, "again": NEW} | wrong)
    assert response.status_code == 422
    assert PASSWORD not in response.text
    assert user.password_hash == kept_hash


def test_password__is_not_guessed_in_a_stolen_session(client, user, noon):
    for _ in range(5):
        client.post(CHANGE, data={"current": "faux", "new": NEW, "again": NEW})
    response = client.post(CHANGE, data={"current": PASSWORD, "new": NEW, "again": NEW})
    assert response.status_code == 422
    with clock.frozen(noon + timedelta(minutes=16)):
        assert client.post(CHANGE, data={"current": PASSWORD, "new": NEW, "again": NEW}).status_code == 303


@pytest.fixture
def link(database):
    user = UserFactory(mail_frequency=MailFrequency.IMMEDIATE)
    return user, unsubscribe_url(user).removeprefix("http://localhost")


def test_mail_frequency__the_link_opens_a_page_and_records_nothing(client, link):
    user, path = link
    page = client.page(path)
    assert page.find("input", {"name": "mail_frequency", "checked": True})["value"] == "immediate"
    assert user.mail_frequency is MailFrequency.IMMEDIATE
    assert client.head(path).status_code == 200
    assert client.post(path, data={"mail_frequency": "weekly"}).status_code == 303
    assert user.mail_frequency is MailFrequency.WEEKLY
    assert client.post(path, data={"mail_frequency": "hourly"}).status_code == 422


def test_mail_frequency__a_mail_program_unsubscribes_its_reader_in_one_click(client, link, app, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    user, path = link
    assert client.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 204
    assert user.mail_frequency is MailFrequency.NEVER
    assert client.post("/compte/connexion", data={}).status_code == 400, "elsewhere the token is asked for"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.rpartition(".")[0] + "." + path.rpartition(".")[2][::-1],
        lambda path: path + "x",
        lambda path: "/compte/courriels/🙂",
    ],
)
def test_mail_frequency__a_false_link(client, link, spoil):
    path = spoil(link[1])
    assert client.get(path).status_code == 404
    assert client.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 404


def test_mail_frequency__not_of_an_erased_person(client, link, noon):
    user, path = link
    user.erased_at = noon
    db.session.commit()
    assert client.get(path).status_code == 404


def test_create_user__once(database):
    services.create_user(email="Anne@Example.org", name="Anne", password_hash="x")
    with pytest.raises(services.ConflictError):
        services.create_user(email=" anne@example.ORG", name="Anne", password_hash="x")
    assert [user.email for user in db.session.query(User)] == ["anne@example.org"]
