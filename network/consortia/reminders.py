"""Who is reminded of an invitation or a charter, and when: those alone who have not answered."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from network.clock import BRUSSELS
from network.consortia.charter_notices import remind_partner
from network.consortia.models import Consortium, ConsortiumState, Partner, PartnerState
from network.consortia.notices import remind_invited
from network.consortia.queries import list_charters_awaited
from network.database import db

if TYPE_CHECKING:
    from collections.abc import Sequence

LAST_DAYS = timedelta(days=2)


def remind_silent(today: date) -> None:
    """Remind those whose day it is; who said from the e-mail that it is interested is spared the first reminder."""
    for partner in _awaited(today):
        reply_by = partner.consortium.reply_by
        assert partner.invited_at
        assert reply_by
        invited_on = partner.invited_at.astimezone(BRUSSELS).date()
        is_half_time = today == invited_on + (reply_by - invited_on) // 2 and partner.interested_at is None
        if today > invited_on and (is_half_time or today == reply_by - LAST_DAYS):
            remind_invited(partner, today)


def remind_unapproved(today: date) -> None:
    """From half time on, remind once those who have not approved a charter that they have known since before."""
    for charter in list_charters_awaited(today):
        day, known_since = charter.half_time, charter.latest.made_at.astimezone(BRUSSELS).date()
        if day and known_since < day <= today:
            for partner in charter.consortium.team:
                if partner.id not in charter.approvals:
                    remind_partner(partner, day=day)


def _awaited(today: date) -> Sequence[Partner]:
    query = (
        sa.select(Partner)
        .join(Partner.consortium)
        .where(
            Partner.state == PartnerState.INVITED,
            Consortium.state == ConsortiumState.INVITING,
            Consortium.reply_by >= today,
        )
        .options(contains_eager(Partner.consortium))
    )
    return db.session.scalars(query.order_by(Partner.id)).all()
