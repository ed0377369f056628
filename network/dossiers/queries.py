"""Reading dossiers, their points and decisions."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, selectinload

from network import clock
from network.actors import Role
from network.calls.models import Call, CallKind, CallState, Juror, Project
from network.calls.queries import assembled
from network.consortia.models import Consortium, ConsortiumState, Partner, PartnerState
from network.database import db, read
from network.dossiers.models import Decision, Dossier, DossierState, Score
from network.dossiers.policies import may_decide, may_judge
from network.errors import NotFoundError
from network.organisations.models import Mandate
from network.organisations.queries import list_people

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from network.accounts.models import User
    from network.actors import Actor


def get_dossier(dossier_id: int) -> Dossier:
    """A dossier with its groupement; NotFoundError when there is none."""
    dossier = db.session.scalar(_dossiers().where(Dossier.id == dossier_id))
    if dossier is None:
        raise NotFoundError
    return dossier


def find_dossier(consortium: Consortium) -> Dossier | None:
    """What a groupement has deposited for the call of its project."""
    query = _dossiers().where(Dossier.consortium_id == consortium.id, Dossier.call_id == consortium.project.call_id)
    return db.session.scalar(query)


def list_dossiers(call: Call) -> Sequence[Dossier]:
    """The dossiers of a call with their points, in the order in which they came; always read anew."""
    query = _dossiers().where(Dossier.call_id == call.id).order_by(Dossier.id)
    return db.session.scalars(query.execution_options(populate_existing=True)).all()


def find_decision(call: Call) -> Decision | None:
    """What was decided on a call."""
    return db.session.scalar(sa.select(Decision).filter_by(call_id=call.id))


def list_to_judge(actor: Actor) -> Sequence[Dossier]:
    """The dossiers that the actor, of a jury, has not judged yet."""
    ids = [row.id for row in read(_to_judge(), {"juror_id": actor.user_id})]
    if not ids:
        return []
    found = db.session.scalars(_dossiers().where(Dossier.id.in_(ids)).order_by(Dossier.id))
    return [dossier for dossier in found if may_judge(dossier, actor)]


@cache
def _to_judge() -> sa.Executable:
    juror_id: sa.BindParameter[Any] = sa.bindparam("juror_id")
    judged = sa.select(Score.id).where(Score.dossier_id == Dossier.id, Score.user_id == juror_id)
    theirs = sa.select(Juror.call_id).where(Juror.user_id == juror_id)
    query = sa.select(Dossier.id).where(Dossier.call_id.in_(theirs), Dossier.state == DossierState.DEPOSITED)
    return query.where(~judged.exists())


def list_to_decide(actor: Actor) -> dict[Call, int]:
    """The calls that wait for the actor's decision, all their dossiers judged, with the number of these; not those that
    others decide, the actor having a part in a dossier."""
    federation_ids = [organisation_id for organisation_id in actor.roles if actor.coordinates(organisation_id)]
    if not federation_ids:
        return {}
    counts = dict(map(tuple, read(_to_decide(), {"federation_ids": federation_ids})))
    if not counts:
        return {}
    calls = db.session.scalars(sa.select(Call).where(Call.id.in_(counts)).order_by(Call.id))
    return {call: counts[call.id] for call in calls if not call.is_open and _concerns(call, actor)}


@cache
def _to_decide() -> sa.Executable:
    other = aliased(Dossier)
    unjudged = sa.select(other.id).where(other.call_id == Call.id, _is_in_call(other), ~other.scores.any())
    return (
        sa.select(Call.id, sa.func.count(Dossier.id))
        .join(Dossier, Dossier.call_id == Call.id)
        .where(
            Call.federation_id.in_(sa.bindparam("federation_ids")),
            Call.state.in_((CallState.PUBLISHED, CallState.CLOSED)),
            _is_in_call(Dossier),
            ~unjudged.exists(),
        )
        .group_by(Call.id)
    )


def list_awaited_jurors(call: Call, dossiers: Collection[Dossier]) -> list[User]:
    """The jurors who have still to judge one of these dossiers in whose partners they have no mandate."""
    ids = [juror.user_id for juror in call.jurors]
    query = sa.select(Mandate.organisation_id, Mandate.user_id).where(Mandate.user_id.in_(ids))
    mandates = {(organisation_id, user_id) for organisation_id, user_id in db.session.execute(query)}
    return [
        juror.user
        for juror in call.jurors
        if any(
            all(score.user_id != juror.user_id for score in dossier.scores)
            and not mandates.intersection((member, juror.user_id) for member in dossier.members)
            for dossier in dossiers
        )
    ]


def list_deciders(call: Call) -> list[User]:
    """The coordinators who may decide: without a mandate in a partner of any dossier, by name."""
    in_conflict = (
        sa.select(Mandate.user_id)
        .join(Partner, Partner.organisation_id == Mandate.organisation_id)
        .join(Dossier, Dossier.consortium_id == Partner.consortium_id)
        .where(Dossier.call_id == call.id, _is_in_call(Dossier), Partner.state == PartnerState.ACCEPTED)
    )
    bound = set(db.session.scalars(in_conflict))
    return [user for user in list_people(call.federation_id, roles=[Role.COORDINATOR]) if user.id not in bound]


def _concerns(call: Call, actor: Actor) -> bool:
    """It is the actor's to decide, or to find who may."""
    deciders = list_deciders(call)
    return not deciders or may_decide(deciders, actor)


