"""The mandates of a person: exported, and ended when nobody is left without a manager."""

from __future__ import annotations

import pytest
from flask_babel import force_locale

from network.accounts.personal_data import erase_person
from network.activity.queries import list_events
from network.actors import Actor, Role
from network.database import db
from network.errors import ConflictError
from network.organisations.models import Claim, ColleagueInvitation, Mandate
from network.organisations.personal_data import export_claims, export_invitations, export_mandates
from tests.factories.accounts import UserFactory
from tests.factories.organisations import (
    ClaimFactory,
    ColleagueInvitationFactory,
    FederationFactory,
    MandateFactory,
    OrganisationFactory,
)


def erase(user):
    erase_person(user, actor=Actor(user_id=user.id, name=user.name))


def mandates_of(user):
    return db.session.query(Mandate).filter_by(user_id=user.id).count()


def test_export__for_whom_one_acts(database, noon):
    user = UserFactory()
    MandateFactory(user=user, organisation=OrganisationFactory(name="L’Ardoise"), role=Role.MANAGER, since=noon)
    assert export_mandates(user) == [{"organisation": "L’Ardoise", "role": Role.MANAGER, "since": noon}]


def test_erasure__ends_the_mandates(database):
    leaving, staying = UserFactory(name="Anne"), UserFactory()
    organisation = OrganisationFactory()
    for user in (leaving, staying):
        MandateFactory(user=user, organisation=organisation, role=Role.MANAGER)
    MandateFactory(user=leaving, organisation=OrganisationFactory(), role=Role.MEMBER)
    erase(leaving)
    assert (mandates_of(leaving), mandates_of(staying)) == (0, 1)
    with force_locale("en"):
        assert [(event.who, event.verb) for event in list_events(organisation)] == [
            ("an erased person", "mandate.ended")
        ]


@pytest.mark.parametrize(
    ("factory", "role"), [(OrganisationFactory, Role.MANAGER), (FederationFactory, Role.COORDINATOR)]
)
def test_erasure__not_of_the_only_one_who_engages(database, factory, role):
    user, colleague = UserFactory(), UserFactory()
    organisation = factory(name="Les Quatre Saules")
    MandateFactory(user=user, organisation=organisation, role=role)
    MandateFactory(user=colleague, organisation=organisation, role=Role.MEMBER)
    with pytest.raises(ConflictError) as caught:
        erase(user)
    assert "Les Quatre Saules" in caught.value.message
    erase(colleague)
    assert mandates_of(user) == 1


def test_export_and_erasure__what_was_asked_and_invited(database):
    user, other = UserFactory(email="zoe@example.org"), UserFactory()
    claim = ClaimFactory(user=user, organisation=OrganisationFactory(name="L’Ardoise"))
    invited = ColleagueInvitationFactory(organisation=claim.organisation, email=user.email, invited_by=other)
    ColleagueInvitationFactory(invited_by=user)
    kept = ColleagueInvitationFactory(invited_by=other)
    assert [entry["organisation"] for entry in export_claims(user)] == ["L’Ardoise"]
    assert [entry["sent_at"] for entry in export_invitations(user)] == [invited.sent_at]
    erase(user)
    assert db.session.query(Claim).count() == 0
    assert db.session.query(ColleagueInvitation).all() == [kept]
