"""Strengths from rows, what each reader sees of them, and who is near."""

from __future__ import annotations

from datetime import timedelta

import pytest

from network.distance import metres
from network.organisations.models import MembershipState
from network.ties.models import EvidenceKind
from network.ties.queries import (
    evidence_between,
    find_nearest_fellow,
    list_near,
    list_unconfirmed,
    strengths_among,
    ties_of,
    visible_strengths,
)
from tests.factories.organisations import FederationFactory, MembershipFactory, OrganisationFactory
from tests.helpers.queries import recorded_queries
from tests.ties.conftest import TODAY

EVERYONE = {
    "manager": {"visit", "audit", "loan"},
    "member": {"visit", "audit", "loan"},
    "other side": {"visit", "audit", "loan"},
    "other side's member": {"visit", "audit", "loan"},
    "coordinator": {"visit"},
    "third": set(),
    "dinant": set(),
    "federation member": set(),
    "other coordinator": set(),
    "administrator": set(),
}


def ids(*organisations):
    return [organisation.id for organisation in organisations]


class TestStrengths:
    def test_everything_confirmed_counts(self, circle):
        """Two visits, one of them a half-life ago: 1 - 0.75 x 0.875 = 0.34375; an audit: 0.5."""
        circle.together(circle.namur, circle.andenne)
        circle.together(circle.namur, circle.andenne, days=730)
        circle.together(circle.huy, circle.andenne, EvidenceKind.AUDIT)
        assert strengths_among(ids(circle.namur, circle.andenne, circle.huy), TODAY) == {
            (circle.namur.id, circle.andenne.id): 34,
            (circle.andenne.id, circle.huy.id): 50,
        }

    def test_not_what_one_side_says_alone(self, circle):
        circle.together(circle.namur, circle.andenne, unconfirmed_by=circle.andenne)
        assert strengths_among(ids(circle.namur, circle.andenne), TODAY) == {}

    def test_only_among_those_asked_for(self, circle):
        circle.together(circle.namur, circle.andenne)
        assert strengths_among(ids(circle.namur, circle.huy), TODAY) == {}
        assert strengths_among([], TODAY) == {}

    def test_of_another_day(self, circle):
        circle.together(circle.namur, circle.andenne)
        pair = (circle.namur.id, circle.andenne.id)
        assert strengths_among(pair, TODAY - timedelta(days=1)) == {}
        assert strengths_among(pair, TODAY + timedelta(days=730)) == {pair: 12}

    def test_one_query_however_many(self, circle):
        for days in range(20):
            circle.together(circle.namur, circle.andenne, days=days)
        members = ids(circle.namur, circle.andenne, circle.huy)
        with recorded_queries() as queries:
            strengths_among(members, TODAY)
        assert len(queries) == 1


class TestWhoSeesWhat:
    """Namur and Andenne visited each other, did an audit and lent money."""

    @pytest.fixture(autouse=True)
    def _evidence(self, circle):
        for kind in (EvidenceKind.VISIT, EvidenceKind.AUDIT, EvidenceKind.LOAN):
            circle.together(circle.namur, circle.andenne, kind)

    @pytest.mark.parametrize(("role", "kinds"), EVERYONE.items())
    def test_evidence(self, circle, role, kinds):
        found = evidence_between(circle.andenne.id, circle.namur.id, circle.actor(role))
        assert {piece.kind.value for piece in found} == kinds

    @pytest.mark.parametrize(("role", "kinds"), EVERYONE.items())
    def test_ties(self, circle, role, kinds):
        ties = ties_of(circle.namur, circle.actor(role))
        assert {piece.kind.value for tie in ties for piece in tie.evidence} == kinds
        assert [tie.name for tie in ties] == (["Atelier Andenne"] if kinds else [])

    @pytest.mark.parametrize(("role", "kinds"), EVERYONE.items())
    def test_strengths_say_no_more_than_the_evidence_seen(self, circle, role, kinds):
        """A visit alone: 25; with an audit and a loan: 1 - 0.75 x 0.5 x 0.4 = 0.85."""
        found = visible_strengths(ids(circle.namur, circle.andenne, circle.huy), circle.actor(role), TODAY)
        expected = {0: {}, 1: {(circle.namur.id, circle.andenne.id): 25}, 3: {(circle.namur.id, circle.andenne.id): 85}}
        assert found == expected[len(kinds)]

    def test_a_federation_that_has_not_confirmed_sees_nothing(self, circle):
        federation = FederationFactory(coordinator=circle.people["other coordinator"])
        MembershipFactory(organisation=circle.namur, federation=federation, state=MembershipState.ASKED)
        assert ties_of(circle.namur, circle.actor("other coordinator")) == []

    def test_ties_across_federations_are_seen_by_both_coordinations(self, circle):
        circle.together(circle.namur, circle.dinant)
        for role in ("coordinator", "other coordinator"):
            assert len(evidence_between(circle.namur.id, circle.dinant.id, circle.actor(role))) == 1

    def test_what_is_not_confirmed_is_seen_by_the_two(self, circle):
        circle.together(circle.huy, circle.namur, unconfirmed_by=circle.huy)
        for role, count in (("manager", 1), ("third", 1), ("coordinator", 0), ("dinant", 0)):
            assert len(evidence_between(circle.huy.id, circle.namur.id, circle.actor(role))) == count


