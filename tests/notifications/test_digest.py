"""One mail for all that is new."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from network import clock
from network.accounts.services import choose_mail_frequency
from network.clock import BRUSSELS
from network.database import db
from network.notifications import digest
from network.notifications.digest import send_digests
from network.notifications.frequency import MailFrequency, last_digest_due
from network.notifications.models import Notification, OutgoingMail
from network.notifications.services import mark_read
from tests.factories.accounts import UserFactory
from tests.factories.notifications import tell

SATURDAY = datetime(2026, 11, 21, 20, 0, tzinfo=BRUSSELS)
SUNDAY = datetime(2026, 11, 22, 7, 0, tzinfo=BRUSSELS)
MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=BRUSSELS)
MINUTE = timedelta(minutes=1)


def mails():
    return list(db.session.scalars(sa.select(OutgoingMail).order_by(OutgoingMail.id)))


def told_at(at, *users, **options):
    with clock.frozen(at):
        tell(*users, **options)


@pytest.mark.parametrize(
    ("frequency", "now", "due"),
    [
        (MailFrequency.DAILY, SUNDAY, SUNDAY),
        (MailFrequency.DAILY, SUNDAY - MINUTE, SUNDAY - timedelta(days=1)),
        (MailFrequency.DAILY, SUNDAY + timedelta(hours=16), SUNDAY),
        (MailFrequency.WEEKLY, MONDAY, MONDAY),
        (MailFrequency.WEEKLY, MONDAY - MINUTE, MONDAY - timedelta(days=7)),
        (MailFrequency.WEEKLY, SUNDAY, MONDAY - timedelta(days=7)),
        (MailFrequency.WEEKLY, MONDAY + timedelta(days=6), MONDAY),
    ],
)
def test_due__at_seven_in_brussels(frequency, now, due):
    assert last_digest_due(frequency, now) == due


def test_due__on_the_days_the_clocks_change():
    for day in (datetime(2026, 3, 29, 12, tzinfo=BRUSSELS), datetime(2026, 10, 25, 12, tzinfo=BRUSSELS)):
        for before in (timedelta(0), timedelta(days=1)):
            due = last_digest_due(MailFrequency.DAILY, day - before)
            assert due.astimezone(BRUSSELS).hour == 7


def test_daily__one_mail_for_all_that_is_new(database):
    user = UserFactory(mail_frequency=MailFrequency.DAILY, language="en")
    for name in ("Déchets verts", "Logopède <partagée>"):
        told_at(SATURDAY, user, name=name, path="/appels/1")
    send_digests(SUNDAY - MINUTE)
    assert mails() == []
    send_digests(SUNDAY)
    mail = mails()[0]
    assert mail.subject == "2 things are new on Maillage"
    assert "wrote about Déchets verts" in mail.text
    assert "Logopède <partagée>" in mail.text
    assert "Logopède &lt;partagée&gt;" in mail.html
    assert mail.text.count("http://localhost/appels/1") == 2
    assert mail.unsubscribe_url in mail.text


def test_daily__two_ticks_in_the_same_minute_write_one(database):
    user = UserFactory(mail_frequency=MailFrequency.DAILY)
    told_at(SATURDAY, user)
    for _ in range(2):
        send_digests(SUNDAY)
    send_digests(SUNDAY + MINUTE)
    assert len(mails()) == 1


def test_daily__a_tick_that_was_overtaken_writes_nothing(database):
    """The other has written the mail and not yet said so in the notices that this one sees."""
    user = UserFactory(mail_frequency=MailFrequency.DAILY)
    told_at(SATURDAY, user)
    send_digests(SUNDAY)
    db.session.execute(sa.update(Notification).values(mailed_at=None))
    send_digests(SUNDAY)
    assert len(mails()) == 1


def test_daily__nobody_is_chased_who_has_nothing_new(database):
    reader, told = UserFactory.create_batch(2, mail_frequency=MailFrequency.DAILY)
    told_at(SATURDAY, reader)
    mark_read(db.session.query(Notification).one())
    send_digests(SUNDAY)
    assert mails() == []
    told_at(SUNDAY + MINUTE, told)
    send_digests(SUNDAY + MINUTE)
    assert mails() == [], "what came after seven waits for tomorrow"
    send_digests(MONDAY)
    send_digests(MONDAY + timedelta(days=1))
    assert [mail.recipient for mail in mails()] == [told.email]


def test_daily__after_the_server_was_off_at_seven(database):
    told_at(SATURDAY, UserFactory(mail_frequency=MailFrequency.DAILY))
    send_digests(SUNDAY + timedelta(hours=9, minutes=13))
    assert len(mails()) == 1


def test_weekly__on_monday(database):
    told_at(SATURDAY, UserFactory(mail_frequency=MailFrequency.WEEKLY))
    send_digests(SUNDAY)
    assert mails() == []
    send_digests(MONDAY)
    assert len(mails()) == 1


def test_digest__in_the_recipients_language(database):
    for language in ("fr", "en"):
        told_at(SATURDAY, UserFactory(mail_frequency=MailFrequency.DAILY, language=language))
    send_digests(SUNDAY)
    assert [f'<html lang="{language}">' in mail.html for language, mail in zip(("fr", "en"), mails(), strict=True)] == [
        True
    ] * 2
    assert mails()[1].subject == "1 thing is new on Maillage"


def test_digest__what_was_left_when_one_goes_over_to_mails_at_once(database):
    user = UserFactory(mail_frequency=MailFrequency.WEEKLY)
    told_at(SATURDAY, user)
    choose_mail_frequency(user, MailFrequency.IMMEDIATE)
    send_digests(SUNDAY)
    assert len(mails()) == 1


def test_digest__nothing_old_for_one_who_comes_back_from_no_mail(database):
    user = UserFactory(mail_frequency=MailFrequency.DAILY)
    told_at(SATURDAY, user)
    choose_mail_frequency(user, MailFrequency.NEVER)
    send_digests(SUNDAY)
    told_at(SUNDAY, user)
    choose_mail_frequency(user, MailFrequency.DAILY)
    send_digests(MONDAY)
    assert mails() == []
    assert db.session.query(Notification).filter_by(read_at=None).count() == 2


def test_digest__many_people_in_several_ticks(database, monkeypatch):
    monkeypatch.setattr(digest, "MAX_PEOPLE", 2)
    for user in UserFactory.create_batch(5, mail_frequency=MailFrequency.DAILY):
        told_at(SATURDAY, user)
    for written in (2, 4, 5, 5):
        send_digests(SUNDAY)
        assert len(mails()) == written
