"""A form that names something by its id, beside the address: what is none of the person's business writes nothing."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from network.database import db
from tests.factories.accounts import UserFactory
from tests.factories.calls import CallFactory, ProjectFactory
from tests.factories.organisations import FederationFactory
from tests.factories.runs import RunFactory
from tests.helpers.client import VisitorClient
from tests.helpers.world import make_world
from tests.test_routes import address

STRANGER = 900_001  # the id of a federation, its coordinator, its call, its project and a run of theirs
SENT = [
    ("coordinator", "consortia.change", {"action": "add"}, "organisation_id"),
    ("coordinator", "consortia.change", {"action": "pin"}, "organisation_id"),
    ("coordinator", "consortia.change", {"action": "exclude"}, "organisation_id"),
    ("coordinator", "consortia.change", {"action": "lead"}, "organisation_id"),
    ("coordinator", "consortia.replace", {}, "organisation_id"),
    ("coordinator", "consortia.adopt", {"proposal": "0"}, "run_id"),
    ("coordinator", "together.search", {"most": "1"}, "projects"),
    ("coordinator", "together.take", {}, "run_id"),
    ("coordinator", "calls.name_juror", {}, "user_id"),
    ("coordinator", "projects.attach", {}, "call_id"),
    ("coordinator", "audits.create", {"title": "Audits", "max_km": "60", "rounds": "1"}, "grid_id"),
    ("coordinator", "pairings.make", {}, "one"),
    ("coordinator", "dossiers.decide", {"reason": "Ainsi"}, "funded"),
    ("manager", "projects.new", {"title": "Idée", "summary": "Ensemble.", "sector": "wood"}, "federation_id"),
    ("manager", "audits.enrol", {}, "avoids"),
    ("manager", "hires.create", {"profession": "orthophoniste", "half_days": "3"}, "federation"),
    ("manager", "meetings.answer", {"answer": "yes"}, "organisation_id"),
    ("manager", "afterthoughts.say", {"answer": "no"}, "organisation_id"),
    ("manager", "accounts.switch", {}, "organisation_id"),
]  # fmt: skip


@contextmanager
def written(value):
    """The statements within the block that write this value."""
    found = []

    def note(_connection, _cursor, statement, parameters, *_context):
        if statement.startswith(("INSERT", "UPDATE", "DELETE")) and str(value) in str(parameters):
            found.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)


@pytest.fixture
def world(database):
    world = make_world()
    federation = FederationFactory(id=STRANGER, coordinator=UserFactory(id=STRANGER))
    ProjectFactory(id=STRANGER, call=CallFactory(id=STRANGER, federation=federation))
    RunFactory(id=STRANGER, subject_id=STRANGER)
    db.session.commit()
    db.session.remove()
    return world


@pytest.mark.any_database
def test_ids_of_strangers_are_written_nowhere(app, world, monkeypatch):
    monkeypatch.setattr(app, "test_client_class", VisitorClient)
    given_away = []
    for role, endpoint, typed, field in SENT:
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = world.keys[role]
        before = db.engine.begin_nested()
        with written(STRANGER) as found:
            sent = {"version": world.values["version"], **typed, field: STRANGER}
            status = client.post(address(app, endpoint, "POST", world), data=sent).status_code
        db.session.remove()
        before.rollback()
        if found and status < 400:
            given_away.append((endpoint, typed, found))
    assert not given_away
