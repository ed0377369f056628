"""Reading organisations."""

from __future__ import annotations

import pytest

from network.actors import Role
from network.clock import now
from network.database import db
from network.errors import NotFoundError
from network.organisations import queries
from network.organisations.models import MembershipState, OrganisationKind
from tests.factories.accounts import UserFactory
from tests.factories.organisations import FederationFactory, MandateFactory, MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.usefixtures("database")


def found(**filters):
    return [organisation.name for organisation in db.session.scalars(queries.search_organisations(**filters))]


def test_get_organisation():
    organisation = OrganisationFactory()
    assert queries.get_organisation(organisation.id) is organisation
    with pytest.raises(NotFoundError):
        queries.get_organisation(2**31 - 1)


def test_list_people__by_role_and_without_erased_persons():
    organisation = OrganisationFactory()
    manager = MandateFactory(organisation=organisation, user__name="A").user
    member = MandateFactory(organisation=organisation, user__name="B", role=Role.MEMBER).user
    MandateFactory(organisation=organisation, user=UserFactory(erased_at=now()))
    MandateFactory()
    assert queries.list_people(organisation.id) == [manager, member]
    assert queries.list_people(organisation.id, roles=[Role.MANAGER]) == [manager]


@pytest.mark.parametrize("state", [MembershipState.ASKED, MembershipState.OFFERED, MembershipState.LEFT])
def test_only_a_confirmed_membership_counts(state):
    federation = FederationFactory()
    member = OrganisationFactory(federations=[federation])
    other = MembershipFactory(federation=federation, state=state).organisation
    assert queries.list_members(federation.id) == [member]
    assert queries.count_members(federation.id) == 1
    assert queries.is_member_of(member.id, federation.id)
    assert not queries.is_member_of(other.id, federation.id)
    assert queries.list_federations(member.id) == [federation]
    assert queries.list_federations(other.id) == []


def test_list_organisations_by_id():
    second, first = OrganisationFactory(name="B"), OrganisationFactory(name="A")
    assert queries.list_organisations_by_id([second.id, first.id, 2**31 - 1]) == [first, second]


def test_search__without_accents_or_case_in_name_and_place():
    OrganisationFactory(name="L'Établi de la Dendre", at="7800 Ath")
    OrganisationFactory(name="Cœur de Condroz", at="5590 Ciney")
    assert found(words="etabli") == found(words="L’ÉTABLI dendre") == found(words="ath") == ["L'Établi de la Dendre"]
    assert found(words="coeur") == found(words="5590") == ["Cœur de Condroz"]
    assert found(words="100%") == found(words="_") == []


def test_search__by_enterprise_number():
    known, _other = OrganisationFactory(), OrganisationFactory()
    number = known.bce
    assert found(words=f"BE {number[:4]}.{number[4:7]}.{number[7:]}") == found(words=number) == [known.name]
    assert found(words=number[:9]) == []


def test_search__filters():
    federation = FederationFactory(name="F")
    OrganisationFactory(name="A", at="7800 Ath", federations=[federation])
    OrganisationFactory(name="B", kind=OrganisationKind.MAISON_MEDICALE, at="7800 Ath")
    assert found(kind=OrganisationKind.ETA) == ["A"]
    assert found(area="hainaut") == ["A", "B"]
    assert found(area="hainaut", kind=OrganisationKind.MAISON_MEDICALE) == ["B"]
    assert found(federation_id=federation.id) == ["A"]
    assert found(area="limbourg") == []


def test_list_all_federations():
    federation = FederationFactory()
    OrganisationFactory()
    assert queries.list_all_federations() == [(federation.id, federation.name)]
