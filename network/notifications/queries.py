"""Reading notices and mails."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from network.activity.models import Event
from network.database import db, read_value
from network.errors import NotFoundError
from network.notifications.models import Notification, OutgoingMail
from network.web.pagination import Page, paginate

# Asked by every page, therefore put together once.
_UNREAD = sa.select(sa.func.count(Notification.id)).where(
    Notification.user_id == sa.bindparam("user_id"), Notification.read_at.is_(None)
)

# Unread first, then newest first; of its event a notice says who acted.
_NOTICES = (
    sa.select(Notification)
    .where(Notification.user_id == sa.bindparam("user_id"))
    .options(joinedload(Notification.event).load_only(Event.actor_name))
    .order_by(Notification.read_at.is_not(None), Notification.created_at.desc(), Notification.id.desc())
)

_MAILS = sa.select(OutgoingMail).order_by(OutgoingMail.created_at.desc(), OutgoingMail.id.desc())


def count_unread(user_id: int) -> int:
    """How many notices the person has not read: one look at an index."""
    return read_value(_UNREAD, {"user_id": user_id}) or 0


def page_of_notices(user_id: int, number: int) -> Page:
    """A page of the person's notices: unread first, then newest first."""
    return paginate(_NOTICES, number, values={"user_id": user_id})


def list_notices_of_person(user_id: int) -> list[Notification]:
    """All notices kept for a person, as on their page."""
    return list(db.session.scalars(_NOTICES, {"user_id": user_id}))


def get_notice(notice_id: int, *, user_id: int | None) -> Notification:
    """The notice, if it was written to this person; else NotFoundError."""
    notice = db.session.get(Notification, notice_id)
    if notice is None or notice.user_id != user_id:
        raise NotFoundError
    return notice


def page_of_mails(number: int) -> Page:
    """A page of all mails of the outbox, newest first."""
    return paginate(_MAILS, number)


def list_mails_to(email: str) -> list[OutgoingMail]:
    """The mails kept that were written to this address, oldest first."""
    return list(
        db.session.scalars(sa.select(OutgoingMail).where(OutgoingMail.recipient == email).order_by(OutgoingMail.id))
    )
