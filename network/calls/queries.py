"""Reading calls, projects and interests."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import defaultload, joinedload, lazyload, load_only, selectinload

from network import clock
from network.activity.models import Event
from network.calls.models import (
    JUDGE_DISMISSED,
    Call,
    CallState,
    Interest,
    InterestAnswer,
    Juror,
    Project,
    ProjectState,
)
from network.database import db, read
from network.errors import NotFoundError
from network.organisations.models import Membership, MembershipState, Organisation, OrganisationKind
from network.organisations.queries import list_federation_ids
from network.places.models import Locality

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from network.actors import Actor

# The jury is read where it is asked for: of those who read a call or a project, by its coordination alone. The
# federation of the call of a project is nearly always the project's own.
_JURY_LATER = lazyload(Call.jurors), lazyload(Call.dismissals)
CALL_OF_PROJECT = lazyload(Call.federation), *_JURY_LATER

_PROJECT = (
    sa.select(Project)
    .where(Project.id == sa.bindparam("project_id"))
    .options(defaultload(Project.call).options(*CALL_OF_PROJECT))
)

_INTEREST = sa.select(Interest).where(
    Interest.project_id == sa.bindparam("project_id"), Interest.organisation_id == sa.bindparam("organisation_id")
)

_INTERESTED = (
    sa.select(Interest.project_id, sa.func.count())
    .join(Project, Project.id == Interest.project_id)
    .where(Project.call_id == sa.bindparam("call_id"), Interest.answer == InterestAnswer.YES)
    .group_by(Interest.project_id)
)


def list_calls(actor: Actor) -> Sequence[Any]:
    """The calls that the actor may see, as far as a list says them, each with how many projects it has; open ones
    first, the nearest deadline first."""
    return db.session.execute(_visible_calls(), {"own": list(actor.roles)}).all()


@cache
def _visible_calls() -> sa.Select[Any]:
    count = sa.select(sa.func.count()).where(Project.call_id == Call.id).scalar_subquery()
    visible = sa.or_(Call.state != CallState.DRAFT, Call.federation_id.in_(sa.bindparam("own")))
    said = load_only(Call.federation_id, Call.title, Call.kind, Call.state, Call.closes_at)
    federation = joinedload(Call.federation).options(load_only(Organisation.name), lazyload("*"))
    query = sa.select(Call, count).where(visible).options(said, lazyload("*"), federation)
    return query.order_by(Call.state != CallState.PUBLISHED, Call.closes_at, Call.id)


def list_closing() -> Sequence[Any]:
    """The id, the title and the closing of the open calls that close, the nearest first."""
    return db.session.execute(_closing(), {"now": clock.now()}).all()


@cache
def _closing() -> sa.Select[int, str, datetime | None]:
    query = sa.select(Call.id, Call.title, Call.closes_at)
    query = query.where(Call.state == CallState.PUBLISHED, Call.closes_at > sa.bindparam("now"))
    return query.order_by(Call.closes_at, Call.id)


def get_call(call_id: int) -> Call:
    """A call with its projects, their groupements and the partners of these, none of whom asks for the call again;
    NotFoundError when there is none."""
    call = db.session.scalar(_whole_call(), {"call_id": call_id})
    if call is None:
        raise NotFoundError
    return call


@cache
def _whole_call() -> sa.Select[Any]:
    consortium = Project.consortia.property.mapper.class_  # of the feature above
    consortia = joinedload(Project.consortia).options(lazyload(consortium.project), selectinload(consortium.partners))
    projects = selectinload(Call.projects).options(lazyload(Project.call), lazyload(Project.federation), consortia)
    return sa.select(Call).where(Call.id == sa.bindparam("call_id")).options(projects, *_JURY_LATER)


def list_open_calls(federation_id: int) -> list[Call]:
    """The calls of a federation that may be answered today, the nearest deadline first."""
    query = sa.select(Call).filter_by(federation_id=federation_id, state=CallState.PUBLISHED)
    return [call for call in db.session.scalars(query.order_by(Call.closes_at, Call.id)) if call.is_open]


def list_drafts(federation_id: int) -> Sequence[Call]:
    """The calls that a federation is writing."""
    return db.session.scalars(sa.select(Call).filter_by(federation_id=federation_id, state=CallState.DRAFT)).all()


def get_project(project_id: int) -> Project:
    """A project; NotFoundError when there is none."""
    project = db.session.scalar(_PROJECT, {"project_id": project_id})
    if project is None:
        raise NotFoundError
    return project


def find_same_project(federation_id: int, *, call_id: int | None, **said: Any) -> Project | None:
    """The project of the federation, for the call or without one, that says the same and was not withdrawn."""
    query = sa.select(Project).filter_by(federation_id=federation_id, call_id=call_id, **said)
    return db.session.scalar(query.where(Project.state != ProjectState.WITHDRAWN).limit(1))


def list_projects(actor: Actor) -> Sequence[Project]:
    """The projects that the actor may see: what waits for the federation, then those without a call, then by call."""
    order = (Project.state != ProjectState.PROPOSED, Project.call_id.is_not(None), Project.call_id.desc())
    query = sa.select(Project).options(selectinload(Project.originators)).order_by(*order, Project.changed_at.desc())
    own = sa.or_(
        Project.federation_id.in_(actor.roles),
        Project.proposer_id.in_(actor.roles),
        Project.interests.any(Interest.organisation_id.in_(actor.roles)),
    )
    never_proposed = sa.and_(Project.state == ProjectState.WITHDRAWN, Project.proposer_id.is_(None))
    visible = sa.or_(Project.call_id.is_not(None), Project.state == ProjectState.OPEN, never_proposed, own)
    of_call = sa.or_(Project.call_id.is_(None), Call.state != CallState.DRAFT, Call.federation_id.in_(actor.roles))
    return db.session.scalars(query.outerjoin(Project.call).where(visible, of_call)).all()


def list_proposed(actor: Actor) -> Sequence[Any]:
    """Proposals that the actor's federations have neither taken up nor left aside, the oldest first: id and title."""
    federations = [organisation_id for organisation_id in actor.roles if actor.coordinates(organisation_id)]
    return read(_proposed(), {"federations": federations}) if federations else []


