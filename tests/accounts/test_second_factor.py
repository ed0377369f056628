"""A code of the phone after the password."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest

from network import clock
from network.accounts import second_factor
from network.activity.queries import list_events
from network.actors import Actor
from network.database import db
from network.errors import NotAllowedError
from tests.accounts.test_recovery import log_in, mails
from tests.factories.accounts import PASSWORD, UserFactory

SET_UP = "/compte/securite/code"
CODE = "/compte/connexion/code"


def code_of(secret, at=None):
    return pyotp.TOTP(secret).at(at or clock.now())


@pytest.fixture
def anne(client, noon):
    user = UserFactory(email="anne@example.org", name="Anne")
    client.log_in(user)
    return user


@pytest.fixture
def secured(client, anne):
    """Anne with her recovery codes."""
    codes = second_factor.enable(anne, secret := pyotp.random_base32(), code_of(secret), actor=Actor(user_id=anne.id))
    db.session.commit()
    client.post("/compte/deconnexion")
    return anne, codes


def later(minutes=1):
    return clock.frozen(clock.now() + timedelta(minutes=minutes))


def test_set_up__shows_ten_codes_once(client, anne):
    page = client.page(SET_UP)
    token = page.find("input", {"name": "secret"})["value"]
    secret = page.find(class_="secret-key").get_text(strip=True).replace(" ", "").replace("\n", "")
    assert page.find(class_="qr-code").find("svg")
    assert anne.totp_secret is None, "opening the page keeps nothing"
    response = client.post(SET_UP, data={"secret": token, "code": f" {code_of(secret)} ", "password": PASSWORD})
    assert response.status_code == 200
    assert response.text.count("<li><code>") == 10
    assert anne.totp_secret == secret
    assert not any(code in str(anne.recovery_codes) for code in response.text.split("<code>")[1:])
    assert [event.verb for event in list_events(anne)] == ["account.second_factor_enabled"]
    assert mails("second-factor-enabled")[0].recipient == anne.email
    assert client.post(SET_UP, data={"secret": token, "code": code_of(secret)}).location == "/compte/securite"
    assert client.get(SET_UP).location == "/compte/securite"


@pytest.mark.parametrize("code", ["000000", "", "abc", "é" * 20, "1" * 5000], ids=range(5))
def test_set_up__a_wrong_code(client, anne, code):
    token = client.page(SET_UP).find("input", {"name": "secret"})["value"]
    assert client.post(SET_UP, data={"secret": token, "code": code, "password": PASSWORD}).status_code == 422
    assert anne.totp_secret is None


@pytest.mark.parametrize("password", ["", "faux"])
def test_set_up__who_found_a_browser_open_locks_nobody_out(client, anne, password):
    secret = pyotp.random_base32()
    data = {"secret": second_factor.sign_secret(anne, secret), "code": code_of(secret), "password": password}
    assert client.post(SET_UP, data=data).status_code == 422
    assert anne.totp_secret is None


@pytest.mark.parametrize("token", ["", "nonsense", "other"])
def test_set_up__a_secret_that_is_not_ones_own(client, anne, token):
    secret = pyotp.random_base32()
    token = second_factor.sign_secret(UserFactory(), secret) if token == "other" else token
    response = client.post(SET_UP, data={"secret": token, "code": code_of(secret), "password": PASSWORD})
    assert response.status_code == 422
    assert anne.totp_secret is None


def test_log_in__asks_for_the_code(client, secured):
    anne, _codes = secured
    response = client.post(
        "/compte/connexion", data={"email": anne.email, "password": PASSWORD, "next": "/notifications"}
    )
    assert response.location == f"{CODE}?next=/notifications"
    assert client.get("/compte").status_code == 303, "not logged in yet"
    with later():
        client.page(response.location)
        assert client.post(response.location, data={"code": code_of(anne.totp_secret)}).location == "/notifications"
    assert client.get("/compte").status_code == 200


def test_log_in__no_code_is_taken_twice(client, app, secured):
    anne, _codes = secured
    with later():
        code = code_of(anne.totp_secret)
        for status in (303, 422):
            browser = app.test_client()
            log_in(browser, anne.email, PASSWORD)
            assert browser.post(CODE, data={"code": code}).status_code == status


def test_log_in__a_recovery_code_once(client, app, secured):
    anne, codes = secured
    for status in (303, 422):
        browser = app.test_client()
        log_in(browser, anne.email, PASSWORD)
        assert browser.post(CODE, data={"code": f" {codes[3].upper()} "}).status_code == status
    assert len(anne.recovery_codes) == 9


def test_log_in__a_code_of_another_time(client, secured):
    anne, _codes = secured
    log_in(client, anne.email, PASSWORD)
    for minutes in (-10, 10):
        code = code_of(anne.totp_secret, clock.now() + timedelta(minutes=minutes))
        assert client.post(CODE, data={"code": code}).status_code == 422


def test_log_in__five_wrong_codes(client, secured):
    anne, codes = secured
    log_in(client, anne.email, PASSWORD)
    for _ in range(5):
        assert client.post(CODE, data={"code": "000000"}).status_code == 422
    assert client.post(CODE, data={"code": codes[0]}).status_code == 429
    assert len(anne.recovery_codes) == 10


def test_log_in__the_code_without_the_password(client, secured):
    anne, codes = secured
    assert client.get(CODE).location == "/compte/connexion"
    assert client.post(CODE, data={"code": codes[0]}).location == "/compte/connexion"
    assert len(anne.recovery_codes) == 10


def test_log_in__too_long_after_the_password(client, secured, monkeypatch):
    anne, _codes = secured
    log_in(client, anne.email, PASSWORD)
    monkeypatch.setattr("itsdangerous.timed.TimestampSigner.get_timestamp", lambda self: 2**33)
    assert client.get(CODE).location == "/compte/connexion"


def test_disable__asks_for_the_password(client, secured):
    anne, codes = secured
    log_in(client, anne.email, PASSWORD)
    client.post(CODE, data={"code": codes[0]})
    assert client.post(f"{SET_UP}/retirer", data={"present": "faux"}).status_code == 422
    assert anne.has_second_factor
    for _ in range(2):
        assert client.post(f"{SET_UP}/retirer", data={"present": PASSWORD}).location == "/compte/securite"
    assert not anne.has_second_factor
    assert anne.recovery_codes == []
    assert len(mails("second-factor-disabled")) == 1


def test_second_factor__only_ones_own(anne):
    with pytest.raises(NotAllowedError):
        second_factor.disable(anne, actor=Actor(user_id=anne.id + 1, is_administrator=True))
