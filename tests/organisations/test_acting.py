"""For whom somebody acts."""

from __future__ import annotations

import pytest
from flask import g, session

from network.actors import Role
from network.organisations.acting import actor_of
from tests.factories.accounts import UserFactory
from tests.factories.organisations import FederationFactory, MandateFactory, OrganisationFactory
from tests.helpers.queries import recorded_queries


@pytest.fixture
def visit(app, database):
    """What is known of somebody when they open a page: the actor, the organisation acted for, the mandates."""

    def known(user, **kept):
        with app.test_request_context("/structures/"):
            session.update({"_user_id": user.get_id() if user else None, "_fresh": True} | kept)
            app.preprocess_request()
            return g.get("actor"), g.get("acting_for"), g.get("mandates")

    return known


def test_the_first_organisation_without_a_choice(visit):
    user = UserFactory()
    first, second = OrganisationFactory(manager=user), FederationFactory(coordinator=user)
    actor, acting_for, mandates = visit(user)
    assert actor.roles == {first.id: Role.MANAGER, second.id: Role.COORDINATOR}
    assert (actor.user_id, actor.name, actor.organisation_id) == (user.id, user.name, first.id)
    assert (acting_for.id, acting_for.name, acting_for.is_federation) == (first.id, first.name, False)
    assert [mandate.organisation_name for mandate in mandates] == [first.name, second.name]


def test_the_organisation_chosen(visit):
    user = UserFactory()
    OrganisationFactory(manager=user)
    chosen = FederationFactory(coordinator=user)
    actor, acting_for, _mandates = visit(user, organisation_id=chosen.id)
    assert actor.organisation_id == chosen.id
    assert acting_for.is_federation


def test_an_organisation_of_others_cannot_be_chosen(visit):
    user = UserFactory()
    own = OrganisationFactory(manager=user)
    actor, acting_for, _mandates = visit(user, organisation_id=OrganisationFactory().id)
    assert actor.organisation_id == acting_for.id == own.id


def test_somebody_without_mandate(visit):
    actor, acting_for, mandates = visit(UserFactory(is_administrator=True))
    assert actor.is_administrator
    assert (actor.organisation_id, acting_for, mandates) == (None, None, [])


def test_nobody_is_logged_in(visit):
    assert visit(None) == (None, None, None)


def test_two_queries_at_most(client):
    user = UserFactory()
    for _number in range(5):
        MandateFactory(user=user)
    client.log_in(user)
    with recorded_queries() as queries:
        client.get("/lieux/localites")
    assert len([query for query in queries if "notifications" not in query]) == 2


def test_actor_of(database):
    user = UserFactory()
    own = OrganisationFactory(manager=user)
    assert actor_of(user).organisation_id == own.id
    assert actor_of(user, organisation_id=own.id).engages(own.id)
