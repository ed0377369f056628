"""The coordination of a federation is told, once, of each member that has no other in reach."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from network import clock
from network.actors import Role
from network.clock import BRUSSELS
from network.database import db
from network.jobs.registry import job
from network.jobs.services import submit
from network.jobs.tick import every_tick
from network.notifications.kinds import register_kind
from network.notifications.services import remind
from network.organisations.models import Membership, MembershipState
from network.organisations.queries import list_all_federations, list_people
from network.ties.matching import index_of
from network.ties.members import list_members
from network.ties.queries import REACH_KM
from network.web.links import path_for

TOLD_AFTER = timedelta(days=7)  # of a federation that has just begun, a neighbour may still confirm

register_kind(
    "member.isolated",
    title=_l("%(name)s has no other member of %(federation)s within %(km)s km"),
    action=_l("See what could be done"),
)


@every_tick("ties.isolated")
def submit_isolated(now: datetime) -> None:
    """Once a day, whatever the number of ticks."""
    submit("ties.isolated", key=f"isolated {now.astimezone(BRUSSELS):%Y-%m-%d}")


@job("ties.isolated")
def tell_isolated() -> None:
    """Tell the coordination of each federation of those that are isolated, each membership once."""
    for federation_id, name in list_all_federations():
        for membership in _list_isolated(federation_id):
            words = {"name": membership.organisation.name, "federation": name, "km": str(REACH_KM)}
            for person in list_people(federation_id, roles=[Role.COORDINATOR]):
                day = membership.since.astimezone(BRUSSELS).date()
                path = path_for("ties.index", federation=federation_id)
                remind("member.isolated", membership, user=person, day=day, words=words, path=path)


def _list_isolated(federation_id: int) -> Sequence[Membership]:
    members = list_members(federation_id)
    if len(members) < 2:
        return []
    nearest = index_of(members).nearest_metres()
    isolated = [member.id for member, metres in zip(members, nearest, strict=True) if metres > 1000 * REACH_KM]
    query = sa.select(Membership).filter_by(federation_id=federation_id, state=MembershipState.CONFIRMED)
    query = query.where(Membership.organisation_id.in_(isolated), Membership.since <= clock.now() - TOLD_AFTER)
    return db.session.scalars(query.order_by(Membership.id)).all()
