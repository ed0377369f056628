"""One mail for all that is new, at 7 h in Brussels, to those who chose it: each day, or on Mondays."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from flask_babel import force_locale
from sqlalchemy.orm import joinedload

from network.database import db
from network.jobs.tick import every_tick
from network.notifications.frequency import MailFrequency, last_digest_due
from network.notifications.letters import digest_letter
from network.notifications.models import Notification
from network.notifications.outbox import queue_mails

# people served in one transaction: the next tick goes on with the others
MAX_PEOPLE = 500


@every_tick("notifications.digest")
def send_digests(now: datetime) -> None:
    """Write the digests that are due; who was told nothing since the last one gets none.

    A person who went over from digests to mails at once finds what was left in a last one.
    """
    for frequency in (MailFrequency.DAILY, MailFrequency.WEEKLY, MailFrequency.IMMEDIATE):
        due = last_digest_due(frequency, now)
        for user_id in _people_waiting(frequency, due):
            _send_digest(user_id, due, now)


def _people_waiting(frequency: MailFrequency, due: datetime) -> list[int]:
    waiting = sa.select(Notification.user_id).where(_is_new(due), Notification.user.has(mail_frequency=frequency))
    return list(db.session.scalars(waiting.distinct().limit(MAX_PEOPLE)))


def _send_digest(user_id: int, due: datetime, now: datetime) -> None:
    """Write one person's digest, unless another tick was faster."""
    query = sa.select(Notification).where(_is_new(due), Notification.user_id == user_id).order_by(Notification.id)
    notices = list(db.session.scalars(query.options(joinedload(Notification.event), joinedload(Notification.user))))
    user = notices[0].user
    with force_locale(user.language):
        mail = digest_letter(user, notices).to(user.email, key=f"digest {user_id} {due:%Y-%m-%d}")
    if queue_mails([mail]):
        for notice in notices:
            notice.mailed_at = now


def _is_new(due: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(Notification.mailed_at.is_(None), Notification.created_at < due)
