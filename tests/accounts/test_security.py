"""E-mail address and sessions of a person."""

from __future__ import annotations

from datetime import timedelta

import pytest

from network import clock
from network.accounts import addresses, recovery, retention, services
from network.accounts.devices import device_of
from network.accounts.models import LoginSession
from network.actors import Actor
from network.database import db
from network.errors import NotAllowedError, NotFoundError
from tests.accounts.test_recovery import link_in, log_in, mails
from tests.factories.accounts import PASSWORD, UserFactory
from tests.helpers.client import PageClient

INDEX = "/compte/securite"
ADDRESS = "/compte/securite/adresse"


@pytest.fixture
def anne(client):
    user = UserFactory(email="anne@example.org", name="Anne")
    log_in(client, user.email, PASSWORD)
    return user


def ask(client, email="neuve@example.org", password=PASSWORD):
    return client.post(ADDRESS, data={"email": email, "password": password})


def test_address__is_confirmed_from_the_new_one_and_told_at_the_old_one(client, anne):
    assert ask(client).status_code == 200
    (mail,) = mails("new-address")
    assert mail.recipient == "neuve@example.org"
    link = link_in(mail)
    client.page(link)
    assert anne.email == "anne@example.org", "opening the link records nothing"
    for _ in range(2):
        assert client.post(link).location == INDEX
    assert anne.email == "neuve@example.org"
    assert [mail.recipient for mail in mails("address-changed")] == ["anne@example.org"]
    assert log_in(PageClient(client.application), "neuve@example.org", PASSWORD).status_code == 303


def test_address__of_somebody_else_gives_the_same_answer(client, anne):
    other = UserFactory(email="bert@example.org")
    assert ask(client, other.email).status_code == 200
    assert "/adresse/" not in mails("new-address")[0].text
    assert anne.email == "anne@example.org"


def test_address__taken_meanwhile(client, anne):
    ask(client)
    UserFactory(email="neuve@example.org")
    assert client.post(link_in(mails("new-address")[0])).status_code == 303
    assert anne.email == "anne@example.org"


def test_address__an_old_link_after_another_change(client, anne):
    ask(client, "une@example.org")
    ask(client, "deux@example.org")
    first, second = (link_in(mail) for mail in mails("new-address"))
    client.post(second)
    assert client.post(first).status_code == 404
    assert anne.email == "deux@example.org"


def test_address__a_link_asked_before_the_password_changed(client, anne):
    """Who had the old password takes nothing over with it any more."""
    ask(client)
    services.change_password(anne, "un autre mot de passe", actor=Actor(user_id=anne.id))
    db.session.commit()
    assert client.post(link_in(mails("new-address")[0])).status_code == 404
    assert anne.email == "anne@example.org"


def test_address__a_new_password_asked_at_the_old_one_before(client, anne):
    token = recovery.reset_token(anne)
    ask(client)
    client.post(link_in(mails("new-address")[0]))
    with pytest.raises(NotFoundError):
        recovery.user_of_link(token)


@pytest.mark.parametrize(
    ("email", "password"), [("nonsense", PASSWORD), ("", PASSWORD), ("neuve@example.org", "faux"), ("a@b.be", "")]
)
def test_address__bad_input(client, anne, email, password):
    assert ask(client, email, password).status_code == 422
    assert not mails("new-address")


def test_address__only_ones_own(anne):
    with pytest.raises(NotAllowedError):
        addresses.request_address(anne, "x@example.org", actor=Actor(user_id=anne.id + 1), address="")


def test_sessions__are_listed_and_ended_one_by_one(client, app, anne):
    phone = PageClient(app)
    agent = {"User-Agent": "Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0"}
    phone.post("/compte/connexion", data={"email": anne.email, "password": PASSWORD}, headers=agent)
    page = client.page(INDEX)
    assert "Firefox, Android" in page.get_text()
    button = page.find("input", {"name": "session_id"})
    for _ in range(2):
        assert client.post("/compte/securite/sessions/fermer", data={"session_id": button["value"]}).location == INDEX
    assert phone.get("/compte").status_code == 303
    assert client.get("/compte").status_code == 200


def test_sessions__all_others_are_ended_at_once(client, app, anne):
    others = [PageClient(app) for _ in range(2)]
    for other in others:
        log_in(other, anne.email, PASSWORD)
    assert client.post("/compte/securite/sessions/fermer-les-autres").location == INDEX
    assert [browser.get("/compte").status_code for browser in (client, *others)] == [200, 303, 303]


@pytest.mark.parametrize("session_id", ["other", "", "nonsense", "0", str(2**70)])
def test_sessions__nobody_elses(client, app, anne, session_id):
    other = UserFactory()
    log_in(PageClient(app), other.email, PASSWORD)
    theirs = db.session.query(LoginSession).filter_by(user_id=other.id).one().id
    client.post(
        "/compte/securite/sessions/fermer", data={"session_id": theirs if session_id == "other" else session_id}
    )
    assert db.session.query(LoginSession).count() == 2


def test_sessions__log_out_ends_ones_own(client, anne):
    client.post("/compte/deconnexion")
    assert db.session.query(LoginSession).count() == 0


def test_sessions__say_when_something_was_last_done(client, noon):
    user = UserFactory()
    log_in(client, user.email, PASSWORD)
    session = db.session.query(LoginSession).one()
    with clock.frozen(noon + timedelta(hours=2)):
        client.get("/compte")
        db.session.refresh(session)
        assert session.last_acted_at == noon, "reading writes nothing"
        client.post("/compte/langue", data={"language": "fr"})
        db.session.refresh(session)
        assert session.last_acted_at == noon + timedelta(hours=2)


def test_sessions__idle_ones_end(client, noon):
    log_in(client, UserFactory().email, PASSWORD)
    with clock.frozen(noon + timedelta(days=59)):
        retention.apply_retention()
        assert client.get("/compte").status_code == 200
    with clock.frozen(noon + timedelta(days=61)):
        retention.apply_retention()
    assert client.get("/compte").status_code == 303


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) AppleWebKit Version/17.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/120 Safari/537.36 Edg/120", "Edge, Windows"),
        ("curl/8", ""),
        ("é" * 5000, ""),
    ],
)
def test_device(agent, device):
    assert device_of(agent) == device
