"""Who is reminded of an invitation, and when: at half time and two days before, those alone who have not answered."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from network.clock import BRUSSELS
from network.consortia.models import Consortium, ConsortiumState, Partner, PartnerState
from network.consortia.notices import remind_invited
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
