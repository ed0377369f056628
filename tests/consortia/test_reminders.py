"""Who is reminded of an invitation, and who is not asked again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from network import clock
from network.calls.matching import candidate_id
from network.consortia.answers import decline_invitation
from network.consortia.cascade import choose
from network.consortia.matching import field_of
from network.consortia.models import PartnerState
from network.consortia.reminders import remind_silent
from network.database import db
from network.errors import ConflictError
from network.notifications.models import Notification
from tests.factories.consortia import ConsortiumFactory, story

pytestmark = pytest.mark.usefixtures("database", "noon")


@pytest.fixture
def tale(database):
    return story(members=4)


def test_at_half_time_and_two_days_before_the_silent_alone(tale):
    """Four are invited for ten days: one says yes, one that it is interested, one no; the last stays silent."""
    consortium = tale.invited(4)
    accepted, interested, declined, _silent = consortium.partners
    accepted.state, interested.interested_at, declined.state = PartnerState.ACCEPTED, clock.now(), PartnerState.DECLINED
    db.session.flush()
    for days in range(12):
        for _each_minute in range(2):
            remind_silent(clock.today() + timedelta(days=days))
    told = Notification.query.filter_by(kind="consortium.reminder").all()
    assert sorted(row.user_id for row in told) == sorted([tale.managers[1].id, *2 * [tale.managers[3].id]])


@pytest.mark.parametrize(("days", "times"), [(1, 0), (2, 1), (3, 1), (4, 1), (5, 2)])
def test_not_the_day_it_is_invited_nor_twice_a_day(tale, days, times):
    consortium = tale.invited(1)
    consortium.reply_by = clock.today() + timedelta(days=days)
    db.session.flush()
    for day in range(days + 2):
        remind_silent(clock.today() + timedelta(days=day))
    assert Notification.query.filter_by(kind="consortium.reminder").count() == times


def test_who_declined_is_not_asked_again_for_that_project(tale):
    consortium = tale.invited()
    decline_invitation(consortium.partners[1], actor=tale.actor(tale.managers[1]), reason="workload", remark="")
    gone = tale.members[1].id
    again = ConsortiumFactory(project=tale.project)
    for other in (consortium, again):
        other.searches_everyone = True
        assert candidate_id(gone) not in [row["id"] for row in field_of(other).problem["candidates"]]
        with pytest.raises(ConflictError):
            choose(other, gone)
