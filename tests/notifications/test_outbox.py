"""Sending the mails of the outbox."""

from __future__ import annotations

import smtplib
from datetime import timedelta

import pytest
import sqlalchemy as sa

from network import clock
from network.database import db
from network.jobs.models import Job
from network.notifications import smtp
from network.notifications.models import OutgoingMail
from network.notifications.outbox import WAITS, queue_mail, send_mails
from tests.factories.accounts import UserFactory
from tests.factories.notifications import tell


@pytest.fixture
def mail(database, server, noon):
    """A mail that waits to be sent."""
    tell(UserFactory(email="anne@example.org"), name="Déchets verts")
    return db.session.scalars(sa.select(OutgoingMail)).one()


def waiting_jobs():
    return list(db.session.scalars(sa.select(Job).order_by(Job.id)))


def test_send__with_what_mail_programs_need(mail, server, app, monkeypatch):
    monkeypatch.setitem(app.config, "MAIL_FROM", "Maillage <maillage@example.org>")
    send_mails(mail_ids=[mail.id])
    message = server.messages[0]
    assert message["To"] == "anne@example.org"
    assert message["From"] == "Maillage <maillage@example.org>"
    assert "Déchets verts" in message["Subject"]
    assert message["List-Unsubscribe"] == f"<{mail.unsubscribe_url}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Message-ID"].endswith("@example.org>")
    assert message["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert "Déchets verts" in message.get_body(("plain",)).get_content()
    assert server.logins == ["\0anne@example.org\0pa:ss"]
    assert mail.sent_at == clock.now()


def test_send__once(mail, server):
    for _ in range(2):
        send_mails(mail_ids=[mail.id])
    assert len(server.messages) == 1
    send_mails(mail_ids=[2**31 - 1])


def test_send__later_when_the_server_says_later(mail, server, noon):
    server.answer = "450 try again later"
    for attempt, wait in enumerate(WAITS, 1):
        send_mails(mail_ids=[mail.id])
        assert (mail.sent_at, mail.attempts) == (None, attempt)
        assert "450" in mail.error
        assert waiting_jobs()[-1].run_at == noon + wait
    assert list(WAITS) == sorted(WAITS)
    count = len(waiting_jobs())
    send_mails(mail_ids=[mail.id])
    assert len(waiting_jobs()) == count, "given up after the last wait, the error kept"
    server.answer = "250 ok"
    send_mails(mail_ids=[mail.id])
    assert mail.sent_at
    assert mail.error == ""


def test_send__not_again_to_an_address_that_is_refused(mail, server):
    server.answer = "550 no such person"
    count = len(waiting_jobs())
    send_mails(mail_ids=[mail.id])
    assert "550" in mail.error
    assert len(waiting_jobs()) == count


def test_send__later_when_nobody_answers(mail, server, app, monkeypatch, noon):
    monkeypatch.setitem(app.config, "MAIL_URL", "smtp://127.0.0.1:1")
    send_mails(mail_ids=[mail.id])
    assert "refused" in mail.error
    assert waiting_jobs()[-1].run_at == noon + timedelta(minutes=1)


def test_send__an_error_of_any_length(mail, server):
    server.answer = "450 " + "x" * 400
    send_mails(mail_ids=[mail.id])
    assert len(mail.error) == 300


@pytest.mark.parametrize(
    ("scheme", "calls"),
    [
        ("smtps", [("SMTP_SSL", "host", 465), ("login", "user", "password")]),
        ("smtp", [("SMTP", "host", 25), ("login", "user", "password")]),
        ("smtp+starttls", [("SMTP", "host", 587), ("starttls",), ("login", "user", "password")]),
    ],
)
def test_deliver__as_the_address_of_the_server_says(database, app, monkeypatch, scheme, calls):
    seen = []

    class Server:
        def __init__(self, host, port, **options):
            seen.append((type(self).__name__, host, port))
            assert options["timeout"] == smtp.TIMEOUT_SECONDS

        def __enter__(self):
            return self

        def __exit__(self, *error):
            pass

        def starttls(self, *, context):
            assert context.check_hostname
            seen.append(("starttls",))

        def login(self, *credentials):
            seen.append(("login", *credentials))

        def send_message(self, message):
            pass

    monkeypatch.setattr(smtplib, "SMTP", type("SMTP", (Server,), {}))
    monkeypatch.setattr(smtplib, "SMTP_SSL", type("SMTP_SSL", (Server,), {}))
    monkeypatch.setitem(app.config, "MAIL_URL", f"{scheme}://user:password@host")
    queue_mail("x", recipient="a@example.org", subject="s", text="t", html="h")
    send_mails(mail_ids=db.session.scalars(sa.select(OutgoingMail.id)).all())
    assert seen == calls
