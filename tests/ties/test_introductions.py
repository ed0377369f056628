"""Being introduced: the chain that a reader may see, ties that two show to all, and guarantors of a team."""

from __future__ import annotations

from dataclasses import replace

import pytest

from network.actors import Actor, Role
from network.errors import NotAllowedError
from network.ties.introductions import read_introductions, suggest_guarantors
from network.ties.models import EvidenceKind
from network.ties.neighbourhood import read_neighbourhood
from network.ties.queries import evidence_between, shows_ties
from network.ties.services import show_ties
from tests.helpers.queries import recorded_queries


@pytest.fixture
def chain(circle):
    """Namur visited Andenne, Andenne visited Huy, Huy visited Dinant; Namur and Dinant never met."""
    for pair in ((circle.namur, circle.andenne), (circle.andenne, circle.huy), (circle.huy, circle.dinant)):
        circle.together(*pair, title="Visite du dépôt")
    circle.together(circle.andenne, circle.dinant, EvidenceKind.LOAN)
    return circle


def show(*organisations):
    """They let others see their ties, as their managers chose."""
    for organisation in organisations:
        show_ties(organisation, actor=_manager(organisation), shown=True)


def _manager(organisation):
    return Actor(roles={organisation.id: Role.MANAGER})


def names(chains):
    return [[step.second.name.removeprefix("Atelier ") for step in chain] for chain in chains]


class TestWhoSeesTheChain:
    """The loan of Andenne to Dinant, the shorter way, is nobody's to see but theirs."""

    def test_as_long_as_nobody_shows_its_ties(self, chain):
        way = [["Andenne", "Huy", "Dinant"]]
        for role in ("coordinator", "manager", "third", "other coordinator", "administrator"):
            found = read_introductions(chain.namur, chain.dinant, chain.actor(role)).chains
            assert names(found) == (way if role == "coordinator" else []), role

    def test_where_both_of_each_step_show_theirs(self, chain):
        show(chain.namur, chain.andenne, chain.huy, chain.dinant)
        for role in ("manager", "member", "administrator", "other coordinator"):
            found = read_introductions(chain.namur, chain.dinant, chain.actor(role)).chains
            assert names(found) == [["Andenne", "Huy", "Dinant"]], role

    def test_where_one_of_a_step_does_not(self, chain):
        show(chain.namur, chain.andenne, chain.dinant)
        assert read_introductions(chain.namur, chain.dinant, chain.actor("manager")).chains == []

    def test_its_steps_carry_what_may_be_seen(self, chain):
        chain.together(chain.andenne, chain.huy, EvidenceKind.AUDIT)
        found = read_introductions(chain.namur, chain.dinant, chain.actor("coordinator")).chains[0][1]
        assert [(piece.kind, found.strength) for piece in found.evidence] == [(EvidenceKind.VISIT, 25)]


def test_what_two_did_already(chain):
    found = read_introductions(chain.namur, chain.andenne, chain.actor("manager"))
    assert [piece.title for piece in found.direct.evidence] == ["Visite du dépôt"]
    assert found.chains == []


def test_a_faded_tie_introduces_nobody(circle):
    circle.together(circle.namur, circle.andenne, days=12 * 365)
    circle.together(circle.andenne, circle.huy)
    assert read_introductions(circle.namur, circle.huy, circle.actor("coordinator")).chains == []


def test_three_queries(chain):
    actor = chain.actor("coordinator")
    assert chain.namur.name and chain.dinant.name
    with recorded_queries() as queries:
        read_introductions(chain.namur, chain.dinant, actor)
    assert len(queries) == 3


class TestShowing:
    def test_it_is_seen_by_all_once_both_do(self, chain):
        dinant = chain.actor("dinant")
        show(chain.namur)
        assert evidence_between(chain.namur.id, chain.andenne.id, dinant) == []
        show(chain.andenne)
        assert len(evidence_between(chain.namur.id, chain.andenne.id, dinant)) == 1

    def test_not_audits_and_loans_nor_what_one_alone_says(self, chain):
        show(chain.namur, chain.andenne)
        for kind in (EvidenceKind.AUDIT, EvidenceKind.LOAN):
            chain.together(chain.namur, chain.andenne, kind)
        chain.together(chain.namur, chain.andenne, EvidenceKind.MEETING, unconfirmed_by=chain.andenne)
        assert {piece.kind for piece in evidence_between(chain.namur.id, chain.andenne.id, chain.actor("dinant"))} == {
            EvidenceKind.VISIT
        }

    def test_no_more(self, chain):
        show(chain.namur, chain.andenne)
        for _click in range(2):
            show_ties(chain.namur, actor=chain.actor("manager"), shown=False)
        assert not shows_ties(chain.namur.id)
        assert evidence_between(chain.namur.id, chain.andenne.id, chain.actor("dinant")) == []

    def test_is_for_those_who_engage_it(self, circle):
        for role in ["member", "other side", "coordinator", "administrator"]:
            with pytest.raises(NotAllowedError):
                show_ties(circle.namur, actor=circle.actor(role), shown=True)


class TestGuarantors:
    def test_known_by_all_of_a_team_and_not_of_it(self, chain):
        chain.together(chain.huy, chain.andenne, EvidenceKind.SUBCONTRACT)
        (found,) = suggest_guarantors([chain.namur.id, chain.huy.id], chain.actor("coordinator"))
        assert (found.organisation, found.knows_well, found.knows_a_little) == (
            chain.andenne, [chain.huy], [chain.namur],
        )  # fmt: skip

    def test_as_far_as_the_reader_may_see(self, chain):
        assert suggest_guarantors([chain.namur.id, chain.huy.id], chain.actor("dinant")) == []


class TestPage:
    def see(self, client, circle, role, query=""):
        client.log_in(circle.people[role])
        return client.page(f"/reseau/presentations/{circle.dinant.id}{query}")

    def test_the_coordination_chooses_whom(self, client, chain):
        assert self.see(client, chain, "coordinator").find(string="Choisissez la structure membre à présenter.")
        page = self.see(client, chain, "coordinator", f"?pour={chain.namur.id}")
        marks = [" ".join(mark.get_text().split()) for mark in page.select(".events li > div > p:first-child")]
        assert [mark.split()[1] for mark in marks] == ["Namur", "Andenne", "Huy", "Dinant"]
        assert "22 novembre 2026 · Visite – Visite du dépôt" in page.get_text(" ")

    def test_a_structure_looks_for_itself(self, client, chain):
        page = self.see(client, chain, "manager")
        assert not page.select("#origin")
        assert page.find("a", href=f"/reseau/declarer/{chain.dinant.id}")

    def test_what_cannot_be_read_is_passed_over(self, client, chain):
        for query in ("?pour=x", f"?pour={chain.dinant.id}", "?pour=99999"):
            assert self.see(client, chain, "manager", query).select(".empty-state")

    def test_showing_and_hiding(self, client, circle):
        client.log_in(circle.people["manager"])
        sheet = f"/structures/{circle.namur.id}"
        for shown in (True, False):
            form = client.page(sheet).select_one("form:has([name=shown])")
            said = {"shown": form.select_one("[name=shown]")["value"]}
            assert client.post(form["action"], data=said).location == sheet
            assert shows_ties(circle.namur.id) is shown


def test_the_sheet_of_whom_one_has_met_offers_no_introduction(chain):
    actor = replace(chain.actor("manager"), organisation_id=chain.namur.id)
    offered = {
        place.name: read_neighbourhood(place, actor).may_be_introduced for place in (chain.andenne, chain.dinant)
    }
    assert offered == {chain.andenne.name: False, chain.dinant.name: True}
