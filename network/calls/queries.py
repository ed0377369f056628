"""Reading calls, projects and interests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from network.calls.models import Call, CallState, Interest, InterestAnswer, Project
from network.database import db
from network.errors import NotFoundError
from network.organisations.models import Membership, MembershipState, Organisation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from network.actors import Actor


def list_calls(actor: Actor) -> Sequence[Call]:
    """The calls that the actor may see, open ones first, the nearest deadline first."""
    visible = sa.or_(Call.state != CallState.DRAFT, Call.federation_id.in_(actor.roles))
    query = sa.select(Call).where(visible).options(selectinload(Call.projects))
    return db.session.scalars(query.order_by(Call.state != CallState.PUBLISHED, Call.closes_at, Call.id)).all()


def get_call(call_id: int) -> Call:
    """A call with its projects, their groupements and the partners of these; NotFoundError when there is none."""
    partners = Project.consortia.property.mapper.class_.partners  # of the feature above
    projects = selectinload(Call.projects).selectinload(Project.consortia).selectinload(partners)
    call = db.session.get(Call, call_id, options=[projects])
    if call is None:
        raise NotFoundError
    return call


def list_drafts(federation_id: int) -> Sequence[Call]:
    """The calls that a federation is writing."""
    return db.session.scalars(sa.select(Call).filter_by(federation_id=federation_id, state=CallState.DRAFT)).all()


def get_project(project_id: int) -> Project:
    """A project; NotFoundError when there is none."""
    project = db.session.get(Project, project_id)
    if project is None:
        raise NotFoundError
    return project


def find_project(call: Call, *, title: str, summary: str, expected_jobs: int | None) -> Project | None:
    """The project of the call that says the same."""
    same = {"title": title, "summary": summary, "expected_jobs": expected_jobs}
    return db.session.scalar(sa.select(Project).filter_by(call_id=call.id, **same).limit(1))


def list_interests(project: Project) -> Sequence[Interest]:
    """All that was said of a project, « yes » first."""
    order = sa.case({InterestAnswer.YES: 0, InterestAnswer.MAYBE: 1}, value=Interest.answer, else_=2)
    return db.session.scalars(
        sa.select(Interest).where(Interest.project_id == project.id).order_by(order, Interest.id)
    ).all()


def list_named_interests(project: Project, *, but: int) -> Sequence[Interest]:
    """Members of the federation that said yes or maybe and let their fellows know it, all `but` one organisation."""
    members = sa.select(Membership.organisation_id).where(
        Membership.federation_id == project.federation_id, Membership.state == MembershipState.CONFIRMED
    )
    query = sa.select(Interest).where(
        Interest.project_id == project.id,
        Interest.is_shared,
        Interest.answer != InterestAnswer.NO,
        Interest.organisation_id != but,
        Interest.organisation_id.in_(members),
    )
    experiences = joinedload(Interest.organisation).selectinload(Organisation.experiences)
    return db.session.scalars(query.options(experiences).order_by(Interest.organisation_id)).all()


def count_interested(call: Call) -> dict[int, int]:
    """How many organisations said yes to each project of a call, by project id; those with none are left out."""
    query = (
        sa.select(Interest.project_id, sa.func.count())
        .join(Interest.project)
        .where(Project.call_id == call.id, Interest.answer == InterestAnswer.YES)
        .group_by(Interest.project_id)
    )
    return dict(db.session.execute(query).all())


def find_interest(project: Project, organisation_id: int) -> Interest | None:
    """What one organisation said of a project."""
    return db.session.scalar(
        sa.select(Interest).where(Interest.project_id == project.id, Interest.organisation_id == organisation_id)
    )


def list_unanswered_projects(actor: Actor) -> Sequence[Project]:
    """Open projects of its federations that the actor's organisation has said nothing of, the next to close first."""
    federations = sa.select(Membership.federation_id).where(
        Membership.organisation_id == actor.organisation_id, Membership.state == MembershipState.CONFIRMED
    )
    answered = sa.select(Interest.project_id).where(Interest.organisation_id == actor.organisation_id)
    query = (
        sa.select(Project)
        .outerjoin(Project.call)
        .where(
            sa.or_(Project.call_id.is_(None), Call.state == CallState.PUBLISHED),
            Project.federation_id.in_(federations),
            Project.id.not_in(answered),
        )
        .order_by(Call.closes_at.is_(None), Call.closes_at, Project.id)
    )
    return [project for project in db.session.scalars(query) if project.is_open]
