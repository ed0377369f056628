"""Telling people: once each, in their language, by mail when they want it."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from network.accounts.models import User
from network.actors import Actor
from network.database import db
from network.jobs.models import Job
from network.notifications.frequency import MailFrequency
from network.notifications.models import Notification, OutgoingMail, Reminder
from network.notifications.services import mark_all_read, mark_read, notify, queue_mail, remind
from network.web import links
from tests.factories.accounts import UserFactory
from tests.factories.notifications import KIND, REMINDER, new_event, tell
from tests.helpers.queries import recorded_queries


def notices(user):
    return list(db.session.scalars(sa.select(Notification).filter_by(user_id=user.id).order_by(Notification.id)))


def mails():
    return list(db.session.scalars(sa.select(OutgoingMail).order_by(OutgoingMail.id)))


def test_notify__each_person_once(database):
    anne, bert = UserFactory(), UserFactory()
    event = new_event(anne)
    for users in ([anne, bert, anne], [bert], [anne, bert]):
        notify(event, users=users, kind=KIND, words={"name": "x"}, path="/appels/1")
    assert len(notices(anne)) == len(notices(bert)) == 1
    assert len(mails()) == 2


def test_notify__never_who_did_it_nor_an_erased_person(database, noon):
    anne, erased = UserFactory(), UserFactory(erased_at=noon)
    tell(anne, erased, actor=Actor(user_id=anne.id, name=anne.name))
    assert notices(anne) == notices(erased) == []
    assert mails() == []


def test_notify__nobody(database):
    notify(new_event(UserFactory()), users=[], kind=KIND, words={"name": "x"}, path="/")
    assert db.session.query(Notification).count() == 0


@pytest.mark.parametrize("frequency", MailFrequency)
def test_notify__mails_at_once_those_who_chose_so(database, frequency):
    user = UserFactory(mail_frequency=frequency)
    tell(user)
    assert len(mails()) == (frequency is MailFrequency.IMMEDIATE)
    assert len(notices(user)) == 1


def test_notify__a_missing_word_is_found_at_once(database):
    user = UserFactory()
    with pytest.raises(KeyError):
        notify(new_event(user), users=[user], kind=KIND, words={}, path="/")


def test_notify__in_the_recipients_language(database):
    for language in ("fr", "en"):
        tell(UserFactory(language=language))
    french, english = mails()
    assert '<html lang="fr">' in french.html
    assert '<html lang="en">' in english.html
    assert english.text.startswith("Hello Personne")


def test_notify__with_the_address_of_the_site(client, app, monkeypatch):
    """The address is the one of BASE_URL, whatever host the browser says it asked."""
    monkeypatch.setitem(app.config, "BASE_URL", "https://maillage.example")
    with app.test_request_context(base_url="http://evil.example"):
        tell(UserFactory(), path="/appels/12")
    mail = mails()[0]
    assert "https://maillage.example/appels/12" in mail.text
    assert 'href="https://maillage.example/appels/12"' in mail.html
    assert mail.unsubscribe_url.startswith("https://maillage.example/compte/courriels/")
    assert "evil" not in mail.text + mail.html + mail.unsubscribe_url


NASTY = [
    "<script>alert('x')</script>",
    "🙂 Élodie & Cie",
    "é" * 10_000,
    "a\nBcc: evil@example.org\r\n.\r\n",
    "100 % %s %(name)s",
    "{{ 7*7 }}",
    "Qui vient\u202f?",
]


@pytest.mark.parametrize("name", NASTY)
def test_notify__names_stay_text(english, name):
    user = UserFactory(language="en", name=name[:120])
    tell(user, name=name)
    mail = mails()[0]
    assert name in notices(user)[0].sentence
    assert "<script>" not in mail.html
    assert "\n" not in mail.subject
    assert ("\u202f" in mail.subject) == ("\u202f" in name), "the spaces of typography stay"
    assert len(mail.subject) <= 200


def test_notify__days_are_written_out(english):
    user = UserFactory(language="en")
    assert remind(REMINDER, user, user=user, day=date(2026, 11, 20), words={"name": "x", "day": "2026-11-28"}, path="/")
    assert notices(user)[0].sentence == "Answer x by 28 November 2026"


def test_notify__what_only_looks_like_a_day_is_left_as_it_is(english):
    user = UserFactory()
    tell(user, name="2026-99-31")
    assert "2026-99-31" in notices(user)[0].sentence


def test_notify__hundreds_of_people_cost_a_handful_of_statements(database):
    event = new_event(UserFactory.create_batch(300, mail_frequency=MailFrequency.WEEKLY)[0])
    users = list(db.session.scalars(sa.select(User)))
    with recorded_queries() as queries:
        notify(event, users=users, kind=KIND, words={"name": "x"}, path="/")
    assert len(queries) <= 3
    assert db.session.query(Notification).count() == 300


def test_remind__once_a_day(database):
    anne, bert = UserFactory(mail_frequency=MailFrequency.DAILY), UserFactory()
    options = {"words": {"name": "x", "day": ""}, "path": "/"}
    first, second = date(2026, 11, 22), date(2026, 11, 23)
    assert remind(REMINDER, anne, user=anne, day=first, **options)
    assert not remind(REMINDER, anne, user=anne, day=first, **options)
    assert remind(REMINDER, anne, user=bert, day=first, **options)
    assert remind(REMINDER, anne, user=anne, day=second, **options)
    assert (len(notices(anne)), len(notices(bert)), len(mails())) == (2, 1, 1)
    assert db.session.query(Reminder).count() == 3


def test_mark_read__once(database, noon):
    user = UserFactory(mail_frequency=MailFrequency.DAILY)
    tell(user)
    notice = notices(user)[0]
    mark_read(notice)
    assert notice.read_at == notice.mailed_at == noon
    tell(user)
    mark_all_read(user.id)
    assert all(notice.read_at for notice in notices(user))


def test_queue_mail__once_for_a_key(database):
    for recipient in ("anne@example.org", "bert@example.org"):
        queue_mail("welcome 7", recipient=recipient, subject="Hello", text="Hello", html="<p>Hello</p>")
    assert [mail.recipient for mail in mails()] == ["anne@example.org"]


def test_queue_mail__is_sent_only_when_a_server_is_set(database, app, monkeypatch):
    tell(UserFactory())
    assert db.session.query(Job).count() == 0
    monkeypatch.setitem(app.config, "MAIL_URL", "smtp://localhost")
    tell(UserFactory())
    assert db.session.query(Job).one().kind == "notifications.send_mails"


def test_links__of_another_purpose_do_not_open_the_page(client):
    token = links.sign("something-else", user=UserFactory().id)
    assert client.get(f"/compte/courriels/{token}").status_code == 404
