"""Reading offers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from network import clock
from network.actors import ANONYMOUS, Actor, Role
from network.database import Period
from network.errors import NotFoundError
from network.resources.models import Audience
from network.resources.queries import get_offer, list_offers, list_visible_offers, visible_offers
from tests.factories.organisations import FederationFactory, OrganisationFactory
from tests.factories.resources import OfferFactory
from tests.helpers.queries import recorded_queries

pytestmark = pytest.mark.usefixtures("database")

FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)


def test_get_offer():
    offer = OfferFactory()
    assert get_offer(offer.id) is offer
    with pytest.raises(NotFoundError):
        get_offer(2**31 - 1)


@pytest.mark.parametrize(
    ("period", "counted"),
    [
        (Period(FIRST, LAST), True),
        (Period(FIRST - timedelta(days=1), None), True),
        (Period(FIRST, None), True),
        (Period(FIRST + timedelta(days=1), None), False),
        (Period(FIRST, LAST - timedelta(days=1)), False),
    ],
)
def test_list_offers__those_that_stand_during_the_whole_period(period, counted):
    offer = OfferFactory(from_day=period.from_day, until_day=period.until_day, audience=Audience.CALCULATION)
    assert list_offers([offer.organisation_id]) == [offer]
    assert list_offers([offer.organisation_id], period=Period(FIRST, LAST)) == ([offer] if counted else [])


def test_list_offers__of_these_organisations_only():
    offer = OfferFactory()
    OfferFactory()
    assert list_offers([offer.organisation_id]) == [offer]
    assert list_offers([]) == []


def test_visible_offers__those_that_are_over_are_not_shown():
    yesterday = clock.today() - timedelta(days=1)
    offer = OfferFactory(until_day=clock.today())
    OfferFactory(organisation=offer.organisation, until_day=yesterday)
    own = Actor(user_id=1, roles={offer.organisation_id: Role.MEMBER})
    assert visible_offers(offer.organisation, own) == [offer]
    assert visible_offers(offer.organisation, ANONYMOUS) == []


def test_two_queries_whatever_the_number():
    federation = FederationFactory()
    organisations = [OrganisationFactory(federations=[federation]) for _number in range(6)]
    for organisation in organisations:
        OfferFactory(organisation=organisation)
    coordinator = Actor(user_id=1, roles={federation.id: Role.COORDINATOR})
    ids = [organisation.id for organisation in organisations]
    with recorded_queries() as queries:
        assert len(list_visible_offers(ids, coordinator)) == 6
    assert len(queries) == 2
