"""Whatever is sent to whatever address: an answer in words, never a crash. The draw is the same each time."""

from __future__ import annotations

import random
import re
from urllib.parse import quote

import pytest
from flask import got_request_exception
from lxml.html import fromstring

from network.database import db
from tests.helpers.client import VisitorClient
from tests.helpers.world import make_world
from tests.test_routes import address, listed

SEED = 2010
BAD = (
    "",
    " ",
    "é" * 10_000,
    "🚚" * 300,
    "before\x00after",
    "\x00",
    "\u202e\ud7ff\u200b",
    "<script>alert(1)</script>\"'><h1>",
    "%(name)s {{ 7 * 7 }} %s",
    "'; DROP TABLE users; --",
    "-1",
    "0",
    "2,5",
    "1e9",
    "1_000",
    "٣",
    "²",
    "9" * 5000,
    str(2**31),
    str(2**64),
    "NaN",
    "Infinity",
    "abc",
    "0000-00-00",
    "2026-02-30",
    "9999-12-31",
    "0001-01-01",
    "31/12/2026",
    "//elsewhere.example",
    "=cmd|' /C calc'!A0",
    "Bcc: x@example.org\r\nSubject: y",
)
QUERIES = (
    "page=abc",
    "page=-1",
    "page=0",
    "page=99999999999999999999",
    "page=1&page=2&q=a&q=b",
    "page",
    "&&=&=x&;",
    "q=%00",
    "q=%ff%fe",
    "q=%",
    f"q={'a' * 5000}",
    "kind=x&area=y&federation=99999999999999999999",
    "federation=-1",
    "federation=%D9%A3",
    "endpoint=x&_external=1&_scheme=javascript&_anchor=a&_method=POST",
    "next=//elsewhere.example",
    "next=http://[",
    "email=%00<b>",
    "details=%00",
)
BODIES = (
    ("application/json", b'{"version": 1'),
    ("application/json", b"[1]"),
    ("application/json", b'{"version": 1, "title": 5, "email": {}, "q": [1, null]}'),
    ("text/plain", b"version=1"),
    ("multipart/form-data", b"no boundary"),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="version"\r\n\r\n1'),
    ("application/x-www-form-urlencoded", b"%ff=%ff&version=%00&=&&title"),
    ("application/octet-stream", bytes(range(256))),
)
HEADERS = (
    {"Referer": "http://["},
    {"Accept-Language": "é;q=x,,*"},
    {"Cookie": "session=x.y.z"},
    {"HX-Request": "true", "HX-Current-URL": "\\"},
)
ROLES = ("anonymous", "manager", "coordinator")


@pytest.fixture
def world(database):
    world = make_world()
    db.session.remove()
    return world


@pytest.fixture
def send(app, world, monkeypatch):
    """A function that sends a request as a role and gives its answer, undoing what it changed; no crash passes."""
    monkeypatch.setattr(app, "test_client_class", VisitorClient)  # the draw is wide: other tests look at the pages
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    crashes = []

    def note(_app, exception):
        crashes.append(exception)

    def ask(role, method, url, **sent):
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = world.keys[role]
        before = db.engine.begin_nested()
        try:
            response = client.open(url, method=method, buffered=True, **sent)
        finally:
            db.session.remove()
            before.rollback()
        assert not crashes, (role, method, url[:200], str(sent)[:200], crashes)
        assert response.status_code < 500, (role, method, url[:200], str(sent)[:200])
        return response

    with got_request_exception.connected_to(note, app):
        yield ask


def addresses(app, world, wanted):
    """Every address of this method, the files aside."""
    return [
        address(app, endpoint, method, world)
        for method, endpoint, _ in listed()
        if method == wanted and endpoint != "static"
    ]


def kind_of(url):
    """The same for each row of a list: /partenaires/1/retirer and /partenaires/2/retirer."""
    return re.sub(r"\d+", "N", url)


def forms_of(page):
    """The forms of a page that are posted: where to, and what they send when nothing is touched."""
    for form in read_forms(page):
        if form.get("method", "").lower() == "post":
            yield form.get("action"), tuple(sorted(_filled_in(form).items()))


def read_forms(page):
    """The forms of a page or a fragment; other files have none."""
    if page.mimetype != "text/html":
        return ()
    return fromstring(f"<div>{page.get_data(as_text=True)}</div>").iter("form")


def _filled_in(form):
    values = {}
    for field in form.iter("input", "select", "textarea"):
        if name := field.get("name"):
            options = [*field.xpath(".//option[@selected]"), *field.iter("option"), field]
            values.setdefault(name, options[0].get("value") or options[0].text_content())
    return values


def test_queries(app, world, send, on_postgres):
    draw = random.Random(f"{SEED} {on_postgres}")
    for url in addresses(app, world, "GET"):
        for query in draw.sample(QUERIES, 5):
            send(draw.choice(ROLES[1:]), "GET", f"{url}?{query}")


@pytest.mark.any_database
def test_paths(app, world, send):
    for url in addresses(app, world, "GET"):
        start = url.rstrip("/").rpartition("/")[0]
        for bad in random.Random(f"{SEED} {url}").sample(BAD, 3):
            send("coordinator", "GET", f"{start}/{quote(bad[:2000])}")


@pytest.mark.any_database
def test_bodies(app, world, send):
    draw = random.Random(SEED)
    for url in addresses(app, world, "POST"):
        for content_type, body in draw.sample(BODIES, 4):
            send(draw.choice(ROLES[1:]), "POST", url, data=body, content_type=content_type)


@pytest.mark.any_database
def test_headers(app, world, send):
    draw = random.Random(SEED)
    for method in ("GET", "POST"):
        for url in addresses(app, world, method):
            send("coordinator", method, url, headers=draw.choice(HEADERS))
    for headers in HEADERS:
        send("manager", "POST", "/compte/langue", data={"language": "fr"}, headers=headers)


def test_fields(app, world, send, on_postgres):
    """Each field of each kind of form that somebody finds, with what nobody should type; then all of them at once."""
    draw = random.Random(f"{SEED} {on_postgres}")
    forms = {
        (kind_of(url), tuple(name for name, _ in values)): (role, url, values)
        for role in ROLES
        for page_url in addresses(app, world, "GET")
        for url, values in forms_of(send(role, "GET", page_url))
    }
    for role, url, filled_in in sorted(forms.values()):
        values = dict(filled_in)
        for name in values:
            bad = draw.choice([*BAD, [values[name], "x"]])
            send(role, "POST", url, data=values | {name: bad})
        for _ in range(2):
            send(role, "POST", url, data={name: draw.choice(BAD) for name in values})


def test_nothing_typed_is_lost(app, world, send):
    """A form that comes back as invalid holds what was typed."""
    typed = {"title": "T" * 10_000, "summary": "Un résumé écrit longuement", "expected_jobs": "2,5"}
    page = send("coordinator", "POST", f"/appels/{world.values['call_id']}/projets", data=typed)
    found = _filled_in(next(form for form in read_forms(page) if form.xpath(".//*[@name = 'title']")))
    assert {name: found[name].strip() for name in typed} == typed
