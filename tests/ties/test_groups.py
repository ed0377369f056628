"""The page of groups and first steps, for the coordination alone."""

from __future__ import annotations

import pytest

from network.ties.groups import read_groups
from network.ties.models import EvidenceKind
from tests.factories.organisations import OrganisationFactory
from tests.helpers.queries import recorded_queries


@pytest.fixture
def parts(circle):
    """Namur and Andenne know each other, Huy and Wanze too; they never met. Ciney knows nobody."""
    circle.wanze, circle.ciney = (
        OrganisationFactory(name=name, at=place, federations=[circle.federation])
        for name, place in (("Atelier Wanze", "4520 Wanze"), ("Atelier Ciney", "5590 Ciney"))
    )
    circle.together(circle.namur, circle.andenne)
    circle.together(circle.huy, circle.wanze)
    return circle


def read(circle, within_km=30):
    return read_groups(circle.actor("coordinator"), federation_id=circle.federation.id, within_km=within_km)


def members(group):
    return {member.name.removeprefix("Atelier ") for member in group.members}


def test_groups_that_never_met(parts):
    page = read(parts)
    assert [members(group) for group in page.groups] == [{"Namur", "Andenne"}, {"Huy", "Wanze"}]
    assert [group.strangers for group in page.groups] == [[1], [0]]
    assert page.groups[0].areas == ["namur"]
    assert [(one.name, nearest.name) for one, nearest in page.alone] == [("Atelier Ciney", "Atelier Andenne")]


def test_groups_joined_by_one(parts):
    for kind in (EvidenceKind.SHARED_POST, EvidenceKind.SUBCONTRACT):
        parts.together(parts.namur, parts.andenne, kind)
        parts.together(parts.huy, parts.wanze, kind)
    parts.together(parts.andenne, parts.huy, EvidenceKind.MEETING)
    first, second = read(parts).groups
    assert first.strangers == second.strangers == []
    assert [one.id for one in first.joined[0].bridges] == [parts.andenne.id]
    assert [one.id for one in first.joined[0].hangs_by] == [parts.andenne.id, parts.huy.id]


def test_first_steps(parts):
    """Wanze, the nearest to Andenne: their meeting opens themselves, Andenne with Huy and Namur with Wanze."""
    steps = read(parts).steps
    assert {steps.meetings[0].first.id, steps.meetings[0].second.id} == {parts.andenne.id, parts.wanze.id}
    assert steps.meetings[0].opens == 3
    assert steps.opens <= steps.at_most <= steps.near - steps.open_already


def test_audits_and_loans_make_no_group(parts):
    before = read(parts)
    parts.together(parts.andenne, parts.huy, EvidenceKind.LOAN)
    assert read(parts) == before


def test_a_constant_number_of_queries(parts):
    def count():
        with recorded_queries() as queries:
            read(parts)
        return len(queries)

    before = count()
    for days in range(5):
        newcomer = OrganisationFactory(federations=[parts.federation])
        parts.together(newcomer, parts.huy, days=days)
    assert count() == before


class TestPage:
    def see(self, client, circle, query="", role="coordinator"):
        client.log_in(circle.people[role])
        return client.page(f"/reseau/groupes{query}")

    def test_a_meeting_is_proposed_from_there(self, client, parts):
        page = self.see(client, parts)
        asked = f"/reseau/rencontres/nouvelle/{parts.federation.id}?avec={parts.andenne.id}&avec={parts.wanze.id}"
        assert page.find("a", href=asked)
        assert "N’a jamais rencontré 1 groupe" in page.get_text()
        assert len(page.select("main .btn-primary")) == 1

    def test_nobody_knows_anybody(self, client, circle):
        page = self.see(client, circle)
        assert "3 ne connaissent encore personne" in page.get_text()

    def test_what_cannot_be_read_is_passed_over(self, client, parts):
        for query in ("?federation=0", f"?federation={parts.other_federation.id}", "?km=-4&federation=x"):
            assert self.see(client, parts, query).select_one(f"a[href*='nouvelle/{parts.federation.id}']")

    def test_too_large_to_weigh_every_meeting(self, client, parts, monkeypatch):
        monkeypatch.setattr("network.proximity.first_steps.MOST_NODES", 2)
        assert "trop grande" in self.see(client, parts).get_text()