def test_ties_of__the_best_known_first_and_the_newest_first(circle):
    circle.together(circle.namur, circle.andenne, days=400)
    circle.together(circle.namur, circle.huy, days=30)
    circle.together(circle.namur, circle.huy, days=3)
    circle.together(circle.namur, circle.dinant, unconfirmed_by=circle.dinant)
    ties = ties_of(circle.namur, circle.actor("manager"))
    assert [tie.id for tie in ties] == ids(circle.huy, circle.andenne)
    assert [piece.happened_on for piece in ties[0].evidence] == [TODAY - timedelta(days=3), TODAY - timedelta(days=30)]


def test_ties_of__two_queries_however_many(circle):
    for number in range(8):
        circle.together(circle.namur, OrganisationFactory(federations=[circle.federation]), days=number)
    actor, here = circle.actor("coordinator"), circle.namur
    assert here.id
    with recorded_queries() as queries:
        ties = ties_of(here, actor)
    assert len(ties) == 8
    assert len(queries) == 2


def test_list_unconfirmed(circle):
    circle.together(circle.namur, circle.huy)
    asked = circle.together(circle.namur, circle.andenne, unconfirmed_by=circle.andenne)
    assert list_unconfirmed(ids(circle.andenne, circle.huy)) == [asked]


class TestNear:
    def test_the_nearest_first_to_the_metre(self, circle):
        near = list_near(circle.namur, within_km=30)
        assert [entry.id for entry in near] == ids(circle.andenne, circle.dinant, circle.huy)
        assert [entry.metres for entry in near] == [
            metres(circle.namur.locality, other.locality) for other in (circle.andenne, circle.dinant, circle.huy)
        ]

    def test_no_further_than_the_reach(self, circle):
        """Huy is at 26.6 km."""
        assert circle.huy.id not in [entry.id for entry in list_near(circle.namur, within_km=26)]
        assert circle.huy.id in [entry.id for entry in list_near(circle.namur, within_km=27)]

    def test_as_many_as_asked_for(self, circle):
        assert [entry.id for entry in list_near(circle.namur, limit=1)] == ids(circle.andenne)

    def test_federations_are_no_neighbours(self, circle):
        assert circle.federation.id not in [entry.id for entry in list_near(circle.namur)]

    def test_one_query(self, circle):
        here = circle.namur
        assert here.locality.lat
        with recorded_queries() as queries:
            assert [entry.place for entry in list_near(here)]
        assert len(queries) == 1


class TestNearestFellow:
    def test_however_far(self, circle):
        arlon = OrganisationFactory(at="6700 Arlon", federations=[circle.federation])
        fellow = find_nearest_fellow(arlon)
        assert fellow.id == circle.huy.id
        assert fellow.metres == metres(arlon.locality, circle.huy.locality) > 90_000

    def test_of_its_own_federations_alone(self, circle):
        assert find_nearest_fellow(circle.dinant) is None
        assert find_nearest_fellow(OrganisationFactory()) is None
