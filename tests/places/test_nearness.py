"""Which localities are near one."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from network.database import db
from network.distance import metres, within
from network.places.models import Locality
from network.places.nearness import list_nearest, ranked
from tests.factories.places import place

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize(("centre", "km"), [("5000 Namur", 30), ("6700 Arlon", 7), ("8400 Oostende", 300)])
def test_those_within_to_the_metre_ordered_by_distance(centre, km):
    here, near = place(centre), ranked(list_nearest(place(centre), km))
    found = db.session.scalars(sa.select(Locality).join(near, near.c.id == Locality.id).order_by(near.c.rank)).all()
    everywhere = db.session.scalars(sa.select(Locality)).all()
    assert set(found) == {locality for locality in everywhere if within(here, locality, km)}
    away = [metres(here, locality) for locality in found]
    assert away == sorted(away)
    assert found[0] is here


def test_all_of_them_without_a_distance():
    everywhere = list_nearest(place("5000 Namur"))
    assert len(everywhere) == len(set(everywhere)) == db.session.query(Locality).count()
