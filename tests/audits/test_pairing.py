"""Pairs are found, proposed and answered; who may not be paired, and what may be said of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from network import clock
from network.audits import pairing as services
from network.audits.board import board_of, counted_exclusions
from network.audits.matching import (
    Exclusion,
    Field,
    exchange_value,
    field_of,
    ordered,
    pairing_problem,
)
from network.audits.models import CampaignState, Consent, PairingState
from network.audits.queries import PAIR_PURPOSE
from network.audits.ticks import lapse, remind
from network.consortia.models import ConsortiumState, PartnerState
from network.database import db
from network.errors import ConflictError, NotAllowedError
from network.notifications.models import Notification
from network.ties.models import Afterthought, Again, EvidenceKind
from tests.factories.audits import CampaignFactory, Story, audit_story, found_cycles
from tests.factories.calls import CallFactory, ProjectFactory
from tests.factories.consortia import ConsortiumFactory, PartnerFactory
from tests.factories.runs import RunFactory
from tests.factories.ties import EvidenceFactory


@pytest.fixture
def tale(database):
    return audit_story(houses=5, state=CampaignState.PAIRING)


def field(tale):
    db.session.flush()
    db.session.refresh(tale.campaign)
    return field_of(tale.campaign, tale.lead)


def why(tale, one, other):
    pair = ordered(tale.houses[one].id, tale.houses[other].id)
    return list(field(tale).exclusions.get(pair, []))


def find(tale):
    """What a search found, written down as its run would."""
    kept = [pairing for pairing in tale.campaign.standing_pairings if pairing.is_kept]
    services.keep_found(tale.campaign, found_cycles(pairing_problem(field(tale), kept)))
    return tale.campaign.standing_pairings


def sizes(pairings):
    return sorted(len(pairing.visits) for pairing in pairings)


@pytest.mark.usefixtures("english")
class TestExclusions:
    def test_too_far(self, tale):
        tale.campaign.max_km = 3
        assert why(tale, 0, 4) == [Exclusion.TOO_FAR]

    def test_met_in_the_last_rounds(self, tale):
        past = Story(tale.federation, tale.coordinator, _past(tale, 100), tale.houses)
        past.pairing(PairingState.CONFIRMED)
        assert why(tale, 0, 1) == [Exclusion.MET]
        tale.campaign.rounds = 0
        assert why(tale, 0, 1) == []

    def test_met_long_ago_counts_no_more(self, tale):
        past = Story(tale.federation, tale.coordinator, _past(tale, 900), tale.houses)
        past.pairing(PairingState.CONFIRMED)
        for days in (300, 600):
            _past(tale, days)
        assert why(tale, 0, 1) == []

    def test_a_groupement_under_way(self, tale):
        project = ProjectFactory(call=CallFactory(federation=tale.federation))
        consortium = ConsortiumFactory(project=project, state=ConsortiumState.CONFIRMED)
        for house in tale.houses[:2]:
            PartnerFactory(consortium=consortium, organisation=house, state=PartnerState.ACCEPTED)
        assert why(tale, 0, 1) == [Exclusion.UNDER_WAY]
        tale.campaign.keeps_apart_partners = False
        assert why(tale, 0, 1) == []

    def test_a_wish_of_one_counts_for_both_and_is_not_told(self, tale):
        tale.campaign.enrolments[0].avoids = [tale.houses[1].id]
        assert why(tale, 0, 1) == why(tale, 1, 0) == [Exclusion.WISH]
        assert counted_exclusions(tale.houses[1].id, field(tale)) == []

    def test_declined_before(self, tale):
        tale.pairing(PairingState.DECLINED)
        assert why(tale, 0, 1) == [Exclusion.REFUSED]

    def test_two_of_whom_one_would_not_again_are_not_paired_and_no_reason_is_told(self, client, tale):
        one, other = (tale.houses[number].id for number in (0, 1))
        about = {"kind": EvidenceKind.AUDIT, "subject": "visits 1", "answer": Again.NO, "said_at": clock.now()}
        db.session.add(Afterthought(organisation_id=other, other_id=one, **about))
        assert why(tale, 0, 1) == []
        problem = pairing_problem(field(tale), [])
        assert not [row for row in problem["exchanges"] if {str(one), str(other)} == set(row[:2])]
        run = RunFactory(purpose=PAIR_PURPOSE, subject_type="campaigns", subject_id=tale.campaign.id, problem=problem)
        db.session.commit()
        client.log_in(tale.coordinator)
        taken_away = client.post(f"/recherches/{run.id}/probleme.json").json
        db.session.query(Afterthought).delete()
        assert taken_away == pairing_problem(field(tale), []), "nobody finds them by what is missing"

    def test_told_by_counts_without_names(self, tale):
        tale.campaign.max_km = 1
        told = counted_exclusions(tale.houses[0].id, field(tale))
        assert told == ["3 are too far"]


@pytest.mark.usefixtures("english")
class TestByHand:
    def make(self, client, tale, one, other):
        client.log_in(tale.coordinator)
        db.session.commit()
        ids = {"one": tale.houses[one].id, "other": tale.houses[other].id}
        return client.post(f"/audits/campagnes/{tale.campaign.id}/binomes", data=ids)

    def test_two_are_put_together_and_a_search_keeps_them(self, client, tale):
        assert self.make(client, tale, 0, 4).status_code == 303
        assert self.make(client, tale, 0, 4).status_code == 422  # a second click: neither is without a pair
        assert sizes(find(tale)) == [2, 3]
        kept = [pairing for pairing in tale.campaign.standing_pairings if pairing.is_locked]
        assert [sorted(pairing.organisation_ids) for pairing in kept] == [sorted(tale.houses[i].id for i in (0, 4))]

    def test_the_rules_hold_and_say_so(self, client, tale):
        tale.pairing(PairingState.DECLINED)
        response = self.make(client, tale, 0, 1)
        assert response.status_code == 422
        assert "proposed before, without success" in response.get_data(as_text=True)
        assert tale.campaign.standing_pairings == []

    def test_not_with_itself(self, client, tale):
        response = self.make(client, tale, 0, 0)
        assert response.status_code == 422
        assert "Choose two different structures." in response.get_data(as_text=True)

    def test_once_done_it_is_not_done_twice(self, tale):
        ids = [house.id for house in tale.houses[:2]]
        made = services.make_pair(tale.campaign, ids, actor=tale.lead)
        assert services.make_pair(tale.campaign, ids[::-1], actor=tale.lead) is made
        assert {row.why for row in board_of(tale.campaign, tale.lead).alone} == {""}
        with pytest.raises(ConflictError):
            services.make_pair(tale.campaign, [tale.houses[0].id, tale.houses[2].id], actor=tale.lead)


class TestValues:
    def test_near_and_new_is_worth_most(self, tale):
        here = field(tale)
        near, far = (ordered(tale.houses[0].id, tale.houses[number].id) for number in (3, 4))
        assert 0 <= exchange_value(here, far) < exchange_value(here, near) <= 1000

    def test_only_what_the_coordination_may_see_counts(self, tale):
        pair = ordered(tale.houses[0].id, tale.houses[1].id)
        before = exchange_value(field(tale), pair)
        EvidenceFactory(between=tale.houses[:2], kind=EvidenceKind.LOAN)
        assert exchange_value(field(tale), pair) == before
        EvidenceFactory(between=tale.houses[:2], kind=EvidenceKind.WORKING_GROUP)
        assert exchange_value(field(tale), pair) < before


class TestSearch:
    def test_five_are_a_pair_and_a_trio(self, tale):
        assert sizes(find(tale)) == [2, 3]

    def test_thirteen_are_five_pairs_and_a_trio(self, database):
        tale = audit_story(houses=13, state=CampaignState.PAIRING)
        assert sizes(find(tale)) == [2] * 5 + [3]

    def test_a_locked_pair_stays(self, tale):
        locked = tale.pairing(PairingState.FOUND, houses=(0, 4))
        services.lock_pairing(locked, actor=tale.lead, locked=True)
        assert locked in find(tale)

    def test_what_was_taken_apart_is_not_found_again(self, tale):
        first = next(pairing for pairing in find(tale) if len(pairing.visits) == 2)
        pairs = first.pairs
        services.undo_pairing(first, actor=tale.lead)
        assert all(set(pairs).isdisjoint(pairing.pairs) for pairing in find(tale))

    def test_a_search_whose_campaign_went_on_changes_nothing(self, tale):
        proposed = tale.pairing()
        services.keep_found(tale.campaign, [[house.id for house in tale.houses[:3]]])
        assert tale.campaign.standing_pairings == [proposed]

    def test_asked_as_a_run(self, client, tale):
        client.log_in(tale.coordinator)
        response = client.post(f"/audits/campagnes/{tale.campaign.id}/binomes/recherche")
        assert response.status_code == 303
        assert "/recherches/" in response.location

    def test_not_before_the_enrolments_are_closed(self, tale):
        tale.campaign.state = CampaignState.ENROLLING
        db.session.commit()
        with pytest.raises(ConflictError):
            services.search_pairs(tale.campaign, actor=tale.lead)


class TestAnswers:
    @pytest.fixture
    def proposed(self, tale):
        return tale.pairing()

    def received(self, pairing, tale, number):
        """The visit that a house receives, which also holds its answer to the pairing."""
        return next(visit for visit in pairing.visits if visit.audited is tale.houses[number])

    def test_proposing_tells_both_once(self, tale):
        tale.pairing(PairingState.FOUND)
        for _ in range(2):
            services.propose_pairs(tale.campaign, actor=tale.lead, reply_by=clock.today() + timedelta(days=9))
        told = db.session.query(Notification).filter_by(kind="pairing.proposed").all()
        assert sorted(notice.user_id for notice in told) == sorted(user.id for user in tale.managers[:2])

    def test_the_last_yes_confirms_and_prepares_the_sheets(self, tale, proposed):
        for number in (0, 1, 1):
            services.accept_pairing(self.received(proposed, tale, number), actor=tale.manager(number))
        assert proposed.state is PairingState.CONFIRMED
        assert [len(visit.sheets) for visit in proposed.visits] == [4, 4]

    def test_a_no_takes_it_apart_and_tells_without_saying_who(self, tale, proposed):
        visit = self.received(proposed, tale, 0)
        services.decline_pairing(visit, actor=tale.manager(0), reason="partner", remark="")
        assert proposed.state is PairingState.DECLINED
        other = db.session.query(Notification).filter_by(user_id=tale.managers[1].id).one()
        assert other.kind == "pairing.undone"
        assert tale.campaign.enrolment_of(tale.houses[0].id)

    def test_a_no_to_the_campaign_ends_the_enrolment(self, tale, proposed):
        visit = self.received(proposed, tale, 0)
        services.decline_pairing(visit, actor=tale.manager(0), reason="withdraw", remark="")
        assert tale.campaign.enrolment_of(tale.houses[0].id) is None

    def test_only_its_manager_answers(self, tale, proposed):
        for actor in (tale.lead, tale.manager(1), tale.manager(2)):
            with pytest.raises(NotAllowedError):
                services.accept_pairing(self.received(proposed, tale, 0), actor=actor)

    def test_after_a_no_there_is_no_yes(self, tale, proposed):
        services.decline_pairing(self.received(proposed, tale, 0), actor=tale.manager(0), reason="dates", remark="")
        with pytest.raises(ConflictError):
            services.accept_pairing(self.received(proposed, tale, 1), actor=tale.manager(1))

    def test_the_silent_are_reminded_once_then_it_lapses(self, tale, proposed):
        services.accept_pairing(self.received(proposed, tale, 0), actor=tale.manager(0))
        proposed.reply_by = clock.today() + timedelta(days=2)
        db.session.commit()
        for _ in range(2):
            remind(clock.now())
        reminded = db.session.query(Notification).filter_by(kind="pairing.silent").all()
        assert [notice.user_id for notice in reminded] == [tale.managers[1].id]
        lapse(clock.now() + timedelta(days=4))
        assert proposed.state is PairingState.LAPSED
        assert self.received(proposed, tale, 0).consent is Consent.YES


def test_the_board_says_why(tale, english):
    find(tale)
    db.session.commit()
    board = board_of(tale.campaign, tale.lead)
    assert not board.alone
    assert all("as the crow flies" in reason for row in board.pairs for reason in row.reasons)


def test_the_board_says_why_somebody_is_alone(tale):
    tale.campaign.max_km = 1
    find(tale)
    db.session.commit()
    board = board_of(tale.campaign, tale.lead)
    assert {row.organisation.name for row in board.alone} == {"Maison 1", "Maison 2", "Maison 4"}
    assert len(board.exclusions) == 5


def _past(tale, days):
    with clock.frozen(clock.now() - timedelta(days=days)):
        return CampaignFactory(federation=tale.federation, grid=tale.campaign.grid, state=CampaignState.CLOSED)


@pytest.mark.parametrize(("strength", "value"), [(0, 900), (25, 775)])
def test_values_worked_by_hand(strength, value):
    """The example of docs/models/from-enrolments-to-pairs.md."""
    pair = (1, 2)
    here = Field(organisations=[], max_km=60, metres={pair: 12_000}, strengths={pair: strength}, exclusions={})
    assert exchange_value(here, pair) == value
