"""What is held on a person: exported whole, erased for good."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from flask_babel import force_locale

from network import clock
from network.accounts import personal_data
from network.accounts.attempts import count_attempt
from network.accounts.models import LoginAttempt
from network.accounts.personal_data import erase_person, export_person, register_personal_data
from network.accounts.queries import find_user_by_email
from network.activity.models import Event
from network.activity.queries import list_events
from network.activity.services import record
from network.actors import Actor
from network.database import db
from network.errors import ConflictError, NotAllowedError
from network.files.services import attach_file
from network.notifications.models import Notification, OutgoingMail
from network.notifications.services import notify
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.files import upload
from tests.factories.notifications import KIND

DATA = "/compte/mes-donnees"
ERASURE = "/compte/effacement"


def actor_of(user):
    return Actor(user_id=user.id, name=user.name)


@pytest.fixture
def anne(database):
    """Somebody who did things, was told things, brought a file and mistyped a password."""
    anne, bert = UserFactory(name="Anne Ü", email="anne@example.org"), UserFactory(name="Bert")
    event = record("call.published", bert, actor=actor_of(anne))
    notify(event, users=[bert], kind=KIND, words={"name": "x"}, path="/")
    told = record("call.published", anne, actor=actor_of(bert), after={"title": "Déchets verts"})
    notify(told, users=[anne], kind=KIND, words={"name": "Appel"}, path="/appels/1")
    attach_file(bert, upload(b"%PDF-1.7", "charte.pdf"), actor=actor_of(anne))
    count_attempt(anne.email, "192.0.2.1")
    return anne


def held(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: json.loads(archive.read(name)) for name in archive.namelist() if name.endswith(".json")}


def test_export__holds_everything(anne, noon):
    parts = held(export_person(anne, actor=actor_of(anne)))
    assert parts["account.json"]["email"] == "anne@example.org"
    assert parts["account.json"]["failed_logins"][0]["address"] == "192.0.2.1"
    assert [event["verb"] for event in parts["activity.json"]] == [
        "call.published",
        "call.published",
        "account.exported",
    ]
    assert parts["activity.json"][1]["after"] == {"title": "Déchets verts"}
    assert parts["notifications.json"]["notices"][0]["sentence"] == "Bert wrote about Appel"
    assert "Appel" in parts["notifications.json"]["mails"][0]["text"]
    assert parts["files.json"][0]["name"] == "charte.pdf"
    assert "password" not in json.dumps(parts).replace("password_changed", "")


def test_export__is_downloaded_and_logged(client, anne):
    client.log_in(anne)
    assert client.get(DATA).status_code == 405
    response = client.post(DATA)
    assert response.status_code == 200
    assert response.mimetype == "application/zip"
    assert response.headers["Content-Disposition"].startswith("attachment; filename=maillage-")
    assert response.headers["Cache-Control"] == "no-store"
    assert held(response.get_data())["account.json"]["name"] == "Anne Ü"
    assert list_events(anne)[0].verb == "account.exported"


def test_export_and_erasure__only_ones_own(anne):
    other = Actor(user_id=anne.id + 1000, is_administrator=True)
    with pytest.raises(NotAllowedError):
        export_person(anne, actor=other)
    with pytest.raises(NotAllowedError):
        erase_person(anne, actor=other)


def test_erasure__leaves_nothing_of_the_person(anne):
    erase_person(anne, actor=actor_of(anne))
    db.session.commit()
    assert (anne.name, anne.is_active, anne.last_login_at) == ("", False, None)
    assert find_user_by_email("anne@example.org") is None
    assert find_user_by_email(anne.email) is None
    assert db.session.query(LoginAttempt).count() == 0
    assert db.session.query(Notification).filter_by(user_id=anne.id).count() == 0
    assert db.session.query(OutgoingMail).filter_by(recipient="anne@example.org").count() == 0
    everywhere = [
        (event.actor_name, event.before, event.after) for event in db.session.query(Event) if event.actor_id == anne.id
    ]
    assert set(map(str, everywhere)) == {str(("", {}, {}))}


def test_erasure__what_was_done_stays_without_the_name(anne):
    bert = db.session.query(Notification).filter_by(path="/").one().user
    erase_person(anne, actor=actor_of(anne))
    with force_locale("en"):
        assert list_events(bert)[0].who == "an erased person"
        notice = db.session.query(Notification).filter_by(user_id=bert.id).one()
        assert notice.sentence == "an erased person wrote about x"


def test_erasure__ends_the_session(client, anne):
    client.log_in(anne)
    page = client.page(ERASURE)
    assert page.find("input", {"name": "password"})
    assert client.post(ERASURE, data={"password": "faux"}).status_code == 422
    assert anne.is_active
    assert client.post(ERASURE, data={"password": PASSWORD}).location == "/compte/connexion"
    assert not anne.is_active
    assert client.get("/compte").status_code == 303
    assert client.post("/compte/connexion", data={"email": "anne@example.org", "password": PASSWORD}).status_code == 422


def test_erasure__the_address_is_free_again(anne):
    erase_person(anne, actor=actor_of(anne))
    assert UserFactory(email="anne@example.org").id != anne.id


def test_erasure__what_stands_in_the_way_is_said(client, anne, monkeypatch):
    monkeypatch.setattr(personal_data, "_holdings", dict(personal_data._holdings))

    def refuse(user):
        raise ConflictError("Name somebody else first.")

    register_personal_data("posts", export=lambda user: [clock.today()], erase=refuse)
    client.log_in(anne)
    response = client.post(ERASURE, data={"password": PASSWORD})
    assert response.status_code == 422
    assert "Name somebody else first." in response.text
    assert anne.is_active
    assert anne.name == "Anne Ü"
    assert db.session.query(Notification).filter_by(user_id=anne.id).count() == 1, "nothing half erased"
