"""Declaring, correcting, renewing and ending what is offered and what is needed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from network import clock
from network.activity.queries import list_events
from network.actors import Actor, Role
from network.database import Period
from network.errors import NotAllowedError, StaleError
from network.resources.models import Audience, Capability, Way
from network.resources.services import a_year_after, change, declare, end, renew, resume
from tests.factories.organisations import OrganisationFactory
from tests.factories.resources import NeedFactory, OfferFactory

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(params=[OfferFactory, NeedFactory])
def factory(request):
    return request.param


def in_days(days):
    return clock.today() + timedelta(days=days)


def manager_of(organisation_id):
    return Actor(roles={organisation_id: Role.MANAGER})


def terms_of(organisation, way):
    terms = {
        "quantity": 800,
        "details": "hall chauffé",
        "frame": None,
        "locality": organisation.locality,
        "period": Period(clock.today(), None),
        "audience": Audience.COORDINATION,
    }
    return terms | ({"within_km": 30} if way is Way.NEED else {"conditions": None})


def declared(organisation, actor, way=Way.OFFER):
    terms = terms_of(organisation, way)
    return declare(way, organisation, actor=actor, capability=Capability.STORAGE_M2, terms=terms)


def verbs(resource):
    return [event.verb for event in list_events(resource)]


@pytest.mark.parametrize("way", Way)
def test_declare(way):
    organisation = OrganisationFactory()
    resource = declared(organisation, manager_of(organisation.id), way)
    assert (resource.way, resource.quantity, resource.period) == (way, 800, Period(clock.today(), None))
    event = list_events(resource)[0]
    assert event.verb == f"{way.name.lower()}.declared"
    assert (event.after["quantity"], event.after["locality"]) == (800, "5000 Namur")


@pytest.mark.parametrize("way", Way)
def test_declare__the_same_twice_is_one_until_it_is_ended(way):
    organisation = OrganisationFactory()
    actor = manager_of(organisation.id)
    first, second = (declared(organisation, actor, way) for _time in range(2))
    assert first is second
    assert len(list_events(first)) == 1
    end(first, actor=actor)
    assert declared(organisation, actor, way) is not first


@pytest.mark.parametrize("role", [Role.MEMBER, None])
def test_not_by_others(factory, role):
    resource = factory(until_day=in_days(3))
    actor = Actor(roles={resource.organisation_id: role} if role else {resource.organisation_id + 1: Role.MANAGER})
    for act in (
        lambda: declared(resource.organisation, actor, resource.way),
        lambda: change(resource, actor=actor, version=1, terms=resource.terms),
        lambda: renew(resource, actor=actor),
        lambda: end(resource, actor=actor),
        lambda: resume(resource, actor=actor),
    ):
        with pytest.raises(NotAllowedError):
            act()


def test_change__and_the_second_of_two_people_is_told(factory):
    resource = factory(quantity=2)
    actor = manager_of(resource.organisation_id)
    change(resource, actor=actor, version=1, terms=resource.terms | {"quantity": 3, "audience": Audience.NETWORK})
    assert (resource.quantity, resource.audience, resource.version) == (3, Audience.NETWORK, 2)
    assert list_events(resource)[0].before == {"quantity": 2, "audience": "coordination"}
    with pytest.raises(StaleError):
        change(resource, actor=actor, version=1, terms=resource.terms | {"quantity": 4})


def test_change__the_same_sent_twice_is_one_change(factory):
    resource = factory(quantity=2)
    actor, terms = manager_of(resource.organisation_id), resource.terms | {"quantity": 3}
    for _time in range(2):
        change(resource, actor=actor, version=1, terms=terms)
    assert (resource.version, len(list_events(resource))) == (2, 1)


def test_end_and_resume__each_twice_is_once(factory):
    resource = factory()
    actor = manager_of(resource.organisation_id)
    for _time in range(2):
        end(resource, actor=actor)
    assert resource.is_over(clock.today())
    assert resource.until_day is None
    for _time in range(2):
        resume(resource, actor=actor)
    assert not resource.is_over(clock.today())
    assert verbs(resource) == [f"{resource.way.name.lower()}.{act}" for act in ("resumed", "ended")]


def test_resume__not_after_two_months(factory):
    resource = factory(ended_on=in_days(-61))
    resume(resource, actor=manager_of(resource.organisation_id))
    assert resource.ended_on


@pytest.mark.parametrize(("days", "base"), [(-60, 0), (-1, 0), (0, 0), (30, 30)])
def test_renew__a_year_longer_once(factory, days, base):
    resource = factory(from_day=in_days(-90), until_day=in_days(days))
    for _time in range(2):
        renew(resource, actor=manager_of(resource.organisation_id))
    assert resource.until_day == a_year_after(in_days(base))
    assert verbs(resource) == [f"{resource.way.name.lower()}.renewed"]


def test_renew__until_the_day_chosen(factory):
    resource = factory(until_day=in_days(-1))
    renew(resource, actor=manager_of(resource.organisation_id), until_day=in_days(90))
    assert resource.until_day == in_days(90)


@pytest.mark.parametrize("until", [None, 31, -61])
def test_renew__only_what_ends_soon_or_has_just_ended(factory, until):
    last = None if until is None else in_days(until)
    resource = factory(from_day=in_days(-90), until_day=last)
    renew(resource, actor=manager_of(resource.organisation_id))
    assert (resource.until_day, verbs(resource)) == (last, [])


def test_a_year_after():
    assert a_year_after(date(2026, 11, 22)) == date(2027, 11, 22)
    assert a_year_after(date(2028, 2, 29)) == date(2029, 2, 28)
