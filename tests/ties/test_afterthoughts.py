"""« À refaire ? »: a no parts the two, and nobody is told."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from network.activity.models import Event
from network.database import db
from network.errors import ConflictError, NotAllowedError
from network.notifications.models import Notification
from network.ties.afterthought_queries import list_parted, list_to_look_back_on
from network.ties.afterthoughts import look_back
from network.ties.models import Afterthought, Again, Evidence, EvidenceKind
from network.ties.services import record_cooperation
from tests.ties.conftest import TODAY


@pytest.fixture
def audit(circle):
    """Namur and Andenne audited each other, as they agreed here."""
    return circle.together(circle.namur, circle.andenne, EvidenceKind.AUDIT, subject="visits 1", days=3)


def say(circle, evidence, answer, role="manager", organisation=None):
    own = organisation or circle.namur
    look_back(evidence, own.id, actor=circle.actor(role), answer=answer)


def asked(circle, role="manager"):
    return [piece.kind.value for piece, _ in list_to_look_back_on(circle.actor(role), TODAY)]


class TestAsking:
    def test_each_side_once(self, circle, audit):
        assert asked(circle) == asked(circle, "other side") == ["audit"]
        say(circle, audit, Again.OTHERWISE)
        assert asked(circle) == []
        assert asked(circle, "other side") == ["audit"]

    def test_nobody_else(self, circle, audit):
        for role in ("member", "third", "coordinator", "administrator"):
            assert asked(circle, role) == []

    def test_when_it_is_over_and_not_for_ever(self, circle):
        for kind, days in (("shared_post", 179), ("shared_post", 180), ("consortium", 364), ("consortium", 365)):
            about = f"{kind} {days}"
            circle.together(circle.namur, circle.huy, EvidenceKind(kind), subject=about, days=days)
        circle.together(circle.namur, circle.huy, EvidenceKind.AUDIT, subject="visits 2", days=730)
        circle.together(circle.namur, circle.huy, EvidenceKind.AUDIT, days=10)
        assert asked(circle) == ["consortium", "shared_post"]


class TestSaying:
    def test_a_yes_changes_nothing(self, circle, audit):
        say(circle, audit, Again.YES)
        assert db.session.scalars(sa.select(Evidence)).all() == [audit]
        assert list_parted([circle.namur.id, circle.andenne.id]) == set()

    def test_a_no_takes_the_evidence_away_and_nobody_is_told(self, circle, audit):
        say(circle, audit, Again.NO)
        assert db.session.scalars(sa.select(Evidence)).all() == []
        assert list_parted([circle.andenne.id, circle.namur.id]) == {(circle.namur.id, circle.andenne.id)}
        assert asked(circle, "other side") == []
        for told in (Event, Notification):
            assert db.session.scalar(sa.select(sa.func.count(told.id))) == 0

    def test_what_is_agreed_again_in_the_same_stays_away(self, circle, audit):
        team = [circle.namur.id, circle.andenne.id, circle.huy.id]
        facts = {"on": TODAY, "subject": circle.federation, "actor": circle.actor("manager")}
        record_cooperation(EvidenceKind.CONSORTIUM, team, **facts)
        first = db.session.scalars(sa.select(Evidence).filter_by(kind=EvidenceKind.CONSORTIUM)).first()
        say(circle, first, Again.NO)
        record_cooperation(EvidenceKind.CONSORTIUM, team, **facts)
        left = db.session.scalars(sa.select(Evidence).filter_by(kind=EvidenceKind.CONSORTIUM)).all()
        assert {piece.pair for piece in left} == {
            (circle.namur.id, circle.huy.id),
            (circle.andenne.id, circle.huy.id),
        }

    def test_is_for_those_who_engage_it(self, circle, audit):
        for role in ["member", "other side", "coordinator", "administrator"]:
            with pytest.raises(NotAllowedError):
                say(circle, audit, Again.NO, role)

    def test_not_of_what_one_only_said(self, circle):
        visit = circle.together(circle.namur, circle.andenne)
        with pytest.raises(ConflictError):
            say(circle, visit, Again.NO)

    def test_changed_ones_mind_is_one_row(self, circle, audit):
        for answer in (Again.YES, Again.YES, Again.OTHERWISE):
            say(circle, audit, answer)
        assert [row.answer for row in db.session.scalars(sa.select(Afterthought))] == [Again.OTHERWISE]


def test_on_the_page_in_one_click(client, circle, audit):
    client.log_in(circle.people["manager"])
    assert client.page("/").find("a", href="/reseau/a-refaire/")
    form = client.page("/reseau/a-refaire/").select("main .button-row form")[2]
    said = {field["name"]: field["value"] for field in form.select("input")}
    client.post(form["action"], data=said | {"other_id": circle.huy.id})
    assert not list_parted([circle.namur.id, circle.andenne.id]), "the page was of another piece of this id"
    assert client.post(form["action"], data=said).location == "/reseau/a-refaire/"
    assert list_parted([circle.namur.id, circle.andenne.id])
    assert not client.page("/reseau/a-refaire/").select("main .button-row")