@cache
def _proposed() -> sa.Executable:
    query = sa.select(Project.id, Project.title).where(Project.federation_id.in_(sa.bindparam("federations")))
    return query.where(Project.state == ProjectState.PROPOSED).order_by(Project.id)


def circle(project: Project) -> sa.Select[Any]:
    """The ids of those who may be in its groupement: members of the federations that carry it or had the idea, and who
    else had the idea."""
    federations, others = _origins(project)
    members = sa.select(Membership.organisation_id).where(
        Membership.federation_id.in_(federations), Membership.state == MembershipState.CONFIRMED
    )
    return sa.select(Organisation.id).where(sa.or_(Organisation.id.in_(members), Organisation.id.in_(others)))


def is_in_circle(project: Project, organisation_id: int) -> bool:
    """Whether the organisation may be in its groupement."""
    federations, others = _origins(project)
    joined = list_federation_ids([organisation_id])[organisation_id]
    return organisation_id in others or not joined.isdisjoint(federations)


def _origins(project: Project) -> tuple[list[int], list[int]]:
    """The ids of the federations that carry it or had the idea, and of who else had it."""
    is_federation = {o.id: o.kind is OrganisationKind.FEDERATION for o in project.originators}
    federations = [project.federation_id, *(i for i, federation in is_federation.items() if federation)]
    return federations, [i for i, federation in is_federation.items() if not federation]


def list_interests(project: Project) -> Sequence[Any]:
    """All that was said of a project, with the `name` and the `place` of who said it, « yes » first."""
    return read(_interests(), {"project_id": project.id})


