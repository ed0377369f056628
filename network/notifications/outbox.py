"""The outbox: mails are written in the request's transaction and sent by a job after its commit."""

from __future__ import annotations

import smtplib
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import sqlalchemy as sa
from flask import current_app

from network import clock
from network.database import db
from network.jobs.registry import job
from network.jobs.services import submit
from network.notifications import smtp
from network.notifications.models import OutgoingMail
from network.notifications.unique import insert_new

# after the first failure, the second … ; a mail that fails once more stays unsent, with its error
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=12))
MAX_ERROR = 300


def queue_mail(key: str, *, recipient: str, subject: str, text: str, html: str, unsubscribe_url: str = "") -> bool:
    """Write a mail in the caller's transaction, to be sent after the commit; False when one has this key already.

    Without MAIL_URL it stays in the outbox, where a page of the development server shows it.
    """
    mail = {"key": key, "recipient": recipient, "subject": subject, "text": text, "html": html}
    return queue_mails([mail | {"unsubscribe_url": unsubscribe_url}]) == 1


def queue_mails(mails: Sequence[Mapping[str, Any]]) -> int:
    """The same for many at once, given as columns of the outbox; how many are new."""
    new = insert_new(OutgoingMail, [{**mail, "created_at": clock.now()} for mail in mails])
    if new and current_app.config["MAIL_URL"]:
        submit("notifications.send_mails", payload={"mail_ids": new})
    return len(new)


def withdraw_mails(keys: Collection[str]) -> None:
    """Take these out of the outbox, but for those that were sent."""
    unsent = sa.and_(OutgoingMail.key.in_(keys), OutgoingMail.sent_at.is_(None))
    db.session.execute(sa.delete(OutgoingMail).where(unsent))


@job("notifications.send_mails")
def send_mails(*, mail_ids: Sequence[int]) -> None:
    """Send mails; each is marked in a transaction of its own, so that a crash sends at most one twice."""
    for mail_id in mail_ids:
        _send(mail_id)


def _send(mail_id: int) -> None:
    """Send a mail that was not sent yet; after a failure try again later, unless the address itself was refused."""
    mail = db.session.get(OutgoingMail, mail_id)
    if mail is None or mail.sent_at or not current_app.config["MAIL_URL"]:
        return
    message = smtp.compose(mail)
    db.session.commit()  # the database is not kept locked while the other server takes its time
    error = _deliver(message)
    mail.attempts += 1
    mail.error = str(error or "")[:MAX_ERROR]
    if error is None:
        mail.sent_at = clock.now()
    elif mail.attempts <= len(WAITS) and not smtp.is_final(error):
        again_at = clock.now() + WAITS[mail.attempts - 1]
        submit("notifications.send_mails", payload={"mail_ids": [mail_id]}, run_at=again_at)


def _deliver(message: EmailMessage) -> Exception | None:
    """Hand the message to the mail server; what went wrong, if anything."""
    try:
        smtp.deliver(message)
    except (OSError, smtplib.SMTPException) as error:
        return error
    return None
