"""How Alembic reaches the application's database and models."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from flask import current_app

from network.database import UtcDateTime, db, writing

# Any number, the same for all: of several machines that start at once, one migrates and the others wait.
TURN = 20261122


def run() -> None:
    """Migrate over a connection of the application's engine, in one transaction."""
    with writing(), db.engine.connect() as connection:
        on_sqlite = connection.dialect.name == "sqlite"
        options = current_app.extensions["migrate"].configure_args | {"render_as_batch": on_sqlite}
        context.configure(connection=connection, target_metadata=db.metadata, render_item=write_column_type, **options)
        with tables_rebuilt(connection) if on_sqlite else nullcontext(), context.begin_transaction():
            if not on_sqlite:
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({TURN})")
            context.run_migrations()
            if on_sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
                raise RuntimeError(f"rows point to nothing: {broken[:5]}")


@contextmanager
def tables_rebuilt(connection: sa.Connection) -> Iterator[None]:
    """SQLite changes a column by making its table anew: nobody's reference to it may be held against the old one, and
    nobody's row go with it. It hears of that between two transactions alone."""
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


def write_column_type(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write what the database keeps, so that a migration outlives the types of today's code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, sa.Enum):
        return f"sa.String(length={item.length})"
    return False


run()
