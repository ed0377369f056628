"""Clicks at the same instant, over connections of their own."""

from __future__ import annotations

import io

from werkzeug.datastructures import FileStorage

from network.database import db
from network.files.spreadsheets import csv_bytes
from network.organisations.acting import actor_of
from network.organisations.imports import read_import
from network.organisations.models import Organisation
from tests.factories.accounts import UserFactory
from tests.factories.organisations import FederationFactory
from tests.helpers.clicks import at_once

HEADINGS = ["Nom", "Type", "Code postal", "Localité"]
TABLES, ROWS = 4, 20


def test_the_same_table_read_several_times_lists_each_once(open_app):
    with open_app.app_context():
        coordinator = UserFactory()
        federation = FederationFactory(coordinator=coordinator)
        table = csv_bytes(HEADINGS, [[f"Atelier {number}", "ETA", "5000", "Namur"] for number in range(ROWS)])
        files = [FileStorage(io.BytesIO(table), filename="membres.csv") for _table in range(TABLES)]
        imports = [read_import(federation, file, actor=actor_of(coordinator)) for file in files]
        clicks = [(coordinator.get_id(), f"/importations/{imported.id}/importer") for imported in imports]
        db.session.commit()
        db.session.remove()
    assert set(at_once(open_app, clicks)) == {303}
    with open_app.app_context():
        assert Organisation.query.filter(Organisation.name.like("Atelier %")).count() == ROWS
