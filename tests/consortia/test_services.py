"""Composing and inviting."""

from __future__ import annotations

from datetime import timedelta

import pytest

from network import clock
from network.consortia import services
from network.consortia.matching import field_of
from network.consortia.models import ConsortiumState, PartnerState
from network.consortia.services import lapse_unanswered
from network.database import db
from network.errors import ConflictError, NotAllowedError, StaleError
from network.notifications.models import Notification, OutgoingMail
from tests.factories.calls import ProjectFactory
from tests.factories.consortia import ConsortiumFactory, Story, story

pytestmark = pytest.mark.usefixtures("database", "noon")


@pytest.fixture
def tale() -> Story:
    return story(members=3)


def compose(tale: Story, count: int = 2):
    """A groupement with the first members chosen, the first as lead."""
    actor = tale.actor(tale.coordinator)
    consortium = services.open_consortium(tale.project, actor=actor)
    for organisation in tale.members[:count]:
        services.add_partner(consortium, organisation.id, actor=actor, version=consortium.version)
    services.choose_lead(consortium, tale.members[0].id, actor=actor, version=consortium.version)
    return consortium


def invite(tale: Story, consortium) -> None:
    services.invite_partners(
        consortium,
        actor=tale.actor(tale.coordinator),
        version=consortium.version,
        message="Bonjour",
        reply_by=clock.today() + timedelta(days=7),
    )


def test_open_consortium__twice_gives_the_same_one(tale):
    actor = tale.actor(tale.coordinator)
    assert services.open_consortium(tale.project, actor=actor) is services.open_consortium(tale.project, actor=actor)


def test_open_consortium__is_for_the_coordination(tale):
    with pytest.raises(NotAllowedError):
        services.open_consortium(tale.project, actor=tale.actor(tale.managers[0]))


def test_add_partner__what_is_needed_is_shared(tale):
    """Two trucks are needed, each has two: each brings one."""
    consortium = compose(tale)
    assert [partner.contribution for partner in consortium.team] == [{"trucks": 1}, {"trucks": 1}]


def test_add_partner__a_third_takes_its_part(tale):
    consortium = compose(tale, count=3)
    assert sum(partner.contribution.get("trucks", 0) for partner in consortium.team) == 2


def test_add_partner__asks_come_from_the_interest(tale):
    assert [partner.asks for partner in compose(tale).team] == [1000, 1000]


def test_change__on_an_old_version_is_refused(tale):
    consortium = compose(tale)
    old = consortium.version - 1
    with pytest.raises(StaleError):
        services.pin(consortium, tale.members[0].id, actor=tale.actor(tale.coordinator), version=old)


def test_every_change__raises_the_version(tale):
    consortium = compose(tale)
    before = consortium.version
    services.remove_partner(consortium, tale.members[1].id, actor=tale.actor(tale.coordinator), version=before)
    assert consortium.version > before
    assert [partner.organisation for partner in consortium.team] == [tale.members[0]]


def test_remove_partner__the_single_contact_leaves_the_place_open(tale):
    consortium = compose(tale)
    services.remove_partner(
        consortium, tale.members[0].id, actor=tale.actor(tale.coordinator), version=consortium.version
    )
    assert consortium.lead_id is None


def test_exclude__nobody_of_the_team(tale):
    consortium = compose(tale)
    with pytest.raises(ConflictError):
        services.exclude(consortium, tale.members[0].id, actor=tale.actor(tale.coordinator), version=consortium.version)


def test_pin_and_exclude__undo_each_other(tale):
    consortium, actor = compose(tale), tale.actor(tale.coordinator)
    other = tale.members[2].id
    services.exclude(consortium, other, actor=actor, version=consortium.version)
    assert consortium.excluded == [other]
    services.pin(consortium, other, actor=actor, version=consortium.version)
    assert (consortium.pinned, consortium.excluded) == ([other], [])
    services.pin(consortium, other, actor=actor, version=consortium.version)
    assert consortium.pinned == []


def test_invite_partners__each_manager_is_told_once(tale):
    consortium = compose(tale)
    invite(tale, consortium)
    assert consortium.state is ConsortiumState.INVITING
    assert {partner.state for partner in consortium.team} == {PartnerState.INVITED}
    told = Notification.query.filter_by(kind="consortium.invitation").all()
    assert sorted(notice.user_id for notice in told) == sorted(user.id for user in tale.managers[:2])


