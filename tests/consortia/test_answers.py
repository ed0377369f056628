"""What invited organisations answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from network import clock
from network.consortia import answers
from network.consortia.models import ConsortiumState, PartnerState
from network.database import db
from network.errors import ConflictError, NotAllowedError
from network.notifications.models import Notification
from network.ties.models import Evidence
from tests.factories.consortia import Story, story

pytestmark = pytest.mark.usefixtures("database", "noon")


@pytest.fixture
def tale() -> Story:
    return story(members=2)


def test_accept_invitation__the_last_yes_draws_up_the_charter_and_confirms_nothing(tale):
    consortium = tale.invited()
    first, second = consortium.team
    answers.accept_invitation(first, actor=tale.actor(tale.managers[0]))
    assert consortium.state is ConsortiumState.INVITING
    answers.accept_invitation(second, actor=tale.actor(tale.managers[1]))
    assert (consortium.state, consortium.confirmed_at) == (ConsortiumState.AGREED, None)
    assert Evidence.query.count() == 0
    assert consortium.charter.number == 1
    told = [notice.user_id for notice in Notification.query.filter_by(kind="charter.drafted")]
    assert sorted(told) == sorted([tale.managers[0].id, tale.coordinator.id])  # not the one whose yes was the last


def test_accept_invitation__twice_has_one_effect(tale):
    partner = tale.invited().team[0]
    for _again in range(2):
        answers.accept_invitation(partner, actor=tale.actor(tale.managers[0]))
    assert Notification.query.filter_by(kind="consortium.accepted").count() == 1


def test_accept_invitation__a_team_that_breaks_a_criterion_is_not_confirmed(tale):
    """Three partners are asked for and two were invited."""
    tale.project.call.criteria = {"min_partners": 3, "requires": {"trucks": 2}}
    consortium = tale.invited()
    for partner, manager in zip(consortium.team, tale.managers, strict=True):
        answers.accept_invitation(partner, actor=tale.actor(manager))
    assert consortium.state is ConsortiumState.INVITING
    assert Notification.query.filter_by(kind="consortium.short", user_id=tale.coordinator.id).count() == 1


def test_accept_invitation__is_for_its_own_manager(tale):
    partner = tale.invited().team[0]
    with pytest.raises(NotAllowedError):
        answers.accept_invitation(partner, actor=tale.actor(tale.managers[1]))


def test_accept_subject_to_board__then_yes(tale):
    partner = tale.invited().team[0]
    actor = tale.actor(tale.managers[0])
    answers.accept_subject_to_board(partner, actor=actor, board_on=clock.today())
    assert (partner.state, partner.board_on) == (PartnerState.RESERVED, clock.today())
    answers.accept_invitation(partner, actor=actor)
    assert partner.state is PartnerState.ACCEPTED


def test_offer_other_contribution__taken_by_the_coordination(tale):
    consortium = tale.invited()
    partner = consortium.team[0]
    answers.offer_other_contribution(
        partner, actor=tale.actor(tale.managers[0]), contribution={"trucks": 2}, remark="Mieux ainsi"
    )
    assert (partner.state, partner.contribution) == (PartnerState.OTHER_CONTRIBUTION, {"trucks": 1})
    with pytest.raises(NotAllowedError):
        answers.take_other_contribution(partner, actor=tale.actor(tale.managers[0]))
    answers.take_other_contribution(partner, actor=tale.actor(tale.coordinator))
    assert (partner.state, partner.contribution) == (PartnerState.ACCEPTED, {"trucks": 2})


def test_decline_invitation__leaves_team_and_lead(tale):
    consortium = tale.invited()
    partner = consortium.team[0]
    answers.decline_invitation(partner, actor=tale.actor(tale.managers[0]), reason="distance", remark="")
    assert partner not in consortium.team
    assert consortium.lead_id is None
    with pytest.raises(ConflictError):
        answers.accept_invitation(partner, actor=tale.actor(tale.managers[0]))


def test_decline_by_link__only_while_invited(tale):
    partner = tale.invited().team[0]
    answers.accept_invitation(partner, actor=tale.actor(tale.managers[0]))
    answers.decline_by_link(partner, reason="workload", remark="")
    assert partner.state is PartnerState.ACCEPTED


def test_withdraw_partner__opens_a_confirmed_groupement_again(tale):
    consortium = tale.confirmed()
    assert Evidence.query.count() == 1
    answers.withdraw_partner(consortium.team[1], actor=tale.actor(tale.managers[1]), remark="")
    assert (consortium.state, consortium.confirmed_at) == (ConsortiumState.INVITING, None)
    assert Evidence.query.count() == 0
    assert Notification.query.filter_by(kind="consortium.reopened", user_id=tale.managers[0].id).count() == 1


def test_accept_subject_to_board__another_day_is_not_passed_over(tale):
    partner, actor = tale.invited().team[0], tale.actor(tale.managers[0])
    for _again in range(2):
        answers.accept_subject_to_board(partner, actor=actor, board_on=clock.today())
    with pytest.raises(ConflictError):
        answers.accept_subject_to_board(partner, actor=actor, board_on=clock.today() + timedelta(days=7))
    assert partner.board_on == clock.today()


def test_offer_other_contribution__another_offer_is_not_passed_over(tale):
    partner, actor = tale.invited().team[0], tale.actor(tale.managers[0])
    for _again in range(2):
        answers.offer_other_contribution(partner, actor=actor, contribution={"trucks": 1}, remark="")
    with pytest.raises(ConflictError):
        answers.offer_other_contribution(partner, actor=actor, contribution={"trucks": 2}, remark="")
    assert partner.other_contribution == {"trucks": 1}


def test_take_other_contribution__not_in_a_groupement_given_up(tale):
    partner = given_up(tale, PartnerState.OTHER_CONTRIBUTION)
    with pytest.raises(ConflictError):
        answers.take_other_contribution(partner, actor=tale.actor(tale.coordinator))


def test_withdraw_partner__not_from_a_groupement_given_up(tale):
    partner = given_up(tale, PartnerState.ACCEPTED)
    with pytest.raises(ConflictError):
        answers.withdraw_partner(partner, actor=tale.actor(tale.managers[0]), remark="")
    assert Notification.query.count() == 0


def given_up(tale, state):
    """The first partner, in this state, of a groupement that the coordination has given up."""
    consortium = tale.invited()
    consortium.state, consortium.team[0].state = ConsortiumState.ABANDONED, state
    db.session.commit()
    return consortium.team[0]
