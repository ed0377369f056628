"""Who is asked what came of a groupement, when, and how often."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from network import clock
from network.clock import BRUSSELS
from network.consortia.models import ConsortiumState, PartnerState
from network.database import db
from network.errors import NotAllowedError, StaleError
from network.followups.models import FollowUp
from network.followups.queries import count_jobs
from network.followups.services import answer_followup, ask_due, remind_silent
from network.notifications.models import Notification
from tests.factories.consortia import story
from tests.factories.followups import FollowUpFactory, confirmed

pytestmark = pytest.mark.usefixtures("database", "noon")


@pytest.fixture
def tale(database):
    return story(members=2)


def asked():
    return sorted((row.partner.organisation.name, row.months) for row in FollowUp.query)


def test_asked_at_three_and_twelve_months_and_told_once(tale):
    consortium = confirmed(tale)
    consortium.confirmed_at = datetime(2026, 8, 22, 18, tzinfo=BRUSSELS)
    for today, months in ((date(2026, 11, 21), []), (date(2026, 11, 22), [3]), (date(2027, 8, 22), [3, 12])):
        for _again in range(2):
            ask_due(today)
        assert asked() == [(member.name, number) for member in tale.members for number in months]
        told = Notification.query.filter_by(kind="followup.asked", user_id=tale.managers[0].id)
        assert told.count() == len(months)


def test_asked_of_those_alone_who_are_in_a_confirmed_groupement(tale):
    consortium = confirmed(tale, days=100)
    consortium.partners[1].state = PartnerState.WITHDRAWN
    ask_due(clock.today())
    assert asked() == [(tale.members[0].name, 3)]
    consortium.state = ConsortiumState.INVITING
    ask_due(clock.today() + timedelta(days=300))
    assert len(asked()) == 1


def test_asked_of_nobody_years_later(tale):
    confirmed(tale, days=800)
    ask_due(clock.today())
    assert asked() == []


def test_silent_partners_are_reminded_once(tale):
    consortium = confirmed(tale)
    rows = [FollowUpFactory(partner=partner) for partner in consortium.partners]
    rows[0].answered_at = clock.now()
    later = clock.now() + timedelta(days=15)
    for now in (clock.now() + timedelta(days=13), later, later + timedelta(days=1)):
        remind_silent(now)
    reminders = Notification.query.filter_by(kind="followup.reminder").all()
    assert [reminder.user_id for reminder in reminders] == [tale.managers[1].id]


def test_answered_once_and_put_right_on_the_version_that_was_read(tale):
    row = FollowUpFactory(partner=confirmed(tale).partners[0])
    manager = tale.actor(tale.managers[0])
    for _again in range(2):
        answer_followup(row, actor=manager, version=1, delivered={"trucks": 0}, jobs=2, remark="")
    assert (row.delivered, row.is_kept, row.version) == ({"trucks": 0}, False, 2)
    with pytest.raises(StaleError):
        answer_followup(row, actor=manager, version=1, delivered={"trucks": 1}, jobs=2, remark="")
    with pytest.raises(NotAllowedError):
        answer_followup(row, actor=tale.actor(tale.managers[1]), version=2, delivered={}, jobs=0, remark="")


def test_of_each_partner_the_last_answer_counts(tale):
    consortium = confirmed(tale)
    first, second = consortium.partners
    for partner, months, jobs in ((first, 3, 2), (first, 12, 4), (second, 3, 1)):
        assert count_jobs([consortium.id]) == {}  # of one alone it would be its own figure
        FollowUpFactory(partner=partner, months=months, jobs=jobs, answered_at=clock.now())
    db.session.flush()
    assert count_jobs([consortium.id]) == {consortium.id: 5}
