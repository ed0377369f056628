"""What stands before the first page is served: schema, reference data, the demonstration if wanted."""

from __future__ import annotations

import flask_migrate
from flask import Flask

from network.database import db, writing
from network.places.load import load_localities


def prepare(app: Flask) -> None:
    """Bring the database up to date; a second time changes nothing."""
    with app.app_context(), writing():
        flask_migrate.upgrade()
        load_localities()
        db.session.commit()
