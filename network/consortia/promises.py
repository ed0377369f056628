"""What organisations have promised to other groupements, and how sought-after they are."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from network import clock
from network.calls.matching import PROJECT_DAYS
from network.calls.models import Project
from network.clock import BRUSSELS
from network.consortia.models import STANDING, Consortium, ConsortiumState, Partner, PartnerState
from network.database import db, read
from network.resources.sought import Promise, register_promises, register_sought
from network.web.links import path_for

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping


# Asked in, and the team is not confirmed yet.
_IS_SOUGHT = (
    Partner.state.in_(STANDING - {PartnerState.CHOSEN}),
    Consortium.state.in_([ConsortiumState.INVITING, ConsortiumState.AGREED]),
)


def _is_promised(since: Any) -> sa.ColumnElement[bool]:
    """To a groupement confirmed `since`: what it was promised was free over the year that followed."""
    return sa.and_(
        Partner.state == PartnerState.ACCEPTED,
        Consortium.state == ConsortiumState.CONFIRMED,
        Consortium.confirmed_at > since,
    )


def _a_year_ago() -> datetime:
    return clock.now() - timedelta(days=PROJECT_DAYS)


def list_promised(organisation_ids: Collection[int], *, but: Consortium) -> Mapping[int, Mapping[str, int]]:
    """What each has promised to other groupements for these days, {organisation id: {capability: quantity}}."""
    asked = {"organisation_ids": list(organisation_ids), "since": _a_year_ago(), "but": but.id}
    promised: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for organisation_id, contribution in read(_promised(), asked):
        for capability, quantity in contribution.items():
            promised[organisation_id][capability] += quantity
    return promised


@cache
def _promised() -> sa.Executable:
    query = sa.select(Partner.organisation_id, Partner.contribution).join(Partner.consortium)
    theirs = Partner.organisation_id.in_(sa.bindparam("organisation_ids"))
    return query.where(theirs, _is_promised(sa.bindparam("since")), Consortium.id != sa.bindparam("but"))


def list_also_promised(partner: Partner) -> list[Partner]:
    """Where else the organisation has said yes to bring some of what it is asked to bring here."""
    query = sa.select(Partner).join(Partner.consortium)
    elsewhere = query.where(
        Partner.organisation_id == partner.organisation_id,
        Partner.state == PartnerState.ACCEPTED,
        Consortium.state != ConsortiumState.ABANDONED,
        Consortium.id != partner.consortium_id,
    )
    found = db.session.scalars(elsewhere.order_by(Partner.id))
    return [other for other in found if other.contribution.keys() & partner.contribution.keys()]


def count_sought(organisation_ids: Collection[int], *, but: Consortium) -> dict[int, int]:
    """How many other projects have asked each organisation in and are still being composed, {organisation id: number}.

    A number alone: which projects they are, and what was asked, is known to their own coordination.
    """
    query = (
        sa.select(Partner.organisation_id, sa.func.count(Consortium.project_id.distinct()))
        .join(Partner.consortium)
        .where(
            Partner.organisation_id.in_(organisation_ids),
            *_IS_SOUGHT,
            Consortium.project_id != but.project_id,
        )
        .group_by(Partner.organisation_id)
    )
    return dict(db.session.execute(query).all())


def count_sought_means(organisation_id: int) -> dict[str, int]:
    """How many projects ask the organisation for each capability or have its promise, {capability: number}."""
    projects: dict[str, set[int]] = defaultdict(set)
    for project_id, contribution in read(_sought(), {"organisation_id": organisation_id, "since": _a_year_ago()}):
        for capability in contribution:
            projects[capability].add(project_id)
    return {capability: len(ids) for capability, ids in projects.items()}


@cache
def _sought() -> sa.Select[Any]:
    query = sa.select(Consortium.project_id, Partner.contribution).join(Partner.consortium)
    theirs = Partner.organisation_id == sa.bindparam("organisation_id")
    return query.where(theirs, sa.and_(*_IS_SOUGHT) | _is_promised(sa.bindparam("since")))


def list_promises_of(organisation_ids: Collection[int]) -> Iterator[Promise]:
    """What the organisations promised for these days, to which groupement: one query."""
    asked = {"organisation_ids": list(organisation_ids), "since": _a_year_ago()}
    for organisation_id, contribution, consortium_id, confirmed_at, title in read(_promises(), asked):
        last = (confirmed_at + timedelta(days=PROJECT_DAYS)).astimezone(BRUSSELS).date()
        path = path_for("consortia.consortium", consortium_id=consortium_id)
        for capability, quantity in contribution.items():
            if quantity:
                yield Promise(
                    organisation_id=organisation_id,
                    capability=capability,
                    quantity=quantity,
                    title=title,
                    until=last,
                    path=path,
                )


@cache
def _promises() -> sa.Executable:
    columns: tuple[Any, ...] = Partner.organisation_id, Partner.contribution, Consortium.id, Consortium.confirmed_at
    query = sa.select(*columns, Project.title).join(Partner.consortium).join(Consortium.project)
    theirs = Partner.organisation_id.in_(sa.bindparam("organisation_ids"))
    return query.where(theirs, _is_promised(sa.bindparam("since"))).order_by(Partner.id)


register_sought(count_sought_means)
register_promises(list_promises_of)
