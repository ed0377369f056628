"""What is removed when it is old enough, and what the register of processing says of it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from network import clock
from network.accounts import retention
from network.accounts.models import LoginAttempt
from network.database import db
from network.jobs.models import Job
from network.notifications.models import Notification, OutgoingMail
from network.notifications.services import mark_read, remind
from tests.factories.accounts import UserFactory
from tests.factories.notifications import REMINDER, tell

REGISTER = Path(__file__).parents[2] / "docs" / "register-of-processing.md"


def attempt(at):
    db.session.add(LoginAttempt(at=at, email_digest="x", address="192.0.2.1"))


def mail(at):
    db.session.add(
        OutgoingMail(key=at.isoformat(), recipient="a@example.org", subject="", text="", html="", created_at=at)
    )


def read_notice(at):
    with clock.frozen(at):
        user = UserFactory()
        tell(user)
        mark_read(db.session.query(Notification).filter_by(user_id=user.id).one())
        db.session.query(OutgoingMail).delete()


@pytest.mark.parametrize(
    ("model", "write", "kept"),
    [
        (LoginAttempt, attempt, timedelta(days=30)),
        (OutgoingMail, mail, timedelta(days=90)),
        (Notification, read_notice, timedelta(days=365)),
    ],
)
def test_retention__removes_what_is_old_enough(database, noon, model, write, kept):
    write(noon - kept + timedelta(minutes=1))
    write(noon - kept - timedelta(minutes=1))
    db.session.flush()
    retention.apply_retention()
    assert db.session.query(model).count() == 1


def test_retention__keeps_what_was_not_read(database, noon):
    with clock.frozen(noon - timedelta(days=3000)):
        user = UserFactory()
        assert remind(REMINDER, user, user=user, day=clock.today(), words={"name": "", "day": ""}, path="/")
    retention.apply_retention()
    assert db.session.query(Notification).count() == 1


def test_retention__once_a_day(database, noon):
    for minutes in (0, 0, 1, 600):
        retention.submit_retention(noon + timedelta(minutes=minutes))
    assert db.session.query(Job).filter_by(kind="accounts.retention").count() == 1
    retention.submit_retention(noon + timedelta(hours=12))
    assert db.session.query(Job).filter_by(kind="accounts.retention").count() == 2


@pytest.mark.parametrize("duration", [retention.LOGIN_ATTEMPTS, retention.MAILS, retention.READ_NOTICES])
def test_register__says_how_long(duration):
    assert f"| {duration.days} days |" in REGISTER.read_text(encoding="utf-8")
