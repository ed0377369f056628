"""The directory from a place."""

from __future__ import annotations

from itertools import count

import pytest
import sqlalchemy as sa

from network.database import db
from network.directory.nearest import page_of_nearest, sort_by_nearness
from network.distance import metres, within
from network.organisations.models import Organisation, OrganisationKind
from network.organisations.queries import search_organisations
from tests.factories.organisations import OrganisationFactory, SiteFactory
from tests.factories.places import place

pytestmark = pytest.mark.usefixtures("database")

SPOTS = {  # by name the seat, then the other sites
    "A": ["5000 Namur"],
    "B": ["4000 Liège", "5000 Namur"],
    "C": ["5100 Jambes", "5000 Namur", "5000 Namur"],
    "D": ["5000 Namur", "7000 Mons"],
    "E": ["6700 Arlon", "5300 Andenne", "5100 Jambes"],
    "F": ["7800 Ath"],
    "G": ["5300 Andenne", "5000 Namur"],
    "H": ["6700 Arlon", "6600 Bastogne"],
}


@pytest.fixture
def spread(database):
    for name, (seat, *sites) in SPOTS.items():
        kind = OrganisationKind.MAISON_MEDICALE if name in "BG" else OrganisationKind.ETA
        organisation = OrganisationFactory(name=name, at=seat, kind=kind)
        for site in sites:
            SiteFactory(organisation=organisation, at=site)


def distance(here, organisation):
    return min(metres(here, spot.locality) for spot in [organisation, *organisation.sites])


def read_all(query, here, km, size):
    """What stands on each page, and the sites that are said to be the nearest."""
    sites: dict[int, int] = {}
    names: list[str] = []
    page = None
    for number in count(1):
        if page and not page.has_next:
            break
        page, site_ids = page_of_nearest(query, here, km, number, size)
        names += [row.name for row in page.items]
        sites |= site_ids
    return names, sites, page.total


@pytest.mark.usefixtures("spread")
@pytest.mark.parametrize("km", [None, 8, 40])
@pytest.mark.parametrize("kind", [None, OrganisationKind.ETA])
def test_each_once_by_its_nearest_site_then_by_name(km, kind):
    here, query = place("5000 Namur"), search_organisations(kind=kind)
    everyone = db.session.scalars(query).all()
    spots = {one: [one, *one.sites] for one in everyone}
    reached = [one for one in everyone if km is None or any(within(here, spot.locality, km) for spot in spots[one])]
    expected = sorted(reached, key=lambda one: (distance(here, one), one.name))
    for size in (1, 2, 3, 50):
        names, sites, total = read_all(query, here, km, size)
        assert names == [one.name for one in expected]
        assert total == len(expected)
    assert sort_by_nearness(reached, here) == expected
    moved = {one.id for one in reached if distance(here, one) < metres(here, one.locality)}
    assert sites.keys() == moved
    assert all(
        metres(here, site.locality) == distance(here, one)
        for one in reached
        for site in one.sites
        if sites.get(one.id) == site.id
    )
    assert set(db.session.scalars(search_organisations(kind=kind, place=here, km=km))) == set(reached)


@pytest.mark.usefixtures("spread")
def test_a_page_that_is_not_there_is_the_last():
    query, here = sa.select(Organisation), place("5000 Namur")
    page, _sites = page_of_nearest(query, here, None, 99, 3)
    assert (page.number, [row.name for row in page.items]) == (3, ["F", "H"])
    assert page_of_nearest(query.where(sa.false()), here, 30, 2)[0].items == []
