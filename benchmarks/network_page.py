"""The pages « Réseau » of a federation of 2,000 members: `python benchmarks/network_page.py [MEMBERS]`.

Members at real places, with meetings of neighbours as their ties, as the coordination reads them; the median of several
requests, seconds of the processor, and how large the page is. One thread, no network: the test client.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from itertools import combinations
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pages import expect, organisation, page

from network import clock
from network.app import create_app
from network.database import db, writing
from network.demonstration.load import load_demonstration
from network.operations.preparation import prepare
from network.organisations.models import Membership, MembershipState, Organisation, OrganisationKind
from network.places.models import Locality
from network.ties.models import Evidence, EvidenceKind

CAME = 8
TURNS = 5
PAGES = {"network": "/reseau/?federation={id}", "groups": "/reseau/groupes?federation={id}"}


def fill(app: Flask, members: int) -> int:
    """The demonstration, and more members of its first federation; the id of the federation."""
    with app.app_context(), writing():
        prepare()
        load_demonstration(today=clock.today())
        is_federation = Organisation.kind == OrganisationKind.FEDERATION
        federation = db.session.scalars(sa.select(Organisation).where(is_federation).order_by(Organisation.id)).first()
        assert federation
        localities = list(db.session.scalars(sa.select(Locality).order_by(Locality.lat, Locality.lon)))
        draw = random.Random(0)
        added = [organisation(number, draw.choice(localities)) for number in range(members)]
        db.session.add_all(added)
        now, state = clock.now(), MembershipState.CONFIRMED
        db.session.add_all(Membership(organisation=o, federation=federation, state=state, since=now) for o in added)
        db.session.flush()
        db.session.add_all(meetings(added, draw))
        db.session.commit()
        return federation.id


def meetings(members: list[Organisation], draw: random.Random) -> list[Evidence]:
    """One meeting for every ten members, of neighbours by longitude within a band of latitude."""
    near = sorted(members, key=lambda member: (round(member.locality.lat * 4), member.locality.lon))
    rows = {}
    for _meeting in range(len(near) // 10):
        start = draw.randrange(max(1, len(near) - 3 * CAME))
        for pair in combinations(sorted(o.id for o in draw.sample(near[start : start + 3 * CAME], CAME)), 2):
            rows[pair] = draw.randrange(30, 300)
    return [
        Evidence(
            first_id=first,
            second_id=second,
            kind=EvidenceKind.WORKING_GROUP,
            happened_on=clock.today() - timedelta(days=days),
            subject="",
            title="Groupe",
            recorded_by_id=1,
            recorded_at=clock.now(),
        )
        for (first, second), days in rows.items()
    ]


def main(members: int) -> None:
    """Print the seconds and the size of each page."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(DATA=folder, SECRET_KEY="benchmark", TESTING=True)
        federation_id = fill(app, members)
        with app.app_context():
            print(f"{members:,} members, {db.session.query(Evidence).count():,} pieces of evidence")
        for name, path in PAGES.items():
            url = path.format(id=federation_id)
            ask, seconds = page(app, url), []
            ask()
            for _turn in range(TURNS):
                start = time.process_time()
                ask()
                seconds.append(time.process_time() - start)
            print(f"{name:10} {statistics.median(seconds):6.2f} s {size(app, url) / 1000:8.0f} kB")


def size(app: Flask, url: str) -> int:
    """Bytes of a page."""
    client = app.test_client()
    with app.app_context():
        key = db.session.scalar(sa.text("SELECT session_key FROM users ORDER BY id LIMIT 1"))
    with client.session_transaction() as session:
        session["_user_id"] = key
    answer = client.get(url)
    expect(answer.status_code)
    return len(answer.data)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
