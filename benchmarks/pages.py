"""Pages against a bare one: `python benchmarks/pages.py [ORGANISATIONS]`.

Pages of a product with so many organisations (10,000), asked for in the same process as a bare Flask page that reads
50 rows with SQLAlchemy and writes them through a small template; in turns, so that both meet the same machine. What
counts is the ratio: milliseconds of the processor depend on the machine. One thread, no network: the test client.
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

TURNS = 25
BARE = (
    "<!doctype html><html lang=en><title>Bare</title><table>{% for row in rows %}"
    "<tr><td>{{ row.name }}<td>{{ row.bce }}<td>{{ row.headcount }}{% endfor %}</table>"
)
PAGES = {
    "directory": "/structures/",
    "directory, page 100": "/structures/?page=100",
    "directory, searched": "/structures/?q=atelier",
    "directory, near": "/structures/?place=5000+Namur&km=30",
    "sheet": "/structures/9",
    "sheet of a federation": "/structures/1",
    "sheet, edited": "/structures/1/modifier",
    "calls": "/appels/",
    "call": "/appels/1",
    "project": "/appels/projets/1",
    "groupement": "/groupements/1",
    "resources": "/ressources/",
    "resource": "/ressources/offres/1",
    "own resources": "/ressources/les-notres",
    "shared posts": "/postes-partages/",
    "audits": "/audits/",
    "network": "/reseau/",
    "notices": "/notifications",
    "account": "/compte",
    "dashboard": "/",
}


def main(organisations: int) -> None:
    """Print what a request of each page takes, and how many times as long as the bare one."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(DATA=folder, SECRET_KEY="benchmark", TESTING=True)
        fill(app, organisations)
        bare = bare_page(app)
        print(f"{organisations:,} organisations, {app.config['SQLALCHEMY_DATABASE_URI'].split(':')[0]}")
        measures = [measure(name, page(app, url), bare) for name, url in PAGES.items()]
    spent, ratio = (statistics.mean(column) for column in zip(*measures, strict=True))
    print(f"{'all of them, on average':24} {spent:6.1f} ms {ratio:6.1f} times the bare page")


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


def measure(name: str, ask: Callable[[], None], bare: Callable[[], None]) -> tuple[float, float]:
    """Milliseconds of the processor a request, and how many times those of the bare page: medians of all turns."""
    ask()
    bare()
    turns = [(spent_on(ask), spent_on(bare)) for _ in range(TURNS)]
    own, beside = (statistics.median(column) for column in zip(*turns, strict=True))
    print(f"{name:24} {1000 * own:6.1f} ms {own / beside:6.1f} times the bare page", flush=True)
    return 1000 * own, own / beside


def spent_on(ask: Callable[[], None]) -> float:
    """Seconds of the processor for one request."""
    begun = time.process_time()
    ask()
    return time.process_time() - begun


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
