"""The charter: versions, comments, approvals, the confirmation that follows."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta

import pytest
import sqlalchemy as sa

from network import clock
from network.accounts.personal_data import erase_person, export_person
from network.activity.queries import list_events
from network.actors import Role
from network.calls.projects import attach_project, detach_project, update_project
from network.consortia import answers, charters, services
from network.consortia.charter_models import CharterComment
from network.consortia.charter_reading import compare, read_version
from network.consortia.charter_texts import SECTIONS
from network.consortia.matching import field_of, smallest_repair
from network.consortia.models import ConsortiumState
from network.consortia.policies import may_amend_charter
from network.consortia.promises import list_promised
from network.consortia.queries import list_charters_to_approve
from network.consortia.ticks import remind_approvers
from network.database import db
from network.dossiers.policies import may_deposit
from network.dossiers.queries import list_to_deposit
from network.errors import ConflictError, NotAllowedError, StaleError
from network.notifications.models import Notification
from network.ties.models import Evidence, EvidenceKind
from network.web.differences import ADDED, REMOVED, SAME
from network.web.formats import money
from tests.factories.accounts import UserFactory
from tests.factories.calls import CallFactory, ProjectFactory
from tests.factories.consortia import ConsortiumFactory, Story, story
from tests.factories.organisations import ExperienceFactory, MandateFactory

pytestmark = pytest.mark.usefixtures("database", "noon")


@pytest.fixture
def tale() -> Story:
    return story(members=3)


@pytest.fixture
def consortium(tale):
    return tale.agreed()


def told(kind):
    return sorted(notice.user_id for notice in Notification.query.filter_by(kind=kind))


def approve(tale, consortium, place, number=1):
    actor = tale.actor(tale.managers[place])
    charters.approve_charter(consortium.team[place], actor=actor, number=number)


def amend(tale, consortium, user=None, number=1, promises=None, lead=None, **sections):
    charter = consortium.charter
    charters.amend_charter(
        charter,
        actor=tale.actor(user or tale.coordinator),
        number=number,
        sections=charter.current.sections | sections,
        benefits={str(consortium.team[1].id): "un débouché"},
        reason="Une voix par partenaire",
        promises=promises,
        lead=lead,
    )


class TestApproving:
    def test_the_last_approval_confirms(self, tale, consortium):
        approve(tale, consortium, 0)
        approve(tale, consortium, 0)  # a double click
        assert (consortium.state, told("charter.approved")) == (ConsortiumState.AGREED, [tale.coordinator.id])
        assert list_charters_to_approve(tale.actor(tale.managers[0])) == []
        assert [p.id for p in list_charters_to_approve(tale.actor(tale.managers[1]))] == [consortium.team[1].id]
        approve(tale, consortium, 1)
        assert (consortium.state, consortium.confirmed_at) == (ConsortiumState.CONFIRMED, clock.now())
        assert [(row.kind, row.pair) for row in Evidence.query] == [
            (EvidenceKind.CONSORTIUM, (tale.members[0].id, tale.members[1].id))
        ]
        assert told("consortium.confirmed") == sorted([tale.managers[0].id, tale.coordinator.id])
        other = ConsortiumFactory(project=ProjectFactory(call=tale.project.call))
        assert list_promised([tale.members[0].id], but=other) == {tale.members[0].id: {"trucks": 1}}
        with pytest.raises(ConflictError):
            charters.take_back_approval(consortium.team[0], actor=tale.actor(tale.managers[0]))

    def test_is_for_the_partners_own_managers(self, tale, consortium):
        for person in (tale.managers[1], tale.coordinator):
            with pytest.raises(NotAllowedError):
                charters.approve_charter(consortium.team[0], actor=tale.actor(person), number=1)

    def test_taken_back_before_the_last(self, tale, consortium):
        approve(tale, consortium, 0)
        for _again in range(2):
            charters.take_back_approval(consortium.team[0], actor=tale.actor(tale.managers[0]))
        approve(tale, consortium, 1)
        assert consortium.state is ConsortiumState.AGREED
        assert told("charter.approval_taken_back") == [tale.coordinator.id]

    def test_of_a_version_that_no_longer_stands(self, tale, consortium):
        amend(tale, consortium, values="Autre chose.")
        with pytest.raises(StaleError):
            approve(tale, consortium, 0, number=1)
        assert consortium.charter.current.approvals == []


class TestVersions:
    def test_amended_by_coordination_and_lead_alone(self, tale, consortium):
        amend(tale, consortium, tale.managers[0], values="Nos valeurs.")
        with pytest.raises(NotAllowedError):
            amend(tale, consortium, tale.managers[1], number=2)
        with pytest.raises(StaleError):
            amend(tale, consortium, tale.coordinator, number=1)
        assert consortium.charter.number == 2

    def test_an_approval_falls_and_each_is_told_once(self, tale, consortium):
        approve(tale, consortium, 1)
        amend(tale, consortium, decisions="Une voix par partenaire.")
        assert told("charter.approval_fallen") == [tale.managers[1].id]
        assert told("charter.amended") == [tale.managers[0].id]
        approve(tale, consortium, 0, number=2)
        assert consortium.state is ConsortiumState.AGREED
        approve(tale, consortium, 1, number=2)
        assert consortium.state is ConsortiumState.CONFIRMED

    def test_another_lead_makes_a_version(self, tale, consortium):
        approve(tale, consortium, 0)
        services.choose_lead(
            consortium, tale.members[1].id, actor=tale.actor(tale.coordinator), version=consortium.version
        )
        assert (consortium.state, consortium.charter.number) == (ConsortiumState.AGREED, 2)
        assert told("charter.approval_fallen") == [tale.managers[0].id]

    def test_a_partner_more_asks_all_again(self, tale, consortium):
        coordinator = tale.actor(tale.coordinator)
        approve(tale, consortium, 0)
        services.add_partner(consortium, tale.members[2].id, actor=coordinator, version=consortium.version)
        assert (consortium.state, consortium.charter.number) == (ConsortiumState.INVITING, 1)
        with pytest.raises(ConflictError):
            approve(tale, consortium, 1)
        services.invite_partners(
            consortium, actor=coordinator, version=consortium.version, message="", reply_by=clock.today()
        )
        answers.accept_invitation(consortium.team[2], actor=tale.actor(tale.managers[2]))
        assert (consortium.state, consortium.charter.number) == (ConsortiumState.AGREED, 2)
        assert consortium.charter.current.approvals == []

    def test_a_partner_added_and_removed_leaves_all_as_it_was(self, tale, consortium):
        coordinator = tale.actor(tale.coordinator)
        approve(tale, consortium, 0)
        for change in (services.add_partner, services.remove_partner):
            change(consortium, tale.members[2].id, actor=coordinator, version=consortium.version)
            db.session.flush()
        assert (consortium.state, consortium.charter.number) == (ConsortiumState.AGREED, 1)
        assert len(consortium.charter.current.approvals) == 1

    def test_who_withdraws_leaves_the_others_a_new_version(self, tale):
        tale.project.call.criteria = {"min_partners": 1}
        consortium = tale.confirmed()
        answers.withdraw_partner(consortium.team[1], actor=tale.actor(tale.managers[1]), remark="")
        assert (consortium.state, consortium.charter.number) == (ConsortiumState.AGREED, 2)
        assert (Evidence.query.count(), told("charter.approval_fallen")) == (0, [tale.managers[0].id])
        assert told("consortium.reopened") == []

    def test_words_added_and_removed(self, tale, consortium):
        amend(tale, consortium, values="Nous coopérons bien.")
        amend(tale, consortium, number=2, values="Nous coopérons très utilement.\nEnsemble.")
        actor = tale.actor(tale.coordinator)
        second, third = (read_version(version, actor) for version in consortium.charter.versions[1:])
        assert [(change.title, change.pieces) for change in compare(second, third)] == [
            (
                SECTIONS["values"],
                [
                    (SAME, "Nous coopérons "),
                    (REMOVED, "bien"),
                    (ADDED, "très utilement"),
                    (SAME, ".\n"),
                    (ADDED, "Ensemble."),
                ],
            )
        ]
        first = read_version(consortium.charter.versions[0], actor)
        contributions = compare(first, second)[0]
        assert "un débouché" in "".join(text for kind, text in contributions.pieces if kind == ADDED)


class TestAmendments:
    """Of a charter that all have approved."""

    @pytest.fixture
    def confirmed(self, tale):
        tale.project.call.criteria = {"min_partners": 2, "requires": {"trucks": 2}}
        return tale.confirmed()

    @pytest.fixture
    def more(self, confirmed):
        """The second partner would bring two trucks instead of one, for 1 500 euros."""
        return {confirmed.team[1].id: {"brings": {"trucks": 2}, "asks": 1500}}

    def test_stands_when_all_have_approved_it(self, tale, confirmed, more):
        """Until then the confirmed text is in force, and what is promised stays; each is told once."""
        charter = confirmed.charter
        other = ConsortiumFactory(project=ProjectFactory(call=tale.project.call))
        amend(tale, confirmed, promises=more, values="Nos valeurs.")
        with pytest.raises(StaleError):
            amend(tale, confirmed, tale.managers[0], number=1)
        assert told("charter.amendment_proposed") == sorted(user.id for user in tale.managers[:2])
        assert [p.id for p in list_charters_to_approve(tale.actor(tale.managers[1]))] == [confirmed.team[1].id]
        for _again in range(2):
            approve(tale, confirmed, 0, number=2)
        assert (confirmed.state, charter.number) == (ConsortiumState.CONFIRMED, 1)
        assert list_promised([tale.members[1].id], but=other) == {tale.members[1].id: {"trucks": 1}}
        approve(tale, confirmed, 1, number=2)
        assert (confirmed.state, charter.number, charter.proposed) == (ConsortiumState.CONFIRMED, 2, None)
        assert list_promised([tale.members[1].id], but=other) == {tale.members[1].id: {"trucks": 2}}
        assert confirmed.team[1].asks == 1500
        assert charter.is_approved
        assert told("charter.amendment_in_force") == sorted([tale.managers[0].id, tale.coordinator.id])

    def test_refused_withdrawn_or_overtaken_leaves_all_as_it_was(self, tale, confirmed, more):
        charter, second = confirmed.charter, tale.actor(tale.managers[1])
        amend(tale, confirmed, values="Nos valeurs.")
        approve(tale, confirmed, 0, number=2)
        for _again in range(2):
            charters.refuse_amendment(confirmed.team[1], actor=second, number=2, reason="Pas ainsi.")
        assert told("charter.amendment_refused") == sorted([tale.managers[0].id, tale.coordinator.id])
        amend(tale, confirmed, number=1, promises=more)
        amend(tale, confirmed, tale.managers[0], number=3, promises=more, values="Encore.")
        with pytest.raises(StaleError):
            approve(tale, confirmed, 1, number=3)
        with pytest.raises(NotAllowedError):
            charters.withdraw_amendment(charter, actor=second, number=4)
        for _again in range(2):
            charters.withdraw_amendment(charter, actor=tale.actor(tale.coordinator), number=4)
        assert told("charter.amendment_withdrawn") == sorted(user.id for user in tale.managers[:2])
        assert (confirmed.state, charter.number, charter.asked) == (ConsortiumState.CONFIRMED, 1, None)
        assert (confirmed.team[1].contribution, len(charter.approvals)) == ({"trucks": 1}, 2)
        assert list_charters_to_approve(second) == []
        assert [version.refusal for version in charter.versions] == ["", "Pas ainsi.", "", ""]

    def test_by_which_a_criterion_is_not_met_is_not_proposed(self, tale, confirmed):
        with pytest.raises(ConflictError, match="camions"):
            amend(tale, confirmed, promises={confirmed.team[1].id: {"brings": {}, "asks": 0}})

    def test_by_which_another_is_the_single_contact(self, tale, confirmed):
        """Who was speaks, deposits and amends until all have approved; then who is."""
        first, second = (tale.actor(manager) for manager in tale.managers[:2])
        lead = confirmed.team[1].id
        amend(tale, confirmed, lead=lead)
        approve(tale, confirmed, 0, number=2)
        assert [may_deposit(confirmed, actor) for actor in (first, second)] == [True, False]
        current, proposed = (read_version(version, first) for version in confirmed.charter.versions)
        assert compare(current, proposed)[0].pieces == [(SAME, "Atelier "), (REMOVED, "0"), (ADDED, "1")]
        approve(tale, confirmed, 1, number=2)
        assert (confirmed.state, confirmed.lead_id) == (ConsortiumState.CONFIRMED, tale.members[1].id)
        for may in (may_deposit, may_amend_charter):
            assert [may(confirmed, actor) for actor in (first, second)] == [False, True]
        assert [consortium.id for consortium in list_to_deposit(second)] == [confirmed.id]
        assert told("charter.lead_in_force") == sorted([tale.managers[0].id, tale.coordinator.id])
        assert told("charter.amendment_in_force") == []
        assert list_events(confirmed)[0].after == {"number": 2, "name": "Atelier 1"}

    def test_by_which_the_single_contact_would_lack_experience(self, tale, confirmed):
        tale.project.call.criteria = {"min_partners": 2, "lead_experienced": True}
        ExperienceFactory(organisation=tale.members[0], sector=tale.project.experience_sector)
        amend(tale, confirmed, lead=confirmed.team[0].id)
        with pytest.raises(ConflictError, match="expérience"):
            amend(tale, confirmed, number=2, lead=confirmed.team[1].id)

    def test_falls_with_a_partner_that_leaves(self, tale, confirmed):
        amend(tale, confirmed, values="Nos valeurs.")
        answers.withdraw_partner(confirmed.team[1], actor=tale.actor(tale.managers[1]), remark="")
        assert (confirmed.state, confirmed.charter.proposed) == (ConsortiumState.INVITING, None)


class TestWhatIsAskedChanges:
    """By the needs of the project, by its call."""

    @pytest.fixture
    def agreed(self, tale):
        tale.project.call.criteria = {"min_partners": 2}
        return tale.agreed()

    def needs(self, tale, **needs):
        project = tale.project
        update_project(project, actor=tale.actor(tale.coordinator), version=project.version, needs=needs)

    def test_of_an_agreed_one__reopened_and_told_once(self, tale, agreed):
        approve(tale, agreed, 0)
        self.needs(tale, requires={"trucks": 2})
        assert (agreed.state, told("consortium.unmet")) == (ConsortiumState.AGREED, [])
        for trucks in (3, 4):
            self.needs(tale, requires={"trucks": trucks})
        assert agreed.state is ConsortiumState.INVITING
        everyone = sorted([tale.coordinator.id, *(user.id for user in tale.managers[:2])])
        assert told("consortium.unmet") == everyone
        self.needs(tale)
        assert (agreed.state, agreed.charter.number, len(agreed.charter.approvals)) == (ConsortiumState.AGREED, 1, 1)

    def test_of_a_confirmed_one__reopened_and_confirmed_again_on_the_same_terms(self, tale):
        consortium = tale.confirmed()
        self.needs(tale, requires={"trucks": 3})
        assert (consortium.state, consortium.confirmed_at, Evidence.query.count()) == (
            ConsortiumState.INVITING,
            None,
            0,
        )
        assert smallest_repair(consortium, field_of(consortium)).join == [tale.members[2].id]
        self.needs(tale)
        assert (consortium.state, consortium.charter.number, Evidence.query.count()) == (
            ConsortiumState.CONFIRMED,
            1,
            1,
        )

    def test_its_call(self, tale, agreed):
        """A charter not approved by all says it at once; one that is in force keeps what all have approved."""
        coordinator = tale.actor(tale.coordinator)
        approve(tale, agreed, 0)
        detach_project(tale.project, actor=coordinator)
        charter = agreed.charter
        assert (charter.number, charter.current.terms["call"], charter.approvals) == (2, None, {})
        assert told("charter.approval_fallen") == [tale.managers[0].id]
        for place in (0, 1):
            approve(tale, agreed, place, number=2)
        attach_project(tale.project, CallFactory(federation=tale.federation, criteria={}), actor=coordinator)
        assert (agreed.state, charter.number) == (ConsortiumState.CONFIRMED, 2)
        strict = CallFactory(federation=tale.federation, criteria={"min_partners": 3})
        detach_project(tale.project, actor=coordinator)
        attach_project(tale.project, strict, actor=coordinator)
        assert agreed.state is ConsortiumState.INVITING


class TestWhoSeesWhat:
    def test_asks(self, tale, consortium):
        """Of the two amounts of 1 000 euros: the coordination and the single contact both, the other its own."""

        def shown(person):
            lines = read_version(consortium.charter.current, tale.actor(person)).lines
            return [money(1000) in line.receives for line in lines]

        assert [shown(person) for person in (tale.coordinator, *tale.managers[:2])] == [
            [True, True],
            [True, True],
            [False, True],
        ]
        approve(tale, consortium, 0)
        approve(tale, consortium, 1)
        assert shown(tale.managers[1]) == [True, True]


class TestComments:
    def test_told_once_to_those_who_amend_and_those_who_spoke(self, tale, consortium):
        charter, partner = consortium.charter, tale.actor(tale.managers[1])
        for _again in range(2):
            charters.comment_charter(charter, actor=partner, section="values", text="Et les usagers ?")
        assert [(comment.partner_id, comment.section) for comment in charter.comments] == [
            (consortium.team[1].id, "values")
        ]
        assert told("charter.commented") == sorted([tale.managers[0].id, tale.coordinator.id])
        charters.comment_charter(charter, actor=tale.actor(tale.coordinator), section="", text="Ajoutés.")
        assert charter.comments[1].partner_id is None
        assert told("charter.commented").count(tale.managers[1].id) == 1

    def test_taken_back_by_its_author_alone(self, tale, consortium):
        charters.comment_charter(consortium.charter, actor=tale.actor(tale.managers[1]), section="", text="Non.")
        comment = consortium.charter.comments[0]
        with pytest.raises(NotAllowedError):
            charters.take_back_comment(comment, actor=tale.actor(tale.coordinator))
        charters.take_back_comment(comment, actor=tale.actor(tale.managers[1]))
        assert CharterComment.query.count() == 0

    def test_taken_back_by_two_clicks_at_once(self, tale, consortium):
        author = tale.actor(tale.managers[1])
        charters.comment_charter(consortium.charter, actor=author, section="", text="Non.")
        comment = consortium.charter.comments[0]
        db.session.flush()
        db.session.execute(sa.delete(CharterComment), execution_options={"synchronize_session": False})  # the first
        charters.take_back_comment(comment, actor=author)
        assert "charter.comment_taken_back" not in [event.verb for event in list_events(consortium)]

    def test_erased_with_its_author_whose_approval_stays(self, tale, consortium):
        """Another manager remains, since somebody always engages an organisation."""
        user = tale.managers[1]
        MandateFactory(user=UserFactory(), organisation=tale.members[1], role=Role.MANAGER)
        charters.comment_charter(consortium.charter, actor=tale.actor(user), section="", text="Et les usagers ?")
        approve(tale, consortium, 1)
        with zipfile.ZipFile(io.BytesIO(export_person(user, actor=tale.actor(user)))) as held:
            assert "Et les usagers ?" in json.loads(held.read("charters.json"))["comments"][0]["text"]
        erase_person(user, actor=tale.actor(user))
        assert (CharterComment.query.count(), len(consortium.charter.approvals)) == (0, 1)


def test_remind__at_half_time_those_who_have_not_approved(tale, consortium):
    charters.set_approve_by(consortium.charter, clock.today() + timedelta(days=10), actor=tale.actor(tale.coordinator))
    approve(tale, consortium, 0)
    for days, expected in ((4, []), (5, [tale.managers[1].id]), (6, [tale.managers[1].id])):
        remind_approvers(clock.now() + timedelta(days=days))
        assert told("charter.reminder") == expected
