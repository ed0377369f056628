"""Opening an account."""

from __future__ import annotations

import re

import pytest

from network.accounts.models import User
from network.activity.queries import list_events
from network.database import db
from tests.accounts.test_recovery import link_in, mails
from tests.factories.accounts import PASSWORD, UserFactory

START = "/inscription"
WHO = {"name": "Zoé Ümit", "password": PASSWORD}


def ask(client, email="zoe@example.org", wants="organisation"):
    return client.post(START, data={"email": email, "wants": wants})


@pytest.fixture
def link(client):
    assert ask(client).status_code == 200
    return link_in(mails("sign-up")[0])


def test_sign_up__nothing_is_kept_until_the_link_is_used(client, link):
    assert client.page(link).find("input", {"name": "name"})
    assert client.head(link).status_code == 200
    assert db.session.query(User).count() == 0


@pytest.mark.parametrize(("wants", "next_page"), [("organisation", "/premiere-fois"), ("person", "/")])
def test_sign_up__opens_an_account_and_goes_on(client, wants, next_page):
    ask(client, " Zoe@Example.org ", wants)
    response = client.post(link_in(mails("sign-up")[0]), data=WHO)
    assert (response.status_code, response.location) == (303, next_page)
    user = db.session.query(User).one()
    assert (user.email, user.name, user.is_administrator) == ("zoe@example.org", "Zoé Ümit", False)
    assert [event.verb for event in list_events(user)] == ["account.opened"]
    assert client.get("/compte").status_code == 200


def test_sign_up__goes_on_to_the_sheet_that_a_mail_led_to(client):
    sheet = "/premiere-fois/reprendre/5"
    login = client.page(f"/compte/connexion?next={sheet}")
    start = client.page(login.find("a", href=re.compile(f"^{START}"))["href"])
    client.post(START, data={"email": "zoe@example.org", "wants": "person", "next": start.select_one("#next")["value"]})
    assert client.post(link_in(mails("sign-up")[0]), data=WHO).location == sheet


def test_sign_up__twice_is_one_account(client, link, app):
    for browser in (client, app.test_client()):
        browser.post(link, data=WHO)
    assert db.session.query(User).count() == 1
    assert app.test_client().get(link).location == "/compte/connexion"


def test_sign_up__the_answer_is_the_same_with_an_account(client):
    UserFactory(email="anne@example.org")
    known, unknown = ask(client, "anne@example.org"), ask(client, "bert@example.org")
    tokens = re.compile(r"[\w-]+\.[\w-]{6}\.[\w-]{27}")
    assert known.status_code == unknown.status_code == 200
    assert tokens.sub("", known.text) == tokens.sub("", unknown.text).replace("bert@", "anne@")
    told, asked = mails("sign-up")
    assert "/inscription/" not in told.text
    assert "/inscription/" in asked.text


def test_sign_up__five_mails_per_address(client, noon):
    for _ in range(5):
        assert ask(client).status_code == 200
    assert ask(client).status_code == 429
    assert len(mails("sign-up")) == 1


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"email": "nonsense"}, "email"),
        ({"email": ""}, "email"),
        ({"wants": "robot"}, "wants"),
        ({"wants": ""}, "wants"),
    ],
)
def test_sign_up__bad_input_is_said_beside_the_field(client, data, field):
    response = client.post(START, data={"email": "zoe@example.org", "wants": "person"} | data)
    assert response.status_code == 422
    assert f'id="{field}-error"' in response.text
    assert not mails()


@pytest.mark.parametrize("wrong", [{"name": ""}, {"name": "x" * 10_000}, {"password": "court"}, {"password": ""}])
def test_opening__bad_input(client, link, wrong):
    response = client.post(link, data=WHO | wrong)
    assert response.status_code == 422
    assert PASSWORD not in response.text
    assert db.session.query(User).count() == 0


def test_opening__a_false_link(client, link):
    for path in (link + "x", START + "/x"):
        assert client.get(path).status_code == 404
        assert client.post(path, data=WHO).status_code == 404


def test_start__not_for_who_is_logged_in(client):
    client.log_in(UserFactory())
    assert client.get(START).location == "/"
