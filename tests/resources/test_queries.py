"""Reading offers and needs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask_babel import force_locale

from network import clock
from network.actors import ANONYMOUS, Actor, Role
from network.database import Period, db
from network.errors import NotFoundError
from network.resources.models import Audience, Capability, Frame, Need, Offer, Way
from network.resources.queries import (
    find_resource,
    list_offers,
    list_renewable,
    list_visible,
    needs_for,
    offers_for,
    search_resources,
    servable_needs,
)
from tests.factories.organisations import FederationFactory, OrganisationFactory
from tests.factories.places import place
from tests.factories.resources import NeedFactory, OfferFactory
from tests.helpers.queries import recorded_queries

pytestmark = pytest.mark.usefixtures("database")

FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)
READER = Actor(user_id=1)


def in_days(days):
    return clock.today() + timedelta(days=days)


def manager_of(*organisations):
    return Actor(user_id=1, roles={organisation.id: Role.MANAGER for organisation in organisations})


def search(**filters):
    return list(db.session.scalars(*search_resources(READER, **filters)))


def test_find_resource():
    offer = OfferFactory(audience=Audience.NETWORK)
    assert find_resource(Way.OFFER, offer.id, READER) is offer
    for way, resource_id in [(Way.NEED, offer.id), (Way.OFFER, 2**31 - 1)]:
        with pytest.raises(NotFoundError):
            find_resource(way, resource_id, READER)


@pytest.mark.parametrize("over", [{"ended_on": date(2026, 2, 1)}, {"until_day": date(2026, 2, 1)}])
def test_find_resource__one_that_is_over_is_for_its_own_people(over):
    offer = OfferFactory(audience=Audience.NETWORK, from_day=date(2025, 1, 1), **over)
    assert find_resource(Way.OFFER, offer.id, manager_of(offer.organisation)) is offer
    with pytest.raises(NotFoundError):
        find_resource(Way.OFFER, offer.id, READER)


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


def test_search__by_words_without_accents():
    """In what is said of it, its kind and the name of its organisation; nothing of what the reader may not see."""
    mill = OrganisationFactory(name="L’Œuvre du moulin")
    staff = {"capability": Capability.STAFF_HOURS, "details": "Comptabilité générale", "audience": Audience.NETWORK}
    accountant, truck = OfferFactory(**staff), OfferFactory(organisation=mill, audience=Audience.NETWORK)
    OfferFactory(**staff | {"audience": Audience.CALCULATION})
    with force_locale("fr"):
        for words, found in (
            ("COMPTABILITE", [accountant]),
            ("generale compta", [accountant]),
            ("oeuvre camion", [truck]),
            ("100%", []),
        ):
            assert search(way=Way.OFFER, words=words) == found, words


def test_list_offers__one_that_was_ended_does_not_count():
    offer = OfferFactory(from_day=FIRST, ended_on=clock.today())
    assert list_offers([offer.organisation_id]) == [offer]
    assert list_offers([offer.organisation_id], period=Period(FIRST, LAST)) == []


def test_list_offers__of_these_organisations_only():
    offer = OfferFactory()
    OfferFactory()
    assert list_offers([offer.organisation_id]) == [offer]
    assert list_offers([]) == []


def test_list_visible__those_that_are_over_are_not_shown():
    offer = OfferFactory(until_day=clock.today())
    OfferFactory(organisation=offer.organisation, until_day=in_days(-1))
    OfferFactory(organisation=offer.organisation, ended_on=clock.today())
    own = Actor(user_id=1, roles={offer.organisation_id: Role.MEMBER})
    assert list_visible(Offer, [offer.organisation_id], own) == [offer]
    assert list_visible(Need, [offer.organisation_id], own) == []
    assert list_visible(Offer, [offer.organisation_id], ANONYMOUS) == []


def test_list_visible__one_query_whatever_the_number():
    federation = FederationFactory()
    organisations = [OrganisationFactory(federations=[federation]) for _number in range(6)]
    for organisation in organisations:
        OfferFactory(organisation=organisation)
    coordinator = Actor(user_id=1, roles={federation.id: Role.COORDINATOR})
    ids = [organisation.id for organisation in organisations]
    with recorded_queries() as queries:
        assert len(list_visible(Offer, ids, coordinator)) == 6
    assert len(queries) == 1


@pytest.mark.parametrize(
    ("filters", "fits"),
    [
        ({}, True),
        ({"capability": Capability.TRUCKS}, True),
        ({"capability": Capability.VANS}, False),
        ({"on_day": in_days(40)}, True),
        ({"on_day": in_days(-31)}, False),
        ({"on_day": in_days(61)}, False),
        ({"audience": Audience.NETWORK}, True),
        ({"audience": Audience.FEDERATION}, False),
        ({"place": "4000 Liège"}, True),
        ({"place": "4000 Liège", "km": 50}, False),
        ({"place": "4000 Liège", "km": 60}, True),
        ({"place": "5000 Namur", "km": 1}, True),
        ({"km": 1}, True),
    ],
)
@pytest.mark.parametrize(("way", "factory"), [(Way.OFFER, OfferFactory), (Way.NEED, NeedFactory)])
def test_search(way, factory, filters, fits):
    """Two trucks in Namur, some 53 km from Liège, from a month ago, for two months more."""
    resource = factory(audience=Audience.NETWORK, until_day=in_days(60))
    if "place" in filters:
        filters = filters | {"place": place(filters["place"])}
    assert search(way=way, **filters) == ([resource] if fits else [])


def test_search__the_newest_first_or_the_nearest():
    far, near = (
        OfferFactory(audience=Audience.NETWORK, locality=place(name)) for name in ("4000 Liège", "5500 Dinant")
    )
    assert search(way=Way.OFFER) == [near, far]
    assert search(way=Way.OFFER, place=place("4020 Liège")) == [far, near]


def fitting(**terms):
    """A need for two trucks around Namur from in ten to in fifty days."""
    days = {"from_day": in_days(10), "until_day": in_days(50)}
    return NeedFactory(**days | {"within_km": 60, "audience": Audience.NETWORK} | terms)


@pytest.mark.parametrize(
    ("offered", "fits"),
    [
        ({}, True),
        ({"quantity": 1}, False),
        ({"quantity": 3}, True),
        ({"capability": Capability.VANS}, False),
        ({"from_day": in_days(10), "until_day": in_days(50)}, True),
        ({"from_day": in_days(11)}, False),
        ({"until_day": in_days(49)}, False),
        ({"ended_on": clock.today()}, False),
        ({"locality": "4000 Liège"}, True),
        ({"locality": "6700 Arlon"}, False),
    ],
)
def test_what_fits_what(offered, fits):
    if "locality" in offered:
        offered = offered | {"locality": place(offered["locality"])}
    need, offer = fitting(), OfferFactory(audience=Audience.NETWORK, **offered)
    found = [(need, offer)] if fits else []
    assert [(fit.need, fit.offer) for fit in offers_for(need, READER)] == found
    assert [(fit.need, fit.offer) for fit in needs_for(offer, READER)] == found
    assert [(fit.need, fit.offer) for fit in servable_needs(manager_of(offer.organisation))] == found


def test_what_fits__a_need_that_began_only_asks_for_the_days_to_come():
    need = fitting(from_day=in_days(-100))
    offer = OfferFactory(audience=Audience.NETWORK, from_day=clock.today())
    assert [fit.offer for fit in offers_for(need, READER)] == [offer]


def test_what_fits__a_need_without_end_asks_for_an_offer_without_end():
    need = fitting(until_day=None)
    OfferFactory(audience=Audience.NETWORK, until_day=in_days(4000))
    offer = OfferFactory(audience=Audience.NETWORK)
    assert [fit.offer for fit in offers_for(need, READER)] == [offer]


def test_what_fits__staff_time_in_the_form_that_is_looked_for():
    staff = {"capability": Capability.STAFF_HOURS, "audience": Audience.NETWORK}
    advice = OfferFactory(frame=Frame.ADVICE, **staff)
    OfferFactory(frame=Frame.EXCHANGE, **staff)
    assert [fit.offer for fit in offers_for(fitting(frame=Frame.ADVICE, **staff), READER)] == [advice]
    assert len(offers_for(fitting(frame=None, **staff), READER)) == 2


def test_what_fits__the_nearest_first_and_nothing_of_ones_own():
    need = fitting(within_km=None)
    far, near = (
        OfferFactory(audience=Audience.NETWORK, locality=place(name)) for name in ("6700 Arlon", "5500 Dinant")
    )
    OfferFactory(organisation=need.organisation)
    found = offers_for(need, manager_of(need.organisation))
    assert [fit.offer for fit in found] == [near, far]
    assert 20_000 < found[0].metres < 30_000


def test_servable__each_need_once_and_none_for_a_member_of_staff():
    need, offer = fitting(), OfferFactory()
    OfferFactory(organisation=offer.organisation, quantity=5)
    assert [fit.need for fit in servable_needs(manager_of(offer.organisation))] == [need]
    assert servable_needs(Actor(user_id=1, roles={offer.organisation_id: Role.MEMBER})) == []


@pytest.mark.parametrize(
    ("days", "renewable"), [(-61, False), (-60, True), (-1, True), (0, True), (30, True), (31, False)]
)
def test_renewable(days, renewable):
    need = NeedFactory(until_day=in_days(days), from_day=in_days(-90))
    OfferFactory(organisation=need.organisation, until_day=in_days(days), from_day=in_days(-90), ended_on=in_days(-1))
    OfferFactory(organisation=need.organisation)
    assert list_renewable(manager_of(need.organisation)) == ([need] if renewable else [])
    assert list_renewable(Actor(user_id=1, roles={need.organisation_id: Role.MEMBER})) == []
