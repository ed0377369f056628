"""What happens to offers and needs as time goes by: their last day is announced to those who can renew them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from network.accounts.models import User
from network.actors import Role
from network.clock import BRUSSELS
from network.database import db
from network.jobs.tick import every_tick
from network.notifications.kinds import register_kind
from network.notifications.models import Reminder
from network.notifications.services import remind
from network.organisations.models import Mandate
from network.resources.labels import resource_title
from network.resources.models import RESOURCES, Need, Offer, Way
from network.web.links import path_for

ANNOUNCED_DAYS_BEFORE = 14
KINDS = {Way.OFFER: "offer.ends", Way.NEED: "need.ends"}

register_kind(
    "offer.ends", title=_l("Your offer “%(what)s” ends on %(day)s: does it still stand?"), action=_l("Renew it")
)
register_kind(
    "need.ends", title=_l("Your need “%(what)s” ends on %(day)s: does it still stand?"), action=_l("Renew it")
)


@every_tick("resources.announce_end")
def announce_end(now: datetime) -> None:
    """Tell those who engage an organisation, once for each last day, two weeks before; what stands for two weeks or
    less was never meant to last."""
    today = now.astimezone(BRUSSELS).date()
    for way, kind in KINDS.items():
        for resource, user in db.session.execute(_untold(way, today)).unique():
            last_day = resource.until_day
            assert last_day
            if last_day - resource.from_day <= timedelta(days=ANNOUNCED_DAYS_BEFORE):
                continue
            with force_locale(user.language):
                words = {"what": resource_title(resource), "day": last_day.isoformat()}
            path = path_for("resources.resource", way=way, resource_id=resource.id)
            remind(kind, resource, user=user, day=last_day, words=words, path=path)


def _untold(way: Way, today: date) -> sa.Select[Offer | Need, User]:
    """What ends soon, with each person who was not told of that day."""
    model: Any = RESOURCES[way]
    was_told = sa.exists().where(
        Reminder.kind == KINDS[way],
        Reminder.subject_id == model.id,
        Reminder.user_id == User.id,
        Reminder.day == sa.cast(model.until_day, sa.String(10)),
    )
    return (
        sa.select(model, User)
        .join(Mandate, Mandate.organisation_id == model.organisation_id)
        .join(User, User.id == Mandate.user_id)
        .where(
            model.ended_on.is_(None),
            model.until_day.between(today, today + timedelta(days=ANNOUNCED_DAYS_BEFORE)),
            Mandate.role.in_([Role.MANAGER, Role.COORDINATOR]),
            User.erased_at.is_(None),
            ~was_told,
        )
        .order_by(model.id, User.id)
    )
