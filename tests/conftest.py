"""What tests share: an application over a migrated database, undone after each test, on SQLite or PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from network import clock
from network.app import create_app
from network.database import db
from tests.helpers.client import PageClient
from tests.helpers.databases import migrate, new_postgres_database, postgres_server

NOON = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgres", action="store_true", help="run on PostgreSQL (from the wheel) instead of SQLite")


@pytest.fixture(scope="session")
def on_postgres(request: pytest.FixtureRequest) -> bool:
    """Whether this run is on PostgreSQL."""
    return bool(request.config.getoption("--postgres"))


@pytest.fixture(scope="session")
def database_template(on_postgres: bool, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a migrated database with its reference data, to be copied and never written."""
    if on_postgres:
        url = new_postgres_database(postgres_server(tmp_path_factory.getbasetemp().parent / "postgres"))
    else:
        url = f"sqlite:///{tmp_path_factory.mktemp('template') / 'template.sqlite'}"
    migrate(url, tmp_path_factory.mktemp("template-data"))
    return url


@pytest.fixture(scope="session")
def new_database(database_template: str, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A function that gives the address of a fresh copy of the template, for tests with connections of their own."""

    def copy() -> str:
        if database_template.startswith("postgresql"):
            return new_postgres_database(database_template, template=database_template)
        target = tmp_path_factory.mktemp("database") / "maillage.sqlite"
        shutil.copy(Path(database_template.removeprefix("sqlite:///")), target)
        return f"sqlite:///{target}"

    return copy


@pytest.fixture(scope="session")
def app(new_database: Any, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """One application for all tests that are undone."""
    return create_app(
        TESTING=True,
        DATA=tmp_path_factory.mktemp("data"),
        SQLALCHEMY_DATABASE_URI=new_database(),
        SECRET_KEY="test",
        WTF_CSRF_ENABLED=False,
        BASE_URL="http://localhost",
    )


@pytest.fixture
def database(app: Flask) -> Iterator[None]:
    """Everything written within the test, committed or not, is undone after it."""
    with app.app_context():
        engine = db.engine
        with engine.connect() as connection:
            transaction = connection.begin()
            db.engines[None] = connection  # type: ignore[assignment]
            db.session.configure(join_transaction_mode="create_savepoint")
            yield
            db.session.remove()
            db.engines[None] = engine
            db.session.configure(join_transaction_mode="conditional_savepoint")
            transaction.rollback()


@pytest.fixture
def client(app: Flask, database: None) -> FlaskClient:
    """A browser without scripts: every page it fetches is checked (see tests/helpers/pages.py)."""
    app.test_client_class = PageClient
    return app.test_client()


@pytest.fixture
def noon() -> Iterator[datetime]:
    """It is noon in Brussels on 22 November 2026."""
    with clock.frozen(NOON):
        yield NOON
