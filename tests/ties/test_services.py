"""Saying, confirming and refusing what two did together; what follows from an agreement."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from network.activity.models import Event
from network.database import db
from network.errors import ConflictError, NotAllowedError
from network.notifications.models import Notification
from network.ties.models import Evidence, EvidenceKind
from network.ties.queries import strengths_among
from network.ties.services import confirm_evidence, declare_evidence, record_cooperation, take_away_evidence
from tests.factories.organisations import MandateFactory
from tests.ties.conftest import TODAY


def declare(circle, role="manager", own=None, other=None, **facts):
    said = {"kind": EvidenceKind.VISIT, "on": TODAY - timedelta(days=3), "title": "Visite du dépôt"} | facts
    return declare_evidence(own or circle.namur, other or circle.andenne, actor=circle.actor(role), **said)


def rows():
    return db.session.scalars(sa.select(Evidence)).all()


def test_declare__the_other_side_is_asked(circle):
    evidence = declare(circle)
    assert evidence.unconfirmed_by_id == circle.andenne.id
    assert (evidence.first_id, evidence.second_id) == (circle.namur.id, circle.andenne.id)
    notice = db.session.scalars(sa.select(Notification)).one()
    assert notice.user_id == circle.people["other side"].id
    assert "Atelier Namur" in notice.sentence
    assert strengths_among([circle.namur.id, circle.andenne.id], TODAY) == {}


def test_declare__twice_is_once(circle):
    assert declare(circle) is declare(circle, title="encore")
    assert len(rows()) == 1


def test_declare__both_saying_the_same_confirms_it(circle):
    evidence = declare(circle)
    again = declare(circle, "other side", own=circle.andenne, other=circle.namur, title="Ils sont venus")
    assert again is evidence
    assert evidence.is_confirmed


def test_declare__who_engages_both_needs_no_answer(circle):
    MandateFactory(user=circle.people["manager"], organisation=circle.andenne)
    assert declare(circle).is_confirmed
    assert db.session.scalars(sa.select(Notification)).all() == []


@pytest.mark.parametrize("role", ["member", "other side", "coordinator", "administrator"])
def test_declare__is_for_those_who_engage_the_organisation(circle, role):
    with pytest.raises(NotAllowedError):
        declare(circle, role)


@pytest.mark.parametrize("facts", [{"kind": EvidenceKind.AUDIT}, {"on": TODAY + timedelta(days=1)}])
def test_declare__what_nobody_can_say(circle, facts):
    with pytest.raises(ConflictError):
        declare(circle, **facts)


def test_declare__with_oneself(circle):
    with pytest.raises(ConflictError):
        declare(circle, other=circle.namur)


def test_confirm__it_counts(circle):
    evidence = declare(circle)
    for _ in range(2):  # a double click
        confirm_evidence(evidence, actor=circle.actor("other side"))
    assert strengths_among([circle.namur.id, circle.andenne.id], TODAY) == {(circle.namur.id, circle.andenne.id): 24}
    verbs = db.session.scalars(sa.select(Event.verb).where(Event.subject_type == "evidence").order_by(Event.id)).all()
    assert verbs == ["evidence.declared", "evidence.confirmed"]


@pytest.mark.parametrize("role", ["manager", "other side's member", "third", "coordinator", "administrator"])
def test_answering__is_for_the_other_side(circle, role):
    evidence = declare(circle, kind=EvidenceKind.LOAN)
    with pytest.raises(NotAllowedError):
        confirm_evidence(evidence, actor=circle.actor(role))
    if role == "manager":  # who said it may take it back
        take_away_evidence(evidence, actor=circle.actor(role))
        assert rows() == []
    else:
        with pytest.raises(NotAllowedError):
            take_away_evidence(evidence, actor=circle.actor(role))


def test_refuse__takes_it_away_and_nobody_is_told(circle):
    evidence = declare(circle)
    told = db.session.scalar(sa.select(sa.func.count(Notification.id)))
    take_away_evidence(evidence, actor=circle.actor("other side"))
    assert rows() == []
    assert db.session.scalar(sa.select(sa.func.count(Notification.id))) == told


def test_taken_back_by_either__but_what_was_agreed_here_stays(circle):
    said, agreed = declare(circle), circle.together(circle.namur, circle.andenne, subject="consortia 1")
    confirm_evidence(said, actor=circle.actor("other side"))
    take_away_evidence(said, actor=circle.actor("manager"))
    assert rows() == [agreed]
    with pytest.raises(NotAllowedError):
        take_away_evidence(agreed, actor=circle.actor("manager"))


class TestRecordCooperation:
    def record(self, circle, *organisations, on=TODAY, kind=EvidenceKind.CONSORTIUM):
        ids = [organisation.id for organisation in organisations]
        actor = circle.actor("third")
        record_cooperation(kind, ids, on=on, subject=circle.federation, title="Filière", actor=actor)

    def test_every_two_of_them(self, circle):
        self.record(circle, circle.huy, circle.namur, circle.andenne)
        pairs = {
            (circle.namur.id, circle.andenne.id),
            (circle.namur.id, circle.huy.id),
            (circle.andenne.id, circle.huy.id),
        }
        assert {piece.pair for piece in rows()} == pairs
        assert all(piece.is_confirmed and piece.title == "Filière" for piece in rows())

    def test_said_again_it_counts_once(self, circle):
        """A groupement confirmed anew, with somebody else."""
        self.record(circle, circle.huy, circle.namur, on=TODAY - timedelta(days=40))
        self.record(circle, circle.huy, circle.andenne)
        assert [(piece.pair, piece.happened_on) for piece in rows()] == [((circle.andenne.id, circle.huy.id), TODAY)]

    def test_other_kinds_of_the_same_stay(self, circle):
        self.record(circle, circle.huy, circle.namur)
        self.record(circle, circle.huy, circle.namur, kind=EvidenceKind.WORKING_GROUP)
        assert len(rows()) == 2

    def test_alone(self, circle):
        self.record(circle, circle.huy)
        assert rows() == []
