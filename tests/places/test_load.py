"""The table of localities."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from network.database import db
from network.places.areas import AREAS, area_label, covers_area
from network.places.load import load_localities, read_localities
from network.places.models import Locality
from network.places.nearness import learn_localities
from tests.factories.places import place

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def what_is_known_after(app):
    """What other tests know of the localities is not what a table undone said."""
    yield
    with app.app_context():
        learn_localities()
        db.session.remove()


def test_every_row_of_the_table_is_there_once():
    rows = list(read_localities())
    assert len({(row["postal_code"], row["name"]) for row in rows}) == len(rows) == 2781
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Locality)) == len(rows)


def test_every_area_is_known_and_brussels_is_one():
    areas = {row["area"] for row in read_localities()}
    assert areas == set(AREAS)
    assert place("1030 Schaerbeek").area == "bruxelles"


def test_coordinates_are_in_belgium():
    assert all(49.4 < row["lat"] < 51.6 and 2.5 < row["lon"] < 6.5 for row in read_localities())


def test_a_second_load_changes_nothing():
    assert load_localities() == 0


def test_an_updated_table_updates_rows_in_place():
    locality = place("5000 Namur")
    kept_id = locality.id
    locality.name, locality.commune, locality.lat = "Nâmur", "Old Namur", 0.0
    db.session.commit()
    assert load_localities() == 1
    db.session.expire_all()
    again = place("5000 Namur")
    assert (again.id, again.commune, round(again.lat, 1)) == (kept_id, "Namur", 50.5)


def test_a_locality_that_left_the_table_stays():
    gone = Locality(
        postal_code="9999", name="Gone", commune="Gone", nis="99999", arrondissement="Gone", area="liege",
        lat=50.0, lon=5.0, x=0.6, y=0.1, z=0.8, search_text="9999 gone / gone",
    )  # fmt: skip
    db.session.add(gone)
    db.session.commit()
    assert load_localities() == 0
    assert place("9999 Gone").id == gone.id


def test_what_is_said_of_an_area(app):
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert area_label("luxembourg") == "Luxembourg"
        assert covers_area("luxembourg") == "covers the province of Luxembourg"
        assert covers_area("bruxelles") == "covers Brussels"