def test_invite_partners__needs_a_single_contact(tale):
    consortium = compose(tale)
    services.remove_partner(
        consortium, tale.members[0].id, actor=tale.actor(tale.coordinator), version=consortium.version
    )
    with pytest.raises(ConflictError):
        invite(tale, consortium)


def test_remove_partner__one_that_was_invited_is_told(tale):
    consortium = compose(tale)
    invite(tale, consortium)
    services.remove_partner(
        consortium, tale.members[1].id, actor=tale.actor(tale.coordinator), version=consortium.version
    )
    assert consortium.partner_of(tale.members[1].id).state is PartnerState.CANCELLED
    assert (
        Notification.query.filter_by(kind="consortium.invitation_cancelled", user_id=tale.managers[1].id).count() == 1
    )


def test_abandon_consortium__those_invited_are_told(tale):
    consortium = compose(tale)
    invite(tale, consortium)
    services.abandon_consortium(consortium, actor=tale.actor(tale.coordinator), version=consortium.version)
    assert consortium.state is ConsortiumState.ABANDONED
    assert Notification.query.filter_by(kind="consortium.abandoned").count() == 2


def test_abandon_consortium__twice_has_one_effect(tale):
    consortium = compose(tale)
    invite(tale, consortium)
    version = consortium.version
    for _again in range(2):
        services.abandon_consortium(consortium, actor=tale.actor(tale.coordinator), version=version)
    assert Notification.query.filter_by(kind="consortium.abandoned").count() == 2


def test_lapse_unanswered__only_after_the_day(tale):
    consortium = compose(tale)
    invite(tale, consortium)
    lapse_unanswered(consortium.reply_by)
    assert len(consortium.team) == 2
    lapse_unanswered(consortium.reply_by + timedelta(days=1))
    assert consortium.team == []
    assert Notification.query.filter_by(kind="consortium.lapsed", user_id=tale.coordinator.id).count() == 2


def test_invite_partners__the_mail_leads_to_a_page_that_needs_no_log_in(tale):
    """The signed page records nothing by itself; on the site the notice leads to the invitation."""
    consortium = compose(tale)
    invite(tale, consortium)
    mail = OutgoingMail.query.filter_by(recipient=tale.managers[0].email).one()
    assert "http://localhost/invitations/lien/" in mail.text
    notice = Notification.query.filter_by(user_id=tale.managers[0].id).one()
    assert notice.path == f"/invitations/{consortium.team[0].id}"


def test_rebalance__newcomers_take_what_is_not_promised(tale):
    """The first was asked for one truck of two while alone; the second brings the other one, no more."""
    consortium = tale.invited(count=1)
    services.add_partner(consortium, tale.members[1].id, actor=tale.actor(tale.coordinator), version=consortium.version)
    assert [partner.contribution for partner in consortium.team] == [{"trucks": 1}, {"trucks": 1}]
    services.add_partner(consortium, tale.members[2].id, actor=tale.actor(tale.coordinator), version=consortium.version)
    assert sum(partner.contribution.get("trucks", 0) for partner in consortium.team) == 2


def test_adopt_team__not_one_of_which_somebody_has_left(tale):
    consortium = tale.invited(count=2)
    consortium.team[1].state = PartnerState.DECLINED
    proposal = {"members": [str(member.id) for member in tale.members], "lead": str(tale.members[2].id)}
    with pytest.raises(ConflictError):
        services.adopt_team(consortium, proposal, actor=tale.actor(tale.coordinator), version=consortium.version)


def test_adopt_team__the_single_contact_that_invitations_named_stays(tale):
    consortium = tale.invited(count=1)
    proposal = {"members": [str(member.id) for member in tale.members], "lead": str(tale.members[2].id)}
    services.adopt_team(consortium, proposal, actor=tale.actor(tale.coordinator), version=consortium.version)
    assert consortium.lead_id == tale.members[0].id
    assert len(consortium.team) == 3


def test_who_withdrew__is_not_a_candidate_of_any_project_of_the_call(tale):
    consortium = tale.invited(count=2)
    consortium.team[1].state = PartnerState.WITHDRAWN
    db.session.commit()
    other = ConsortiumFactory(project=ProjectFactory(call=tale.project.call), searches_everyone=True)
    assert [organisation.name for organisation in field_of(other).candidates] == ["Atelier 0", "Atelier 2"]