@cache
def _interests() -> sa.Executable:
    said = Interest.organisation_id, Interest.answer, Interest.asks, Interest.brings, Interest.expects
    order = sa.case({InterestAnswer.YES: 0, InterestAnswer.MAYBE: 1}, value=Interest.answer, else_=2)
    return (
        sa.select(*said, Organisation.name, Locality.name.label("place"))
        .join(Organisation, Organisation.id == Interest.organisation_id)
        .join(Locality, Locality.id == Organisation.locality_id)
        .where(Interest.project_id == sa.bindparam("project_id"))
        .order_by(order, Interest.id)
    )


def list_named_interests(project: Project, *, but: int) -> Sequence[Interest]:
    """Those of its circle that said yes or maybe and let their fellows know it, all `but` one organisation."""
    query = sa.select(Interest).where(
        Interest.project_id == project.id,
        Interest.is_shared,
        Interest.answer != InterestAnswer.NO,
        Interest.organisation_id != but,
        Interest.organisation_id.in_(circle(project)),
    )
    return db.session.scalars(query.order_by(Interest.organisation_id)).all()


def count_interested(call: Call) -> dict[int, int]:
    """How many organisations said yes to each project of a call, by project id; those with none are left out."""
    return dict(map(tuple, read(_INTERESTED, {"call_id": call.id})))


def is_answered(call: Call) -> bool:
    """Some organisation has relied on what was published: said whether it is interested, been invited, or deposited."""
    if call.dossiers or any(p.is_informed for o in call.projects for c in o.consortia for p in c.partners):
        return True
    said = sa.select(Interest.id).join(Interest.project).where(Project.call_id == call.id)
    return db.session.scalar(sa.select(said.exists())) is True


def find_interest(project: Project, organisation_id: int) -> Interest | None:
    """What one organisation said of a project."""
    return db.session.scalar(_INTEREST, {"project_id": project.id, "organisation_id": organisation_id})


def list_unanswered_projects(actor: Actor) -> Sequence[Project]:
    """Open projects of its federations, or that it had the idea of, of which the actor's organisation has said nothing,
    the next to close first; none for a federation, which says nothing of them."""
    if actor.coordinates(actor.organisation_id):
        return []
    found = db.session.scalars(_unanswered_projects(), {"here": actor.organisation_id})
    return [project for project in found if project.is_open]


@cache
def _unanswered_projects() -> sa.Select[Any]:
    here = sa.bindparam("here", type_=sa.Integer)
    federations = sa.select(Membership.federation_id).where(
        Membership.organisation_id == here, Membership.state == MembershipState.CONFIRMED
    )
    had_idea = federations.union(sa.select(here))
    answered = sa.select(Interest.project_id).where(Interest.organisation_id == here)
    return (
        sa.select(Project)
        .outerjoin(Project.call)
        .where(
            sa.or_(Project.call_id.is_(None), Call.state == CallState.PUBLISHED),
            Project.state == ProjectState.OPEN,
            sa.or_(Project.federation_id.in_(federations), Project.originators.any(Organisation.id.in_(had_idea))),
            Project.id.not_in(answered),
        )
        .order_by(Call.closes_at.is_(None), Call.closes_at, Project.id)
    )


def assembled() -> sa.ColumnElement[bool]:
    """As `may_assemble_project` decides, for all projects at once: the federations `coordinated` and the `user_id` are
    left open."""
    judged = ids_of_judged_calls(sa.bindparam("user_id", type_=sa.Integer))
    is_apart = sa.or_(Project.call_id.is_(None), Project.call_id.not_in(judged))
    return sa.and_(Project.federation_id.in_(sa.bindparam("coordinated")), is_apart)


def ids_of_judged_calls(user_id: int | sa.BindParameter[int] | None) -> sa.CompoundSelect[int]:
    """The calls in which a person assembles nothing (`Call.judges`), as part of a query."""
    judges = sa.select(Juror.call_id).where(Juror.user_id == user_id)
    dismissed = sa.select(Event.subject_id).where(
        Event.subject_type == Call.__tablename__,
        Event.verb == JUDGE_DISMISSED,
        Event.before["user_id"].as_integer() == user_id,
    )
    return sa.union(judges, dismissed)
