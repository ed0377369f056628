"""The migrations build what the models say, from nothing and back, on both databases."""

from __future__ import annotations

import alembic.autogenerate
import alembic.migration
import flask_migrate
import pytest
import sqlalchemy as sa

from network.database import db
from tests.conftest import make_app


@pytest.fixture
def empty_app(empty_database, tmp_path):
    """An application over a database without tables."""
    app = make_app(empty_database(), tmp_path)
    with app.app_context():
        yield app
        db.engine.dispose()


def tables():
    return set(sa.inspect(db.engine).get_table_names()) - {"alembic_version"}


def test_up_and_down(empty_app):
    """From empty to the newest schema, back to empty, and up again."""
    flask_migrate.upgrade()
    assert tables() == set(db.metadata.tables)
    flask_migrate.downgrade(revision="base")
    assert tables() == set()
    flask_migrate.upgrade()
    assert tables() == set(db.metadata.tables)


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
