"""Depositing, judging, deciding."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask_babel import force_locale

from network.actors import Role
from network.calls.models import Call, CallState
from network.calls.projects import detach_project
from network.consortia.answers import withdraw_partner
from network.consortia.board import board_of
from network.consortia.cascade import choose
from network.consortia.models import ConsortiumState
from network.database import db
from network.dossiers.criteria import judged_criteria, total_points
from network.dossiers.matching import choose_under_envelope
from network.dossiers.models import Decision, DossierState
from network.dossiers.queries import list_dossiers, list_to_decide
from network.dossiers.services import decide_call, deposit_dossier, judge_dossier, propose, take_back_dossier
from network.dossiers.words import margins, needs, summary
from network.errors import ConflictError, NotAllowedError, StaleError
from network.notifications.models import Notification
from network.web.formats import money
from tests.factories.accounts import UserFactory
from tests.factories.calls import JurorFactory
from tests.factories.consortia import story
from tests.factories.dossiers import ScoreFactory, deposited
from tests.factories.followups import confirmed
from tests.factories.organisations import MandateFactory

pytestmark = pytest.mark.usefixtures("database", "noon")
SAID = {"asks": 80_000, "expected_jobs": 3, "text": "Réparer des vélos."}


@pytest.fixture
def tale(database):
    return story(members=3, envelope=150_000)


@pytest.fixture
def coordinator(tale):
    return tale.actor(tale.coordinator)


@pytest.fixture
def closed(tale):
    """The call, closed, with three dossiers of which the envelope funds two."""
    call = tale.project.call
    call.state = CallState.CLOSED
    for title, asks, points in (("Vélos", 90_000, 9), ("Compost", 80_000, 8), ("Bois", 60_000, 5)):
        ScoreFactory(dossier=deposited(call, title, tale.members[:2], asks=asks), points=points)
    return call


def dossiers_of(call):
    return {dossier.project.title: dossier for dossier in list_dossiers(call)}


class TestDepositing:
    def test_by_the_coordination_or_the_single_contact_once_confirmed(self, tale, coordinator):
        consortium = tale.invited()
        with pytest.raises(NotAllowedError):
            deposit_dossier(consortium, actor=coordinator, version=0, **SAID)
        db.session.delete(consortium)
        consortium = confirmed(tale)
        with pytest.raises(NotAllowedError):
            deposit_dossier(consortium, actor=tale.actor(tale.managers[1]), version=0, **SAID)
        lead = tale.actor(tale.managers[0])
        dossier = deposit_dossier(consortium, actor=lead, version=0, **SAID)
        assert deposit_dossier(consortium, actor=lead, version=0, **SAID) is dossier
        told = {row.user_id for row in Notification.query.filter_by(kind="dossier.deposited")}
        assert told == {tale.managers[1].id, tale.coordinator.id}

    def test_corrected_on_the_version_that_was_read_and_until_it_is_judged(self, tale, coordinator):
        consortium = confirmed(tale)
        dossier = deposit_dossier(consortium, actor=coordinator, version=0, **SAID)
        deposit_dossier(consortium, actor=coordinator, version=1, **SAID | {"asks": 70_000})
        with pytest.raises(StaleError):
            deposit_dossier(consortium, actor=coordinator, version=1, **SAID | {"asks": 60_000})
        ScoreFactory(dossier=dossier)
        with pytest.raises(ConflictError):
            deposit_dossier(consortium, actor=coordinator, version=2, **SAID | {"asks": 60_000})
        assert dossier.asks == 70_000


class TestJudging:
    def test_points_replace_the_first_ones_and_count_on_average(self, tale, closed):
        dossier = dossiers_of(closed)["Vélos"]
        juror = JurorFactory(call=closed)
        for points in (2, 4):
            judge_dossier(dossier, actor=tale.actor(juror.user), points={"whole": points}, words={"whole": "Bien"})
        assert sorted(score.points for score in dossier.scores) == [4, 9]
        assert total_points(dossier) == 650

    def test_who_has_a_mandate_in_a_partner_stands_aside(self, tale, closed):
        juror = JurorFactory(call=closed)
        MandateFactory(user=juror.user, organisation=tale.members[1])
        with pytest.raises(NotAllowedError):
            judge_dossier(dossiers_of(closed)["Vélos"], actor=tale.actor(juror.user), points={"whole": 9}, words={})

    @pytest.mark.parametrize("state", [CallState.PUBLISHED, CallState.DECIDED])
    def test_only_once_closed_and_until_decided(self, tale, closed, state):
        juror = JurorFactory(call=closed)
        closed.state = state
        db.session.flush()
        with pytest.raises(NotAllowedError):
            judge_dossier(dossiers_of(closed)["Vélos"], actor=tale.actor(juror.user), points={"whole": 9}, words={})

    def test_criteria_are_those_of_the_call(self, tale):
        tale.project.call.judged = {"fte": 4, "by": "2027-12-31", "innovation": True, "other": ["Le climat"]}
        assert list(judged_criteria(tale.project.call)) == ["fte", "innovation", "other0"]


class TestDeciding:
    def test_the_most_points_for_the_money_and_what_it_would_take(self, closed):
        dossiers = dossiers_of(closed)
        choice = choose_under_envelope(closed, list(dossiers.values()))
        assert choice.funded == {dossiers["Vélos"].id, dossiers["Bois"].id}
        with force_locale("en"):
            assert "no other choice under the envelope has more points" in summary(choice)
            last, more = margins(choice, dossiers.values())
            missing = f"would need 1 point more, or an envelope of {money(230_000)}"
            assert needs(choice) == {dossiers["Compost"].id: missing}
            assert "Compost" in last
            assert f"less than {money(150_000)}," in last
            assert money(20_000) in more

    def test_all_are_told_once(self, tale, closed, coordinator):
        dossiers = dossiers_of(closed)
        other = UserFactory()
        MandateFactory(user=other, organisation=tale.members[2])
        chosen = {dossiers["Vélos"].id, dossiers["Bois"].id}
        decision = decide_call(closed, actor=coordinator, funded=chosen, reason="")
        assert decide_call(closed, actor=coordinator, funded=chosen, reason="") is decision
        assert closed.state is CallState.DECIDED
        assert {title: dossier.state for title, dossier in dossiers.items()} == {
            "Vélos": DossierState.FUNDED,
            "Bois": DossierState.FUNDED,
            "Compost": DossierState.REFUSED,
        }
        told = [row.kind for row in Notification.query.filter_by(user_id=tale.managers[0].id).order_by("id")]
        assert sorted(told) == ["dossier.funded", "dossier.funded", "dossier.refused"]
        assert [row.kind for row in Notification.query.filter_by(user_id=other.id)] == ["call.decided"]
        assert decision.problem["envelope"] == 150_000
        assert decision.proposal["status"] == "optimal"
        with pytest.raises(ConflictError):
            decide_call(closed, actor=coordinator, funded=set(), reason="Autrement.")

    def test_people_may_choose_otherwise_with_a_reason_and_within_the_money(self, tale, closed, coordinator):
        ids = {title: dossier.id for title, dossier in dossiers_of(closed).items()}
        for funded, reason in (({ids["Compost"]}, ""), ({ids["Vélos"], ids["Compost"]}, "Les deux meilleurs.")):
            with pytest.raises(ConflictError):
                decide_call(closed, actor=coordinator, funded=funded, reason=reason)
        decide_call(closed, actor=coordinator, funded={ids["Compost"]}, reason="Le seul en Ardenne.")
        assert Decision.query.one().reason == "Le seul en Ardenne."

    def test_not_for_a_groupement_that_lost_a_partner_nor_while_it_is_open(self, closed, coordinator):
        dossier = dossiers_of(closed)["Vélos"]
        dossier.consortium.state = ConsortiumState.INVITING
        with pytest.raises(ConflictError):
            decide_call(closed, actor=coordinator, funded={dossier.id}, reason="Quand même.")
        closed.state = CallState.PUBLISHED
        with pytest.raises(ConflictError):
            decide_call(closed, actor=coordinator, funded=set(), reason="Déjà.")

    def test_what_moves_on_meanwhile_is_neither_deposited_nor_judged(self, tale, closed, coordinator):
        """The call is read again once it is held: a dossier is for an open call, points are for a closed one."""
        consortium, dossier, juror = confirmed(tale), dossiers_of(closed)["Vélos"], JurorFactory(call=closed)
        lead, judge = tale.actor(tale.managers[0]), tale.actor(juror.user)
        for before, act in (
            (CallState.PUBLISHED, lambda: deposit_dossier(consortium, actor=lead, version=0, **SAID)),
            (CallState.CLOSED, lambda: judge_dossier(dossier, actor=judge, points={"whole": 9}, words={})),
        ):
            closed.state = before
            db.session.flush()
            elsewhere = sa.update(Call).where(Call.id == closed.id).values(state=CallState.DECIDED)
            db.session.execute(elsewhere, execution_options={"synchronize_session": False})
            with pytest.raises(ConflictError):
                act()

    def test_not_for_a_project_that_was_taken_out_of_the_call(self, tale, closed, coordinator):
        """Its dossier is judged no more, proposed no more and chosen no more."""
        dossier, juror = dossiers_of(closed)["Vélos"], JurorFactory(call=closed)
        dossier.project.call = None
        db.session.commit()
        assert not propose(closed, list_dossiers(closed)).funded & {dossier.id}
        with pytest.raises(NotAllowedError):
            judge_dossier(dossier, actor=tale.actor(juror.user), points={"whole": 9}, words={})
        with pytest.raises(ConflictError):
            decide_call(closed, actor=coordinator, funded={dossier.id}, reason="Quand même.")
        dossier.scores.clear()
        db.session.flush()
        assert list_to_decide(coordinator) == {closed: 2}

    def test_who_has_a_mandate_in_a_partner_lets_another_decide(self, tale, closed, coordinator):
        """Who is named; where nobody is left, what to do is said, on the dashboard still."""
        MandateFactory(user=tale.coordinator, organisation=tale.members[1])
        bound = tale.actor(tale.coordinator)
        with force_locale("en"), pytest.raises(NotAllowedError, match="nobody else coordinates"):
            decide_call(closed, actor=bound, funded=set(), reason="Rien.")
        assert list_to_decide(bound) == {closed: 3}
        other = MandateFactory(user=UserFactory(name="Ada"), organisation=tale.federation, role=Role.COORDINATOR).user
        with force_locale("en"), pytest.raises(NotAllowedError, match="Ada decides"):
            decide_call(closed, actor=bound, funded=set(), reason="Rien.")
        assert list_to_decide(bound) == {}
        assert list_to_decide(tale.actor(other)) == {closed: 3}
        assert decide_call(closed, actor=tale.actor(other), funded=set(), reason="Rien.")


class TestTakingBack:
    def test_once_by_those_who_deposit_and_told_then_it_leaves_its_call_or_is_handed_in_again(self, tale, coordinator):
        consortium = confirmed(tale)
        lead = tale.actor(tale.managers[0])
        dossier = deposit_dossier(consortium, actor=coordinator, version=0, **SAID)
        with pytest.raises(ConflictError):
            detach_project(tale.project, actor=coordinator)
        with pytest.raises(NotAllowedError):
            take_back_dossier(dossier, actor=tale.actor(tale.managers[1]))
        for _twice in range(2):
            take_back_dossier(dossier, actor=lead)
        told = [row.user_id for row in Notification.query.filter_by(kind="dossier.taken_back")]
        assert sorted(told) == sorted([tale.managers[1].id, tale.coordinator.id])
        assert deposit_dossier(consortium, actor=lead, version=dossier.version, **SAID) is dossier
        assert dossier.awaits_decision
        take_back_dossier(dossier, actor=lead)
        detach_project(tale.project, actor=coordinator)
        assert not tale.project.call

    def test_not_once_decided_and_what_is_funded_stays(self, tale, closed, coordinator):
        """What was taken back is neither chosen nor told; a refused one may go."""
        dossiers = dossiers_of(closed)
        take_back_dossier(dossiers["Bois"], actor=coordinator)
        decide_call(closed, actor=coordinator, funded={dossiers["Vélos"].id}, reason="")
        assert dossiers["Bois"].is_taken_back
        with pytest.raises(ConflictError):
            take_back_dossier(dossiers["Vélos"], actor=coordinator)
        with pytest.raises(ConflictError):
            detach_project(dossiers["Vélos"].project, actor=coordinator)
        detach_project(dossiers["Compost"].project, actor=coordinator)
        assert not dossiers["Compost"].project.call


def test_who_withdraws_after_the_confirmation_is_replaced_before_the_dossier_can_be_chosen(tale, coordinator):
    """The table offers whom to ask, with the smallest change; the dossier waits."""
    tale.project.call.criteria = {"min_partners": 2, "requires": {"trucks": 2}}
    consortium = confirmed(tale)
    dossier = deposit_dossier(consortium, actor=coordinator, version=0, **SAID)
    withdraw_partner(consortium.partners[1], actor=tale.actor(tale.managers[1]), remark="")
    db.session.flush()
    replacement = board_of(consortium, coordinator).replacement
    assert [row.organisation for row in replacement.ranked] == [tale.members[2]]
    assert not dossier.is_complete
    choose(consortium, tale.members[2].id)
    assert board_of(consortium, coordinator).holds
