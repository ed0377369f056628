"""What must stand before the first page."""

from __future__ import annotations

import pytest

from network import clock
from network.accounts.demo_accounts import list_demo_accounts
from network.database import db
from network.demonstration.load import load_demonstration
from network.operations.preparation import NotReadyError, check_real_use, prepare
from network.places.models import Locality
from tests.conftest import make_app
from tests.factories.accounts import UserFactory
from tests.helpers.databases import copy_database


@pytest.fixture
def real(app, monkeypatch):
    monkeypatch.setitem(app.config, "BASE_URL", "https://maillage.example.org")


def test_a_start_prepares_an_empty_database(empty_database, tmp_path):
    app = make_app(empty_database(), tmp_path)
    with app.app_context():
        for _ in range(2):
            prepare()
            assert db.session.query(Locality).count() > 2000
            assert list_demo_accounts() == []
        app.config["DEMO"] = True
        for _ in range(2):
            prepare()
            assert len(list_demo_accounts()) > 10
        db.session.remove()
        db.engine.dispose()


def test_the_demonstration_is_not_added_to_real_data(database, monkeypatch, app):
    UserFactory()
    monkeypatch.setitem(app.config, "DEMO", True)
    assert load_demonstration(today=clock.today()) is False
    assert list_demo_accounts() == []


def test_real_use_wants_an_address(database, app, monkeypatch):
    UserFactory(is_administrator=True)
    monkeypatch.setitem(app.config, "BASE_URL", f"http://127.0.0.1:{app.config['PORT']}")
    with pytest.raises(NotReadyError, match="BASE_URL"):
        check_real_use()


@pytest.mark.parametrize("url", ["mail.example.org", "http://mail.example.org", "smtp://", "smtp://mail.example.org:x"])
def test_real_use_wants_a_mail_server_it_can_speak_to(database, real, app, monkeypatch, url):
    UserFactory(is_administrator=True)
    monkeypatch.setitem(app.config, "MAIL_URL", url)
    with pytest.raises(NotReadyError, match="MAIL_URL"):
        check_real_use()


def test_real_use_wants_an_administrator(database, real):
    UserFactory()
    with pytest.raises(NotReadyError, match="make administrator"):
        check_real_use()


def test_real_use_refuses_the_demonstration(demonstration_template, tmp_path):
    app = make_app(copy_database(demonstration_template, tmp_path), tmp_path)
    app.config["BASE_URL"] = "https://maillage.example.org"
    with app.app_context():
        with pytest.raises(NotReadyError, match="demonstration"):
            check_real_use()
        db.session.remove()
        db.engine.dispose()


def test_all_that_is_missing_is_said_at_once(database, app, monkeypatch):
    monkeypatch.setitem(app.config, "BASE_URL", f"http://127.0.0.1:{app.config['PORT']}")
    with pytest.raises(NotReadyError) as caught:
        check_real_use()
    assert len(caught.value.message.splitlines()) == 2


def test_real_use(database, real):
    UserFactory(is_administrator=True)
    check_real_use()
