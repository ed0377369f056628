"""How Alembic reaches the application's database and models."""

from alembic import context
from flask import current_app

from network.database import db, set_writing


def run() -> None:
    """Migrate over a connection of the application's engine, foreign keys checked at the end."""
    engine = db.engine
    set_writing(True)
    with engine.connect() as connection:
        is_sqlite = engine.dialect.name == "sqlite"
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=is_sqlite,
            compare_type=True,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
