"""Every address against every role: `routes.txt` says what each gets, and an address that nobody listed fails."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from werkzeug.routing import Rule

from network.database import db
from tests.helpers.world import make_world

TABLE = Path(__file__).with_name("routes.txt")
PAST_64_BITS = 2**64
SAFE = {"HEAD", "OPTIONS"}
PARTS = 4  # for machines with several cores


def listed():
    """The rows of the table: method, endpoint and its case, what each role gets."""
    lines = [line.split("#")[0].split() for line in TABLE.read_text().splitlines()]
    return [(method, endpoint, statuses) for method, endpoint, *statuses in filter(None, lines)]


def routes(app):
    return sorted((method, rule.endpoint) for rule in app.url_map.iter_rules() for method in rule.methods - SAFE)


def address(app, endpoint, method, world, **replaced):
    """The address of a route in this world."""
    rule, case = rule_of(app, endpoint, method), endpoint.partition("/")[2] or endpoint
    values = {part: world.values.get(f"{case}.{part}", world.values.get(part)) for part in rule.arguments}
    return _fill(rule, values | replaced)


def rule_of(app, endpoint, method):
    name = endpoint.partition("/")[0]
    return next(rule for rule in app.url_map.iter_rules(name) if method in rule.methods)


def _fill(rule: Rule, values):
    text = rule.rule
    for converter in ("id:", "path:", ""):
        for part, value in values.items():
            text = text.replace(f"<{converter}{part}>", str(value))
    assert "<" not in text, f"tests/helpers/world.py has no value for {text}"
    return text


@pytest.fixture
def world(database):
    world = make_world()
    db.session.remove()
    return world


@pytest.fixture
def answer(app, world, client_class, monkeypatch):
    """A function that asks as a role, and undoes what the request changed; a crash is a 500, as for a visitor."""
    monkeypatch.setattr(app, "test_client_class", client_class)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    form = {"version": world.values["version"]}

    def ask(role, method, url):
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = world.keys[role]
        before = db.engine.begin_nested()
        try:
            return client.open(url, method=method, data=form if method == "POST" else None, buffered=True)
        finally:
            db.session.remove()
            before.rollback()

    return ask


def test_every_route_is_listed(app):
    assert sorted((method, endpoint) for method, endpoint, _ in listed() if "/" not in endpoint) == routes(app)


@pytest.mark.parametrize("part", range(PARTS))
def test_every_role_gets_what_is_listed(app, world, answer, part):
    """Every page is held against the page invariants on the way."""
    found, wanted = [], []
    for method, endpoint, statuses in listed()[part::PARTS]:
        url = address(app, endpoint, method, world)
        expected = dict(zip(world.keys, statuses, strict=True))
        for role in expected:
            found.append((method, endpoint, role, str(answer(role, method, url).status_code)))
            wanted.append((method, endpoint, role, expected[role]))
    assert found == wanted


def test_no_id_is_too_large(app, world, answer, on_postgres):
    """An id past 64 bits, of nothing, or below one is a page that does not exist, for whoever may see the others."""
    draw = random.Random(f"{on_postgres}")
    for method, endpoint in routes(app):
        for part in (part for part in rule_of(app, endpoint, method).arguments if part.endswith("_id")):
            for value in draw.sample((PAST_64_BITS, 2**31 - 1, 0, -1), 2):
                url = address(app, endpoint, method, world, **{part: value})
                assert answer("coordinator", method, url).status_code in (404, 405), url


def test_no_query_is_too_strange(app, world, answer):
    """Lists take any page number and any words."""
    strange = "?page=99999999999999999999&q=%00'%22%25_%5C&organisation_id=99999999999999999999&next=//elsewhere"
    for method, endpoint in routes(app):
        if method == "GET" and endpoint != "static":
            url = address(app, endpoint, method, world) + strange
            assert answer("coordinator", method, url).status_code < 500, url


@pytest.mark.any_database
def test_every_answer_carries_the_policy(app, world, answer):
    """Pages, fragments, files and errors alike say what may be loaded; nothing may be inline or from elsewhere."""
    for method, endpoint in routes(app):
        policy = answer("manager", method, address(app, endpoint, method, world)).headers["Content-Security-Policy"]
        assert policy.startswith(("default-src 'self';", "default-src 'none';"))
        assert "unsafe" not in policy
        assert "http" not in policy
