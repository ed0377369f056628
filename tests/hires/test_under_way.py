"""Who shares a post is known to whoever keeps partners apart, once it is proposed."""

from __future__ import annotations

from itertools import combinations

from network.ties.under_way import pairs_under_way
from tests.factories.hires import neighbours


def test_proposed_or_agreed_and_not_before(database):
    tale = neighbours()
    houses = sorted(demand.organisation_id for demand in tale.demands)
    tale.prepared()
    assert pairs_under_way(houses) == set()


def test_each_two_of_a_post(database):
    tale = neighbours()
    houses = sorted(demand.organisation_id for demand in tale.demands)
    tale.proposed()
    assert pairs_under_way(houses) == set(combinations(houses, 2))
    assert pairs_under_way(houses[:2]) == {(houses[0], houses[1])}
