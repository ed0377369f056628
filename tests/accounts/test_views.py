"""Logging in and out, language, the organisation acted for."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from network import clock
from network.accounts import passwords
from network.accounts.models import LoginAttempt, User
from network.database import db
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.organisations import MandateFactory, OrganisationFactory
from tests.helpers.client import PageClient

LOGIN = "/compte/connexion"
NASTY = ["é" * 10_000, "🙂🙂🙂", "a\x00b@example.org", "<script>alert(1)</script>", "' OR 1=1 --", "\u202e"]


def log_in(client, email, password=PASSWORD, **more):
    return client.post(LOGIN, data={"email": email, "password": password, **more.pop("data", {})}, **more)


def without_tokens(html):
    return re.sub(r"[\w-]+\.[\w-]{6}\.[\w-]{27}", "", html)


def logged_in_name(client):
    return client.page("/compte").find(id="account").find("input", {"name": "name"})["value"]


def test_log_in__then_the_page_one_was_going_to(client):
    UserFactory(email="anne@example.org", name="Anne")
    response = log_in(client, " Anne@Example.org ", data={"next": "/notifications?page=2"})
    assert response.status_code == 303
    assert response.location == "/notifications?page=2"
    assert logged_in_name(client) == "Anne"


def test_log_in__keeps_where_one_was_going(client):
    response = client.get("/notifications?page=2")
    assert response.status_code == 303
    page = client.page(response.location)
    assert page.find("input", {"name": "next"})["value"] == "/notifications?page=2"


@pytest.mark.parametrize(
    "target",
    [
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "/\t/elsewhere.example",
        "\\\\elsewhere.example",
        "javascript:alert(1)",
        "/compte/deconnexion",
        "/nowhere",
        "/notifications\r\nSet-Cookie: a=b",
        "",
        "é" * 10_000,
    ],
)
def test_log_in__never_leads_elsewhere(client, target):
    user = UserFactory()
    assert log_in(client, user.email, data={"next": target}).location == "/"
    assert client.get(LOGIN, query_string={"next": target}).location == "/"


def test_log_in__the_answer_is_the_same_without_an_account(client):
    UserFactory(email="anne@example.org")
    known, unknown = log_in(client, "anne@example.org", "faux"), log_in(client, "bert@example.org", "faux")
    assert known.status_code == unknown.status_code == 422
    assert without_tokens(known.text) == without_tokens(unknown.text).replace("bert@", "anne@")


def test_log_in__costs_one_check_of_a_password_with_or_without_an_account(client, monkeypatch):
    checked = []
    verify = PasswordHasher.verify
    monkeypatch.setattr(PasswordHasher, "verify", lambda *args: checked.append(args[1]) or verify(*args))
    log_in(client, UserFactory().email, "faux")
    log_in(client, "nobody@example.org", "faux")
    assert len(checked) == 2
    assert len({kept[: kept.rindex("$", 0, 40)] for kept in checked}) == 1, "the same parameters"


@pytest.mark.parametrize("exists", [True, False])
def test_log_in__five_failures_per_account(client, exists, noon):
    if exists:
        UserFactory(email="anne@example.org")
    for n in range(5):
        address = {"REMOTE_ADDR": f"192.0.2.{n}"}
        assert log_in(client, "anne@example.org", "faux", environ_base=address).status_code == 422
    response = log_in(client, "ANNE@example.org", PASSWORD)
    assert response.status_code == 429
    assert "quart d’heure" in response.text or "quarter of an hour" in response.text
    assert log_in(client, "bert@example.org", "faux").status_code == 422
    with clock.frozen(noon + timedelta(minutes=15, seconds=1)):
        assert log_in(client, "anne@example.org").status_code == (303 if exists else 422)


def test_log_in__refused_attempts_do_not_make_the_wait_longer(client, noon):
    user = UserFactory()
    for minute in range(15):
        with clock.frozen(noon + timedelta(minutes=minute)):
            log_in(client, user.email, "faux")
    with clock.frozen(noon + timedelta(minutes=16)):
        assert log_in(client, user.email).status_code == 303


def test_log_in__a_success_starts_the_count_anew(client):
    user = UserFactory()
    for _ in range(3):
        for _ in range(4):
            log_in(client, user.email, "faux")
        assert log_in(client, user.email).status_code == 303
    assert db.session.query(LoginAttempt).count() == 0


def test_log_in__twenty_failures_per_address(client):
    for n in range(20):
        assert log_in(client, f"personne{n}@example.org", "faux").status_code == 422
    assert log_in(client, UserFactory().email).status_code == 429
    assert log_in(client, UserFactory().email, environ_base={"REMOTE_ADDR": "192.0.2.9"}).status_code == 303


@pytest.mark.parametrize("text", NASTY)
def test_log_in__whatever_is_typed(client, text):
    UserFactory()
    for email, password in ((text, text), ("anne@example.org", text), (text, PASSWORD)):
        response = log_in(client, email, password)
        assert response.status_code == 422
        assert "<script>alert" not in response.text


def test_log_in__renews_a_hash_made_with_other_parameters(client, monkeypatch):
    user = UserFactory()
    kept = user.password_hash
    log_in(client, user.email)
    assert user.password_hash == kept
    monkeypatch.setattr(passwords, "hasher", PasswordHasher(time_cost=2, memory_cost=8, parallelism=1))
    log_in(client, user.email)
    assert user.password_hash != kept
    assert passwords.is_password(PASSWORD, user.password_hash)


def test_log_in__begins_a_session_of_its_own(client):
    """What stood in the session before is not taken over: nobody can prepare a session for somebody else."""
    with client.session_transaction() as session:
        session["organisation_id"] = 7
    log_in(client, UserFactory(language="en").email)
    with client.session_transaction() as session:
        assert "organisation_id" not in session
        assert session["language"] == "en"
        assert session.permanent


def test_log_in__not_for_an_erased_person(client, noon):
    user = UserFactory(erased_at=noon)
    assert log_in(client, user.email).status_code == 422


def test_log_out(client):
    client.log_in(UserFactory())
    assert client.get("/compte").status_code == 200
    assert client.post("/compte/deconnexion").location == LOGIN
    assert client.get("/compte").status_code == 303
    assert client.get("/compte/deconnexion").status_code == 405


def test_login_page__shows_the_accounts_of_the_demonstration_there_only(client, app, monkeypatch):
    user = UserFactory(email="coordination@demo.maillage.example", name="Claire <b>")
    MandateFactory(user=user, organisation=OrganisationFactory(name="L’Ardoise"))
    UserFactory(email="autre@example.org")
    assert client.page(LOGIN).find(id="demo-accounts") is None
    monkeypatch.setitem(app.config, "DEMO", True)
    card = client.page(LOGIN + "?next=/notifications").find(id="demo-accounts")
    assert "L’Ardoise" in card.find("a").get_text()
    assert "Claire <b>" in card.get_text()
    assert len(card.find_all("a")) == 1
    page = client.page(card.find("a")["href"])
    assert page.find("input", {"name": "email"})["value"] == user.email
    assert page.find("input", {"name": "password"})["value"] == "maillage-demo"
    assert page.find("input", {"name": "next"})["value"] == "/notifications"
    assert not client.page(LOGIN + "?email=autre@example.org").find("input", {"name": "password"}).get("value")


def test_language__of_who_is_not_logged_in(client):
    client.get(LOGIN)
    referrer = {"Referer": "http://localhost/compte/connexion?next=/notifications"}
    response = client.post("/compte/langue", data={"language": "en"}, headers=referrer)
    assert response.location == "/compte/connexion?next=/notifications"
    assert client.page(LOGIN).html["lang"] == "en"
    client.post("/compte/langue", data={"language": "fr"})
    assert client.page(LOGIN).html["lang"] == "fr"


def test_language__stays_with_the_person(client):
    user = UserFactory()
    log_in(client, user.email)
    client.post("/compte/langue", data={"language": "en"})
    assert user.language == "en"
    client.post("/compte/deconnexion")
    assert client.page(LOGIN).html["lang"] == "en"


@pytest.mark.parametrize(
    "referrer", ["http://elsewhere.example/notifications", "http://localhost/compte/deconnexion", ""]
)
def test_language__goes_nowhere_else(client, referrer):
    assert client.post("/compte/langue", data={"language": "en"}, headers={"Referer": referrer}).location == "/"


@pytest.mark.parametrize("language", ["de", "", "fr\x00", "x" * 10_000])
def test_language__unknown(client, language):
    assert client.post("/compte/langue", data={"language": language}).status_code == 400


def test_switch__to_another_of_ones_organisations(client):
    user = UserFactory()
    mandates = [MandateFactory(user=user), MandateFactory(user=user)]
    client.log_in(user)
    for mandate in reversed(mandates):
        form = client.page("/compte").find("form", action="/compte/structure")
        button = next(entry for entry in form.find_all("button") if mandate.organisation.name in entry.get_text())
        response = client.post("/compte/structure", data={button["name"]: button["value"]})
        assert response.status_code == 303
        page = client.page("/compte")
        assert page.find(class_="menu-name").get_text() == mandate.organisation.name
        assert mandate.organisation.name in page.find(id="messages").get_text(), "a phone shows no name in its header"


@pytest.mark.parametrize("organisation_id", ["other", "", "nonsense", "0", str(2**70), "-1"])
def test_switch__to_no_other(client, organisation_id):
    other = MandateFactory().organisation_id
    client.log_in(MandateFactory().user)
    data = {"organisation_id": str(other) if organisation_id == "other" else organisation_id}
    assert client.post("/compte/structure", data=data).status_code == 403
    with client.session_transaction() as session:
        assert "organisation_id" not in session


def test_sessions__end_elsewhere_when_the_password_changes(client, app):
    user = UserFactory()
    elsewhere = PageClient(app)
    for browser in (client, elsewhere):
        log_in(browser, user.email)
    data = {"current": PASSWORD, "new": "une autre phrase", "again": "une autre phrase"}
    assert client.post("/compte/mot-de-passe", data=data).status_code == 303
    assert client.get("/compte").status_code == 200
    assert elsewhere.get("/compte").status_code == 303
    assert log_in(elsewhere, user.email, PASSWORD).status_code == 422
    assert log_in(elsewhere, user.email, "une autre phrase").status_code == 303


def test_sessions__a_false_cookie_is_nobody(client):
    with client.session_transaction() as session:
        session["_user_id"] = "x" * 10_000
    assert client.get("/compte").status_code == 303
    assert db.session.query(User).count() == 0
