"""The turn of those seldom invited: what a federation gives them in all its searches, and on whom its teams fall."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from network import clock
from network.activity.services import record
from network.calls.matching import organisation_of
from network.calls.models import Project
from network.calls.policies import may_write_call
from network.calls.queries import ids_of_judged_calls
from network.consortia.lenses import TURN_DAYS
from network.consortia.models import Consortium, Partner, TurnRule
from network.consortia.queries import SEARCH_KIND, find_turn_rule
from network.database import db, lock
from network.errors import StaleError
from network.organisations.queries import list_members
from network.runs.models import Run
from network.web.policies import require

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from network.actors import Actor
    from network.organisations.models import Organisation

MOST_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Concentration:
    """On whom the teams of a federation fell, over two years: among its members how many a search proposed, how many
    were invited; `most`: those invited most often with how often, and their part of all invitations in percent."""

    members: int
    proposed: int
    invited: int
    most: Sequence[tuple[Organisation, int]]
    most_percent: int
    never: Sequence[Organisation]


def set_turn(federation: Organisation, points: int, *, actor: Actor, version: int) -> None:
    """From now on every search for the federation's projects gives so many points to those seldom invited; StaleError
    when somebody else changed it since it was read."""
    require(may_write_call(federation.id, actor))
    lock(federation)
    rule = find_turn_rule(federation.id)
    before = rule.points if rule else None
    if before == points:  # or the form was sent twice
        return
    if version != (rule.version if rule else 0):
        raise StaleError
    if rule is None:
        rule = TurnRule(federation_id=federation.id)
        db.session.add(rule)
    rule.points = points
    db.session.flush()
    record("turns.set", federation, actor=actor, before={"points": before}, after={"points": points})


def read_concentration(federation_id: int, actor: Actor) -> Concentration:
    """What became of its teams, but those that the actor judges."""
    members = {organisation.id: organisation for organisation in list_members(federation_id)}
    proposed, invited = _proposed(federation_id, actor), _invited(federation_id, actor)
    own = Counter({i: count for i, count in invited.items() if i in members})
    most = own.most_common(MOST_SHOWN)
    return Concentration(
        members=len(members),
        proposed=len(proposed & members.keys()),
        invited=len(own),
        most=[(members[i], count) for i, count in most],
        most_percent=round(100 * sum(count for _i, count in most) / own.total()) if own else 0,
        never=[organisation for i, organisation in members.items() if i not in proposed and i not in own],
    )


def _proposed(federation_id: int, actor: Actor) -> set[int]:
    """Who was in a team that a search found."""
    query = sa.select(Run.solution).join(Consortium, Run.subject_id == Consortium.id).join(Consortium.project)
    searches = query.where(
        Run.subject_type == Consortium.__tablename__,
        Run.kind == SEARCH_KIND,
        Run.solution.is_not(None),
        Run.created_at >= _since(),
        *_projects_of(federation_id, actor),
    )
    proposals = [proposal for solution in db.session.scalars(searches) for proposal in solution["proposals"]]
    return {organisation_of(name) for proposal in proposals for name in proposal["members"]}


def _invited(federation_id: int, actor: Actor) -> dict[int, int]:
    """How often each was invited, whatever it answered."""
    query = sa.select(Partner.organisation_id, sa.func.count()).join(Partner.consortium).join(Consortium.project)
    invitations = query.where(Partner.invited_at >= _since(), *_projects_of(federation_id, actor))
    return dict(db.session.execute(invitations.group_by(Partner.organisation_id)).all())


def _projects_of(federation_id: int, actor: Actor) -> list[sa.ColumnElement[bool]]:
    """Its projects, but those of a call that the actor judges: the jury does not know who is asked."""
    return [
        Project.federation_id == federation_id,
        sa.or_(Project.call_id.is_(None), Project.call_id.not_in(ids_of_judged_calls(actor.user_id))),
    ]


def _since() -> datetime:
    return clock.now() - timedelta(days=TURN_DAYS)
