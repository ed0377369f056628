"""Telling people: notices, reminders, and the mails that carry them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask_babel import force_locale
from sqlalchemy.orm import joinedload

from network import clock
from network.database import Base, db
from network.notifications import kinds
from network.notifications.frequency import MailFrequency
from network.notifications.letters import notice_letter
from network.notifications.models import Notification, OutgoingMail, Reminder
from network.notifications.outbox import queue_mail as queue_mail
from network.notifications.outbox import queue_mails as queue_mails
from network.notifications.outbox import withdraw_mails as withdraw_mails
from network.notifications.unique import insert_new

if TYPE_CHECKING:
    from network.accounts.models import User
    from network.activity.models import Event

# people told in one statement: databases bound the number of its values
BATCH = 1000


def notify(event: Event, *, users: Iterable[User], kind: str, words: Mapping[str, Any], path: str) -> None:
    """Tell each person of the event once, whatever the ways it reaches them by; never who did it.

    `words` fill the sentence of the kind; `path` is the page of this site where it is acted on. Those who chose so
    get a mail at once, the others find it in their digest.
    """
    kinds.sentence(kind, {"actor": event.actor_name, **words})  # a missing word is found now, not when it is read
    people = {user.id: user for user in users if user.id != event.actor_id and user.is_active}
    _write([_row(user, kind, words, path) | {"event_id": event.id} for user in people.values()])


def remind(kind: str, subject: Base, *, user: User, day: date, words: Mapping[str, Any], path: str) -> bool:
    """Remind a person of something; False when that was done already for this kind, subject, person and day."""
    kinds.sentence(kind, words)
    row = {"kind": kind, "subject_id": subject.id, "user_id": user.id, "day": day.isoformat()}  # type: ignore[attr-defined]
    reminders = insert_new(Reminder, [row])
    _write([_row(user, kind, words, path) | {"reminder_id": reminder_id} for reminder_id in reminders])
    return bool(reminders)


def mark_read(notice: Notification) -> None:
    """The person has seen it: no mail needs to tell it any more."""
    notice.read_at = notice.read_at or clock.now()
    notice.mailed_at = notice.mailed_at or clock.now()


def mark_all_read(user_id: int) -> None:
    """The person has seen all of them."""
    settle_mails(user_id)
    unread = sa.and_(Notification.user_id == user_id, Notification.read_at.is_(None))
    db.session.execute(sa.update(Notification).where(unread).values(read_at=clock.now()))


def settle_mails(user_id: int) -> None:
    """No mail will tell what the person was told so far."""
    unmailed = sa.and_(Notification.user_id == user_id, Notification.mailed_at.is_(None))
    db.session.execute(sa.update(Notification).where(unmailed).values(mailed_at=clock.now()))


def remove_old_notices(before: datetime) -> None:
    """Remove what was read before then, and the reminders that no notice tells any more."""
    db.session.execute(sa.delete(Notification).where(Notification.read_at < before))
    told = sa.select(Notification.reminder_id).where(Notification.reminder_id == Reminder.id)
    db.session.execute(sa.delete(Reminder).where(Reminder.day < before.date().isoformat(), ~told.exists()))


def remove_old_mails(before: datetime) -> None:
    """Remove the mails written before then, sent or not."""
    db.session.execute(sa.delete(OutgoingMail).where(OutgoingMail.created_at < before))


def forget_notices(user_id: int, email: str) -> None:
    """Remove what was written to a person who is being erased."""
    db.session.execute(sa.delete(Notification).where(Notification.user_id == user_id))
    db.session.execute(sa.delete(Reminder).where(Reminder.user_id == user_id))
    db.session.execute(sa.delete(OutgoingMail).where(OutgoingMail.recipient == email))


def _row(user: User, kind: str, words: Mapping[str, Any], path: str) -> dict[str, Any]:
    """A notice; those who want no mail, or theirs at once, are not in a digest."""
    in_digest = user.mail_frequency in (MailFrequency.DAILY, MailFrequency.WEEKLY)
    now = clock.now()
    return {
        "user_id": user.id,
        "kind": kind,
        "words": dict(words),
        "path": path,
        "created_at": now,
        "mailed_at": None if in_digest else now,
    }


def _write(rows: Sequence[Mapping[str, Any]]) -> None:
    """Write the notices that do not stand yet, and the mails of those who want them at once."""
    for start in range(0, len(rows), BATCH):
        ids = insert_new(Notification, rows[start : start + BATCH])
        queue_mails([_mail_of(notice) for notice in _wanted_at_once(ids)])


def _wanted_at_once(ids: Sequence[int]) -> Iterable[Notification]:
    at_once = Notification.user.has(mail_frequency=MailFrequency.IMMEDIATE)
    query = sa.select(Notification).where(Notification.id.in_(ids), at_once)
    return db.session.scalars(query.options(joinedload(Notification.user), joinedload(Notification.event)))


def _mail_of(notice: Notification) -> dict[str, str]:
    with force_locale(notice.user.language):
        return notice_letter(notice).to(notice.user.email, key=f"notice {notice.id}")
