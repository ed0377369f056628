"""A forgotten password."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest

from network import clock
from network.accounts.models import LoginSession
from network.activity.queries import list_events
from network.database import db
from network.notifications.models import OutgoingMail
from tests.factories.accounts import PASSWORD, UserFactory

FORGOTTEN = "/compte/mot-de-passe-oublie"
NEW = "une tout autre phrase"


def mails(kind=""):
    return [mail for mail in db.session.query(OutgoingMail).order_by(OutgoingMail.id) if mail.key.startswith(kind)]


def link_in(mail):
    return re.search(r"http://localhost(/\S+)", mail.text)[1]


def log_in(client, email, password):
    return client.post("/compte/connexion", data={"email": email, "password": password})


@pytest.fixture
def anne(client):
    return UserFactory(email="anne@example.org", name="Anne")


@pytest.fixture
def link(client, anne):
    assert client.post(FORGOTTEN, data={"email": " Anne@Example.org "}).status_code == 200
    (mail,) = mails("password-reset")
    assert mail.recipient == "anne@example.org"
    return link_in(mail)


def test_forgotten__the_answer_is_the_same_without_an_account(client, anne):
    known = client.post(FORGOTTEN, data={"email": "anne@example.org"})
    unknown = client.post(FORGOTTEN, data={"email": "bert@example.org"})
    assert known.status_code == unknown.status_code == 200
    tokens = re.compile(r"[\w-]+\.[\w-]{6}\.[\w-]{27}")
    assert tokens.sub("", known.text) == tokens.sub("", unknown.text).replace("bert@", "anne@")
    assert [mail.recipient for mail in mails("password-reset")] == ["anne@example.org", "bert@example.org"]
    assert "/nouveau-mot-de-passe/" not in mails("password-reset")[1].text


def test_forgotten__a_second_click_writes_no_second_mail(client, anne, noon):
    for _ in range(2):
        client.post(FORGOTTEN, data={"email": anne.email})
    assert len(mails("password-reset")) == 1


@pytest.mark.parametrize("email", ["anne@example.org", "bert@example.org"])
def test_forgotten__five_mails_per_address_in_a_quarter_of_an_hour(client, anne, noon, email):
    for minute in range(5):
        with clock.frozen(noon + timedelta(minutes=minute)):
            assert client.post(FORGOTTEN, data={"email": email}).status_code == 200
    assert client.post(FORGOTTEN, data={"email": email}).status_code == 429
    assert log_in(client, anne.email, PASSWORD).status_code == 303, "log-ins have a count of their own"


@pytest.mark.parametrize(
    "email", ["", "nonsense", "a@b", "é" * 10_000, "a@example.org\r\nBcc: x@example.org", "<script>"]
)
def test_forgotten__what_is_no_address_is_said_beside_the_field(client, email):
    response = client.post(FORGOTTEN, data={"email": email})
    assert response.status_code == 422
    assert 'id="email-error"' in response.text
    assert not mails()


def test_link__opening_it_changes_nothing(client, anne, link):
    kept = anne.password_hash
    assert client.page(link).find("input", {"name": "password"})
    assert client.head(link).status_code == 200
    assert (anne.password_hash, list_events(anne)) == (kept, [])


def test_link__takes_a_new_password_once_and_ends_every_session(client, anne, link):
    log_in(client, anne.email, PASSWORD)
    assert client.post(link, data={"password": NEW}).location == "/compte/connexion"
    assert client.get("/compte").status_code == 303, "logged in nowhere"
    assert db.session.query(LoginSession).count() == 0
    assert [event.verb for event in list_events(anne)] == ["account.password_reset"]
    assert mails("password-changed")[0].recipient == anne.email
    assert log_in(client, anne.email, PASSWORD).status_code == 422
    assert log_in(client, anne.email, NEW).status_code == 303
    for response in (client.get(link), client.post(link, data={"password": "encore une autre"})):
        assert response.location == FORGOTTEN


def test_link__is_good_for_an_hour(client, anne, link, monkeypatch):
    for seconds, status in ((3500, 200), (3700, 303)):
        later = int(time.time()) + seconds
        monkeypatch.setattr("itsdangerous.timed.TimestampSigner.get_timestamp", lambda _self, later=later: later)
        assert client.get(link).status_code == status


@pytest.mark.parametrize("password", ["", "court", "x" * 10_000])
def test_link__a_password_that_cannot_be_taken(client, anne, link, password):
    kept = anne.password_hash
    assert client.post(link, data={"password": password}).status_code == 422
    assert anne.password_hash == kept


def test_link__false(client, anne, link):
    assert client.get(link + "x").location == FORGOTTEN
    assert client.post(link[:-3], data={"password": NEW}).location == FORGOTTEN


def test_link__not_of_an_erased_person(client, anne, link, noon):
    anne.erased_at = noon
    db.session.commit()
    assert client.get(link).location == FORGOTTEN
