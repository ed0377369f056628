"""Declaring, correcting and ending an offer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from network import clock
from network.activity.queries import list_events
from network.actors import Actor, Role
from network.database import Period, db
from network.errors import NotAllowedError, StaleError
from network.resources.models import Audience, Capability, Offer
from network.resources.services import change_offer, declare_offer, end_offer
from tests.factories.organisations import OrganisationFactory
from tests.factories.resources import OfferFactory

pytestmark = pytest.mark.usefixtures("database")


def manager_of(organisation_id):
    return Actor(roles={organisation_id: Role.MANAGER})


def declare(organisation, actor):
    return declare_offer(
        organisation,
        actor=actor,
        capability=Capability.STORAGE_M2,
        quantity=800,
        period=Period(clock.today(), None),
        audience=Audience.COORDINATION,
    )


def test_declare():
    organisation = OrganisationFactory()
    offer = declare(organisation, manager_of(organisation.id))
    assert (offer.quantity, offer.from_day, offer.until_day) == (800, clock.today(), None)
    event = list_events(offer)[0]
    assert (event.verb, event.after["quantity"]) == ("offer.declared", 800)


def test_declare__the_same_twice_is_one_offer():
    organisation = OrganisationFactory()
    first, second = (declare(organisation, manager_of(organisation.id)) for _time in range(2))
    assert first is second
    assert len(list_events(first)) == 1


@pytest.mark.parametrize("role", [Role.MEMBER, None])
def test_not_by_others(role):
    offer = OfferFactory()
    actor = Actor(roles={offer.organisation_id: role} if role else {offer.organisation_id + 1: Role.MANAGER})
    with pytest.raises(NotAllowedError):
        declare(offer.organisation, actor)
    with pytest.raises(NotAllowedError):
        change_offer(offer, actor=actor, version=1, quantity=1, period=offer.period, audience=offer.audience)
    with pytest.raises(NotAllowedError):
        end_offer(offer, actor=actor)


def test_change__and_the_second_of_two_people_is_told():
    offer = OfferFactory(quantity=2)
    actor = manager_of(offer.organisation_id)
    change_offer(offer, actor=actor, version=1, quantity=3, period=offer.period, audience=Audience.NETWORK)
    assert (offer.quantity, offer.audience, offer.version) == (3, Audience.NETWORK, 2)
    assert list_events(offer)[0].before == {"quantity": 2, "audience": "coordination"}
    with pytest.raises(StaleError):
        change_offer(offer, actor=actor, version=1, quantity=4, period=offer.period, audience=offer.audience)


def test_change__the_same_sent_twice_is_one_change():
    offer = OfferFactory(quantity=2)
    actor = manager_of(offer.organisation_id)
    for _time in range(2):
        change_offer(offer, actor=actor, version=1, quantity=3, period=offer.period, audience=offer.audience)
    assert (offer.version, len(list_events(offer))) == (2, 1)


def test_change__nothing_is_nothing_logged():
    offer = OfferFactory()
    change_offer(
        offer,
        actor=manager_of(offer.organisation_id),
        version=1,
        quantity=offer.quantity,
        period=offer.period,
        audience=offer.audience,
    )
    assert (offer.version, list_events(offer)) == (1, [])


def test_end__yesterday_was_its_last_day_and_ending_it_again_changes_nothing():
    offer = OfferFactory()
    for _time in range(2):
        end_offer(offer, actor=manager_of(offer.organisation_id))
    assert offer.until_day == clock.today() - timedelta(days=1)
    assert offer.is_over(clock.today())
    assert [event.verb for event in list_events(offer)] == ["offer.ended"]


@pytest.mark.parametrize("days", [0, 10])
def test_end__what_had_not_begun_is_withdrawn(days):
    offer = OfferFactory(from_day=clock.today() + timedelta(days=days))
    end_offer(offer, actor=manager_of(offer.organisation_id))
    assert db.session.get(Offer, offer.id) is None
