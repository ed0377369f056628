"""What tests share: an application over a migrated database, undone after each test, on SQLite, PostgreSQL or both."""

from __future__ import annotations

import gc
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from network import clock
from network.accounts import passwords
from network.app import create_app
from network.database import db
from network.demonstration.load import load_demonstration
from network.places.nearness import learn_localities
from tests.helpers import browser
from tests.helpers.client import PageClient, VisitorClient
from tests.helpers.databases import copy_database, migrate, new_postgres_database, postgres_server
from tests.helpers.shared import FOLDER, SharedFolder, made_once

NOON = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    pluginmanager.register(SharedFolder(), "shared-folder")
    choice = parser.getgroup("databases").addoption
    choice("--postgres", action="store_true", help="run on PostgreSQL (from the wheel) instead of SQLite")
    choice("--both", action="store_true", help="run what needs a database on SQLite and on PostgreSQL")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What needs no database, or any (`any_database`), runs once; so do journeys but those marked `both_databases`."""
    marker = metafunc.definition.get_closest_marker
    only = marker("postgres_only")
    if "on_postgres" not in metafunc.fixturenames or not (only or metafunc.config.getoption("both")):
        return
    is_journey = metafunc.definition.path.parent.name == "journeys"
    everywhere = marker("both_databases") if is_journey else not marker("any_database")
    values = [True] if only else [False, True] if everywhere else [False]
    names = ["postgresql" if value else "sqlite" for value in values]
    metafunc.parametrize("on_postgres", values, ids=names, indirect=True, scope="session")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long and mostly waits comes first, so that no worker is alone with it at the end."""
    items.sort(key=lambda item: item.path.parent.name not in ("journeys", "operations"))


def pytest_collection_finish() -> None:
    """What was imported stays to the end: the collector of garbage need not look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Where journeys could not run, the last words say what to install."""
    if any(browser.MISSING in str(report.longrepr) for report in terminalreporter.stats.get("error", [])):
        terminalreporter.write_line(browser.MISSING, red=True)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that reaches past this machine fails."""
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: object) -> None:
        if (
            self.family != socket.AF_UNIX
            and isinstance(address, tuple)
            and address[0] not in ("127.0.0.1", "::1", "localhost")
        ):
            raise AssertionError(f"a test reached for {address[0]}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", connect_here)


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Hashes cost nothing here, those of the demonstration that is served to a browser included."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        patch.setattr(passwords, "NOBODY", passwords.hash_password("nobody"))
        yield


@pytest.fixture(scope="session")
def on_postgres(request: pytest.FixtureRequest) -> bool:
    """Whether this test is on PostgreSQL."""
    return bool(getattr(request, "param", request.config.getoption("postgres")))


@pytest.fixture(scope="session")
def shared_folder(pytestconfig: pytest.Config) -> Path:
    """The folder of what all workers share."""
    return pytestconfig.stash[FOLDER]


@pytest.fixture(scope="session")
def postgres(shared_folder: Path) -> Iterator[str]:
    """The address of the PostgreSQL server of these tests."""
    with postgres_server(shared_folder) as url:
        yield url


@pytest.fixture(scope="session")
def empty_database(
    on_postgres: bool, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], str]:
    """A function that gives the address of a new database without tables."""

    def make() -> str:
        if on_postgres:
            return new_postgres_database(request.getfixturevalue("postgres"))
        return f"sqlite:///{tmp_path_factory.mktemp('database') / 'maillage.sqlite'}"

    return make


@pytest.fixture(scope="session")
def database_template(
    on_postgres: bool,
    empty_database: Callable[[], str],
    shared_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> str:
    """The address of a migrated database with its reference data, to be copied and never written."""

    def make() -> str:
        url = empty_database()
        migrate(url, tmp_path_factory.mktemp("template-data"))
        return url

    return made_once(shared_folder, f"migrated-{on_postgres}", make)


@pytest.fixture(scope="session")
def new_database(database_template: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], str]:
    """A function that gives the address of a fresh copy of the template, for tests with connections of their own."""
    return lambda: copy_database(database_template, tmp_path_factory.mktemp("database"))


@pytest.fixture(scope="session")
def demonstration_of(
    on_postgres: bool, new_database: Callable[[], str], shared_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[date], str]:
    """A function that gives the address of a database with the demonstration of a day, never to be written."""

    def load(day: date) -> str:
        url = new_database()
        app = make_app(url, tmp_path_factory.mktemp("demonstration-data"))
        with app.app_context():
            assert load_demonstration(today=day)
            db.session.remove()
            db.engine.dispose()
        return url

    return lambda day: made_once(shared_folder, f"demonstration-{on_postgres}-{day}", lambda: load(day))


@pytest.fixture(scope="session")
def demonstration_template(demonstration_of: Callable[[date], str]) -> str:
    """The address of a database that holds the demonstration as loaded today, to be copied."""
    return demonstration_of(clock.today())


@pytest.fixture(scope="session")
def app(new_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One application for all tests that are undone."""
    app = make_app(new_database(), tmp_path_factory.mktemp("data"))
    with app.app_context():
        learn_localities()
        db.session.remove()
    yield app
    with app.app_context():
        db.engine.dispose()


def make_app(url: str, data: Path) -> Flask:
    """An application of tests over a database."""
    return create_app(
        TESTING=True,
        DATA=data,
        SQLALCHEMY_DATABASE_URI=url,
        SECRET_KEY="test",
        WTF_CSRF_ENABLED=False,
        BASE_URL="http://localhost",
    )


@pytest.fixture
def open_app(new_database: Callable[[], str], tmp_path: Path) -> Iterator[Flask]:
    """An application over a database of its own, whose connections see one another."""
    app = make_app(new_database(), tmp_path)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


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


@pytest.fixture(scope="session")
def client_class(on_postgres: bool, request: pytest.FixtureRequest) -> type[FlaskClient]:
    """Every page is held against the invariants (tests/helpers/pages.py); where all runs twice, on SQLite alone."""
    return VisitorClient if on_postgres and request.config.getoption("both") else PageClient


@pytest.fixture
def client(app: Flask, database: None, client_class: type[FlaskClient]) -> FlaskClient:
    """A browser without scripts."""
    app.test_client_class = client_class
    return app.test_client()


@pytest.fixture
def noon() -> Iterator[datetime]:
    """It is noon in Brussels on 22 November 2026."""
    with clock.frozen(NOON):
        yield NOON
