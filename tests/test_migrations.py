"""The migrations build what the models say, from nothing and back, on both databases."""

from __future__ import annotations

import alembic.autogenerate
import alembic.migration
import flask_migrate
import pytest
import sqlalchemy as sa

from network.database import db
from network.places.models import Locality
from tests.conftest import make_app
from tests.helpers.databases import copy_database

KEPT = "localities", "organisations", "calls", "projects", "consortia", "partners", "offers", "needs", "evidence"


@pytest.fixture
def empty_app(empty_database, tmp_path):
    """An application over a database without tables."""
    app = make_app(empty_database(), tmp_path)
    with app.app_context():
        yield app
        db.engine.dispose()


def tables():
    return set(sa.inspect(db.engine).get_table_names()) - {"alembic_version"}


def rows():
    """How many rows each table has that was there before charters and dossiers were."""
    with db.engine.connect() as connection:
        return {name: connection.scalar(sa.text(f"SELECT count(*) FROM {name}")) for name in KEPT}


def test_up_and_down(empty_app):
    """From empty to the newest schema, back to empty, and up again."""
    flask_migrate.upgrade()
    assert tables() == set(db.metadata.tables)
    flask_migrate.downgrade(revision="base")
    assert tables() == set()
    flask_migrate.upgrade()
    assert tables() == set(db.metadata.tables)


def test_an_upgrade_keeps_what_is_there(demonstration_template, tmp_path):
    """Tables that others refer to are made anew on SQLite: neither their rows nor those of the others are lost."""
    app = make_app(copy_database(demonstration_template, tmp_path), tmp_path)
    with app.app_context():
        flask_migrate.downgrade(revision="projects")
        before = rows()
        flask_migrate.upgrade()
        assert rows() == before
        assert db.session.scalar(sa.select(sa.func.count()).where(Locality.z < 0.75)) == 0, "all are in Belgium"
        db.session.remove()
        db.engine.dispose()


def test_models_are_the_migrated_schema(empty_app):
    """Nothing in the models waits for a migration: `make migration` would have nothing to write."""
    flask_migrate.upgrade()
    with db.engine.connect() as connection:
        context = alembic.migration.MigrationContext.configure(connection, opts={"compare_type": True})
        differences = alembic.autogenerate.compare_metadata(context, db.metadata)
    assert not differences


def test_upgrading_twice_changes_nothing(empty_app):
    flask_migrate.upgrade()
    flask_migrate.upgrade()
    assert tables() == set(db.metadata.tables)
