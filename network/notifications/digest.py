"""One mail for all that is new, at 7 h in Brussels, to those who chose it: each day, or on Mondays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

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

    A person who went over from digests to mails at once finds what was left in a last one. The keys of the mails keep
    two ticks at the same instant from writing twice.
    """
    for frequency in (MailFrequency.DAILY, MailFrequency.WEEKLY, MailFrequency.IMMEDIATE):
        due = last_digest_due(frequency, now)
        notices = _list_notices(_people_waiting(frequency, due), due)
        by_person = groupby(notices, key=lambda notice: notice.user_id)
        queue_mails([_mail_of(list(ones_own), due) for _user_id, ones_own in by_person])
        for notice in notices:  # these alone: others may have been written meanwhile
            notice.mailed_at = now
        db.session.flush()


def _people_waiting(frequency: MailFrequency, due: datetime) -> list[int]:
    waiting = sa.select(Notification.user_id).where(_is_new(due), Notification.user.has(mail_frequency=frequency))
    return list(db.session.scalars(waiting.distinct().limit(MAX_PEOPLE)))


def _list_notices(user_ids: Sequence[int], due: datetime) -> Sequence[Notification]:
    """The notices to tell these people, one person after the other."""
    query = sa.select(Notification).where(_is_new(due), Notification.user_id.in_(user_ids))
    told = query.options(joinedload(Notification.event), joinedload(Notification.user))
    return db.session.scalars(told.order_by(Notification.user_id, Notification.id)).all()


def _mail_of(notices: Sequence[Notification], due: datetime) -> dict[str, str]:
    """The digest of one person, in their language."""
    user = notices[0].user
    with force_locale(user.language):
        return digest_letter(user, notices).to(user.email, key=f"digest {user.id} {due:%Y-%m-%d}")


def _is_new(due: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(Notification.mailed_at.is_(None), Notification.created_at < due)