def list_to_deposit(actor: Actor) -> Sequence[Any]:
    """The confirmed groupements that the actor may deposit a dossier for, as `may_deposit` decides, and that have none:
    the id and the title of the project."""
    coordinated = [organisation_id for organisation_id in actor.roles if actor.coordinates(organisation_id)]
    engaged = [organisation_id for organisation_id in actor.roles if actor.engages(organisation_id)]
    values = {"coordinated": coordinated, "engaged": engaged, "user_id": actor.user_id, "now": clock.now()}
    return read(_to_deposit(), values)


@cache
def _to_deposit() -> sa.Executable:
    closes_later = sa.or_(Call.closes_at.is_(None), Call.closes_at > sa.bindparam("now"))
    deposited = sa.select(Dossier.id).where(Dossier.consortium_id == Consortium.id, Dossier.call_id == Project.call_id)
    return (
        sa.select(Consortium.id, Project.title)
        .join(Consortium.project)
        .join(Project.call)
        .where(
            Consortium.state == ConsortiumState.CONFIRMED,
            Call.state == CallState.PUBLISHED,
            Call.kind == CallKind.PROJECTS,
            closes_later,
            sa.or_(assembled(), Consortium.lead_id.in_(sa.bindparam("engaged"))),
            ~deposited.exists(),
        )
        .order_by(Consortium.confirmed_at, Consortium.id)
    )


def list_newcomers(consortia: Collection[Consortium]) -> set[int]:
    """The organisations of these groupements that were in no other one confirmed before the first of them, by id."""
    first = min((consortium.confirmed_at for consortium in consortia if consortium.confirmed_at), default=clock.now())
    members = {partner.organisation_id for consortium in consortia for partner in agreed(consortium)}
    before = (
        sa.select(Partner.organisation_id)
        .join(Partner.consortium)
        .where(
            Partner.organisation_id.in_(members),
            Partner.state == PartnerState.ACCEPTED,
            Consortium.state == ConsortiumState.CONFIRMED,
            Consortium.confirmed_at < first,
        )
    )
    return members - set(db.session.scalars(before))


def agreed(consortium: Consortium) -> list[Partner]:
    """The partners who have accepted, the single contact first."""
    team = [partner for partner in consortium.partners if partner.state is PartnerState.ACCEPTED]
    return sorted(team, key=lambda partner: partner.organisation_id != consortium.lead_id)


def _is_in_call(dossier: type[Dossier]) -> sa.ColumnElement[bool]:
    """It was not taken back, nor its project out of the call."""
    is_there = dossier.consortium.has(Consortium.project.has(Project.call_id == dossier.call_id))
    return sa.and_(dossier.state != DossierState.TAKEN_BACK, is_there)


def _dossiers() -> sa.Select[Dossier]:
    team = joinedload(Dossier.consortium).selectinload(Consortium.partners)
    return sa.select(Dossier).options(team, selectinload(Dossier.scores))
