"""Pages against a bare one: `python benchmarks/pages.py [ORGANISATIONS]`.

Pages of a product with so many organisations (10,000), asked for in the same process as a bare Flask page that reads
50 rows with SQLAlchemy and writes them through a small template; in turns, so that all meet the same machine. What
counts is the ratio: requests a second depend on the machine. One thread, no network: the test client.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from network import clock
from network.accounts.models import User
from network.app import create_app
from network.database import db, writing
from network.demonstration.load import load_demonstration
from network.operations.preparation import prepare
from network.organisations.bce import bce_with_check
from network.organisations.models import LegalForm, Organisation, OrganisationKind
from network.places.models import Locality
from network.web.search import fold

TURNS = 5
SECONDS_A_TURN = 1.0
BARE = (
    "<!doctype html><html lang=en><title>Bare</title><table>{% for row in rows %}"
    "<tr><td>{{ row.name }}<td>{{ row.bce }}<td>{{ row.headcount }}{% endfor %}</table>"
)
PAGES = {
    "directory": "/structures/",
    "directory, page 100": "/structures/?page=100",
    "directory, searched": "/structures/?q=atelier",
    "sheet": "/structures/1",
    "calls": "/appels/",
    "dashboard": "/",
}


def main(organisations: int) -> None:
    """Print requests a second of each page, and how many times longer it takes than the bare one."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(DATA=folder, SECRET_KEY="benchmark", TESTING=True)
        fill(app, organisations)
        pages = {"bare": bare_page(app)} | {name: page(app, url) for name, url in PAGES.items()}
        rates = measure(pages)
    print(f"{organisations:,} organisations, {app.config['SQLALCHEMY_DATABASE_URI'].split(':')[0]}")
    for name, rate in rates.items():
        print(f"{name:24} {rate:8.0f} requests/s  {rates['bare'] / rate:6.1f} times the bare page")


def fill(app: Flask, organisations: int) -> None:
    """The demonstration, and organisations at real places up to the number asked for."""
    with app.app_context(), writing():
        prepare()
        load_demonstration(today=clock.today())
        localities = list(db.session.scalars(sa.select(Locality).order_by(Locality.id)))
        for number in range(organisations - db.session.query(Organisation).count()):
            db.session.add(organisation(number, localities[number % len(localities)]))
        db.session.commit()


def organisation(number: int, locality: Locality) -> Organisation:
    """The so-manieth invented organisation."""
    name = f"Atelier {number} de {locality.name}"
    return Organisation(
        name=name,
        kind=OrganisationKind.ETA,
        legal_form=LegalForm.ASBL,
        bce=bce_with_check(8_000_000 + number),
        locality=locality,
        headcount=5 + number % 120,
        areas=[locality.area],
        search_text=fold(f"{name} {locality}"),
        created_at=clock.now(),
    )


def bare_page(app: Flask) -> Callable[[], None]:
    """Fifty rows on a bare page of an application without anything else, over the same database."""
    bare = Flask("bare")
    template = bare.jinja_env.from_string(BARE)
    with app.app_context():
        engine = db.engine

    @bare.get("/")
    def rows() -> str:
        with Session(engine) as session:
            return template.render(rows=session.scalars(sa.select(Organisation).order_by(Organisation.id).limit(50)))

    client = bare.test_client()
    return lambda: expect(client.get("/").status_code)


def page(app: Flask, url: str) -> Callable[[], None]:
    """A page as a logged-in coordinator sees it."""
    client = app.test_client()
    with app.app_context():
        key = db.session.scalar(sa.select(User.session_key).order_by(User.id).limit(1))
    with client.session_transaction() as session:
        session["_user_id"] = key
    return lambda: expect(client.get(url).status_code)


def expect(status: int) -> None:
    """Stop unless the page was there."""
    if status != 200:
        raise SystemExit(f"a page answered {status}")


def measure(pages: dict[str, Callable[[], None]]) -> dict[str, float]:
    """Requests a second of each: the median of several turns, everyone in turn."""
    turns: dict[str, list[float]] = {name: [] for name in pages}
    for _ in range(TURNS):
        for name, ask in pages.items():
            turns[name].append(rate(ask))
    return {name: statistics.median(found) for name, found in turns.items()}


def rate(ask: Callable[[], None]) -> float:
    """Requests a second over a second or so, after one that does not count."""
    ask()
    count, begun = 0, time.perf_counter()
    while (passed := time.perf_counter() - begun) < SECONDS_A_TURN:
        ask()
        count += 1
    return count / passed


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
