"""Lists of presence: all of a table is noted or nothing, each row that is wrong with its reason."""

from __future__ import annotations

import io

import pytest
import sqlalchemy as sa

from network.database import db
from network.ties.models import Meeting
from tests.helpers.soup import parse

HEADINGS = "Date;Lieu;Intitulé;Structure"
RIGHT = (
    "12/11/2026;Namur;Rencontre des ateliers;atelier namur",
    "12/11/2026;Namur;Rencontre des ateliers;Atelier Andenne",
    "2026-03-05;Huy;Stand commun;0123.456.749",
    "05.03.2026;Huy;Stand commun;ATELIER NAMUR",
)


@pytest.fixture
def bring(client, circle):
    """A function that brings a table, as the coordination."""
    circle.huy.bce = "0123456749"
    db.session.commit()
    client.log_in(circle.people["coordinator"])

    def bring(*rows, encoding="utf-8", headings=HEADINGS):
        content = "\r\n".join((headings, *rows)).encode(encoding)
        form = {"file": (io.BytesIO(content), "presences.csv")}
        return client.post(f"/reseau/rencontres/importer/{circle.federation.id}", data=form)

    return bring


def meetings():
    found = db.session.scalars(sa.select(Meeting).order_by(Meeting.happens_on)).all()
    return [(str(one.happens_on), {entry.organisation.name for entry in one.attendances}) for one in found]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_rows_of_one_meeting_are_one(bring, encoding):
    assert bring(*RIGHT, encoding=encoding).status_code == 303
    assert meetings() == [
        ("2026-03-05", {"Atelier Huy", "Atelier Namur"}),
        ("2026-11-12", {"Atelier Namur", "Atelier Andenne"}),
    ]


def test_brought_again_it_stays_as_it_was(bring, client):
    bring(*RIGHT)
    bring(*RIGHT, "13/11/2026;Namur;Suite;Atelier Namur", "13/11/2026;Namur;Suite;Atelier Huy")
    assert len(meetings()) == 3
    assert "2 étaient déjà notées" in client.page("/reseau/rencontres/").get_text()
    bring(*RIGHT, "12/11/2026;Namur;Rencontre des ateliers;Atelier Huy")
    assert meetings()[1] == ("2026-11-12", {"Atelier Namur", "Atelier Andenne", "Atelier Huy"})
    assert "1 autre, déjà notée, est complétée" in client.page("/reseau/rencontres/").get_text()


WRONG = {
    "31/02/2026;Namur;Suite;Atelier Huy": "pas une date",
    "23/11/2026;Namur;Suite;Atelier Huy": "un jour passé",
    "12/11/1999;Namur;Suite;Atelier Huy": "un jour passé",
    "12/11/2026;;Suite;Atelier Huy": "case est vide",
    "12/11/2026;Namur;Suite": "case est vide",
    "12/11/2026;Namur;Suite;=HYPERLINK(1)": "ne s’appelle ici",
    "12/11/2026;Namur;Suite;0123.456.789": "un chiffre doit être faux",
    f"12/11/2026;Namur;{'x' * 161};Atelier Huy": "160",
}


def refused(response):
    """Line and reason of each row refused."""
    assert response.status_code == 422
    assert meetings() == []
    cells = [row.select("td") for row in parse(response).select("tbody tr")]
    return [(line.get_text(), why.get_text()) for line, why in cells]


def test_one_row_is_wrong_and_nothing_is_imported(bring):
    """Each wrong row is named with its line; the first right ones stand on the lines 2 to 5."""
    rows = refused(bring(*RIGHT, *WRONG))
    assert [line for line, _ in rows] == [str(line) for line in range(6, 6 + len(WRONG))]
    for (_, why), reason in zip(rows, WRONG.values(), strict=True):
        assert reason in why


def test_nobody_meets_alone(bring):
    ((line, why),) = refused(bring(*RIGHT, "12/11/2026;Namur;Suite;Atelier Huy"))
    assert (line, "on ne se rencontre pas seule" in why) == ("6", True)


def test_headings_that_are_not_those(bring):
    for headings in ("Date;Lieu;Structure", f"{HEADINGS};date", "a;b;c;d"):
        response = bring(*RIGHT, headings=headings)
        assert response.status_code == 422
        assert "date, lieu, intitulé, structure" in parse(response).select_one("#file-error").get_text()


def test_the_model_can_be_filled_in(bring, client):
    model = client.get("/reseau/rencontres/modele.csv").get_data().decode("utf-8-sig")
    filled = model.replace("son nom", "Atelier Namur").splitlines()
    assert bring(*filled[1:], headings=filled[0]).status_code == 303
    assert len(meetings()) == 1
