"""The activity log: what is kept, and how it reads."""

from __future__ import annotations

import ast
import enum
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import render_template
from flask_babel import force_locale

from network import clock
from network.activity import verbs
from network.activity.queries import list_events
from network.activity.services import record
from network.activity.verbs import register_verb, registered_verbs
from network.actors import SYSTEM, Actor
from network.database import db
from tests.factories.accounts import UserFactory

NETWORK = Path(__file__).parents[2] / "network"


class Colour(enum.StrEnum):
    RED = "red"


@pytest.fixture
def subject(database, monkeypatch):
    monkeypatch.setattr(verbs, "_verbs", dict(verbs._verbs))
    register_verb(
        "test.changed", "changed the test", fields={"title": "title", "budget": "budget", "day": "day", "open": "open"}
    )
    with force_locale("en"):
        yield UserFactory()


def change(subject, before, after):
    return record("test.changed", subject, actor=SYSTEM, before=before, after=after)


def test_record__who_what_when(subject, noon):
    anne = Actor(user_id=subject.id, name="Anne")
    record("test.changed", subject, actor=anne, after={"title": "Déchets verts 🙂"})
    event = list_events(subject)[0]
    assert (event.who, event.sentence, event.at) == ("Anne", "changed the test", noon)
    assert (event.actor_id, event.subject_type, event.subject_id) == (subject.id, "users", subject.id)


def test_record__the_platform_acts_too(subject):
    record("test.changed", subject, actor=SYSTEM)
    assert list_events(subject)[0].who == "Maillage"


def test_record__only_what_changed(subject):
    event = change(subject, {"title": "a", "budget": 5}, {"title": "b", "budget": 5})
    assert (event.before, event.after) == ({"title": "a"}, {"title": "b"})


def test_record__keeps_what_json_keeps(subject):
    at = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    values = {
        "day": date(2026, 11, 22),
        "at": at,
        "colour": Colour.RED,
        "ids": {3},
        "pairs": ((1, Colour.RED),),
        "none": None,
    }
    event = change(subject, {}, values)
    db.session.expire(event)
    assert event.after == {
        "day": "2026-11-22",
        "at": at.isoformat(),
        "colour": "red",
        "ids": [3],
        "pairs": [[1, "red"]],
        "none": None,
    }


def test_record__of_a_row_that_is_being_written(database):
    user = UserFactory.build()
    db.session.add(user)
    assert record("account.changed", user, actor=SYSTEM).subject_id == user.id


def test_list__newest_first_and_no_other_rows(subject, noon):
    other = UserFactory()
    for minutes in (0, 2, 1):
        with clock.frozen(noon + timedelta(minutes=minutes)):
            record(f"test.{minutes}", subject, actor=SYSTEM)
    record("test.other", other, actor=SYSTEM)
    assert [event.verb for event in list_events(subject)] == ["test.2", "test.1", "test.0"]
    assert [event.verb for event in list_events(subject, limit=1)] == ["test.2"]


@pytest.mark.parametrize(
    ("name", "before", "after", "shown"),
    [
        ("title", "a", "b", ("title", "a", "b")),
        ("title", None, "x" * 10_000, ("title", "–", "x" * 79 + "…")),
        ("budget", 1500, 82000, ("budget", "1,500", "82,000")),
        ("budget", 0, None, ("budget", "0", "–")),
        ("day", None, date(2026, 11, 28), ("day", "–", "28 November 2026")),
        ("open", False, True, ("open", "no", "yes")),
        ("title", [], ["a", 2], ("title", "–", "a, 2")),
    ],
)
def test_changes__in_words(subject, name, before, after, shown):
    change_ = change(subject, {name: before}, {name: after}).changes[0]
    assert (change_.label, change_.before, change_.after) == shown


def test_changes__no_unnamed_field_and_not_too_many(subject):
    assert change(subject, {"secret": 1}, {"secret": 2}).changes == []
    many = {"title": "a", "budget": 1, "day": "x", "open": True}
    assert change(subject, {}, many).changes == []


def test_component__reads_well_and_keeps_names_text(subject, app):
    with app.test_request_context(), force_locale("en"):
        record("test.changed", subject, actor=Actor(name="<b>Anne</b>"), before={"title": "<i>"}, after={"title": "b"})
        record("test.changed", subject, actor=Actor(name="Luc"), before={"title": None}, after={"title": "new"})
        page, empty = (
            BeautifulSoup(render_template("activity/_log.html", events=events), "lxml")
            for events in (list_events(subject), [])
        )
    assert len(page.select("#activity-log > ol > li")) == 2
    assert "title: new" in page.get_text()
    assert "<b>Anne</b> changed the test" in page.get_text()
    assert "title: <i> → b" in page.get_text()
    assert page.find("time")["datetime"]
    assert empty.find(id="activity-log").get_text(strip=True) == "Nothing has happened yet."


def calls_of(name):
    """Every call of a function of this name in the code, with where it stands."""
    for path in NETWORK.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and name in (getattr(node.func, "id", ""), getattr(node.func, "attr", "")):
                yield node, path.relative_to(NETWORK)


def test_verbs__every_recorded_verb_has_a_sentence(app):
    first = [(call.args[0], path) for call, path in calls_of("record") if call.args]
    written_out = [(verb.value, path) for verb, path in first if isinstance(verb, ast.Constant)]
    assert [(verb, path) for verb, path in written_out if verb not in registered_verbs()] == []
