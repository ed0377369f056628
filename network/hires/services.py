"""What structures do with their demands."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from network import clock
from network.activity.services import record
from network.database import db, lock
from network.errors import ConflictError
from network.hires.models import Demand, DemandState
from network.hires.policies import may_change_demand, may_declare
from network.hires.queries import find_same_demand, list_free_demands
from network.hires.week import in_order
from network.organisations.memberships import when_membership_ends
from network.organisations.queries import is_member_of
from network.web.policies import require

if TYPE_CHECKING:
    from collections.abc import Collection

    from network.actors import Actor
    from network.organisations.models import Membership, Organisation
    from network.resources.models import Audience


def declare_demand(
    organisation: Organisation,
    *,
    actor: Actor,
    federation_id: int,
    profession: str,
    half_days: int,
    open: Collection[str],
    must: Collection[str],
    can_host: bool,
    from_day: date,
    audience: Audience,
    remark: str,
) -> Demand:
    """Say what the organisation looks for, to a federation that it is a member of; the same said twice is one."""
    require(may_declare(organisation.id, actor) and is_member_of(organisation.id, federation_id))
    lock(organisation)  # of two clicks, one after the other
    said = {
        "federation_id": federation_id,
        "profession": profession,
        "half_days": half_days,
        "open": in_order(open),
        "must": in_order(must),
        "can_host": can_host,
        "from_day": from_day,
        "audience": audience,
        "remark": remark,
    }
    declared = find_same_demand(organisation.id, said)
    if declared:
        return declared
    demand = Demand(organisation=organisation, created_at=clock.now(), **said)
    db.session.add(demand)
    record("demand.declared", demand, actor=actor, after=logged(demand))
    return demand


def change_demand(
    demand: Demand,
    *,
    actor: Actor,
    version: int,
    half_days: int,
    open: Collection[str],
    must: Collection[str],
    can_host: bool,
    from_day: date,
    audience: Audience,
    remark: str,
) -> None:
    """Correct a demand that is in no post; StaleError when somebody else did since it was read."""
    require(may_change_demand(demand, actor))
    lock(demand)
    said = (half_days, in_order(open), in_order(must), can_host, from_day, audience, remark)
    names = ("half_days", "open", "must", "can_host", "from_day", "audience", "remark")
    if said == tuple(getattr(demand, name) for name in names):
        return  # nothing was changed, or the form was sent twice
    demand.expect_version(version)
    _require_free(demand)
    before = logged(demand)
    for name, value in zip(names, said, strict=True):
        setattr(demand, name, value)
    db.session.flush()
    record("demand.changed", demand, actor=actor, before=before, after=logged(demand))


def withdraw_demand(demand: Demand, *, actor: Actor) -> None:
    """The organisation looks for it no longer."""
    require(may_change_demand(demand, actor))
    lock(demand)
    if not demand.is_open:
        return
    _require_free(demand)
    demand.state = DemandState.WITHDRAWN
    record("demand.withdrawn", demand, actor=actor)


def restore_demand(demand: Demand, *, actor: Actor) -> None:
    """The organisation looks for it again."""
    require(may_change_demand(demand, actor))
    lock(demand)
    if demand.is_open:
        return
    if not is_member_of(demand.organisation_id, demand.federation_id):
        raise ConflictError(_("You are no longer a member of this federation: declare the demand to another one."))
    demand.state = DemandState.OPEN
    record("demand.restored", demand, actor=actor)


@when_membership_ends
def withdraw_demands(membership: Membership, actor: Actor) -> None:
    """What waits for a post with the federation is asked of it no longer; posts that stand are left one by one."""
    for demand in list_free_demands([membership.federation_id]):
        if demand.organisation_id == membership.organisation_id:
            demand.state = DemandState.WITHDRAWN
            record("demand.withdrawn", demand, actor=actor)


def logged(demand: Demand) -> dict[str, Any]:
    """What the log keeps of a demand."""
    names = ("profession", "half_days", "open", "must", "can_host", "from_day", "audience")
    return {name: getattr(demand, name) for name in names}


def _require_free(demand: Demand) -> None:
    if demand.share:
        raise ConflictError(_("This demand is in a shared post: answer there, or ask for other half-days."))
