"""What people do with calls and projects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from network import clock
from network.activity.services import record
from network.calls.models import Call, CallState, Interest, InterestAnswer, Project
from network.calls.policies import may_add_project, may_coordinate_call, may_declare_interest
from network.calls.queries import find_interest, find_project
from network.database import db, lock
from network.errors import ConflictError
from network.web.policies import require

if TYPE_CHECKING:
    from network.actors import Actor


def publish_call(call: Call, *, actor: Actor) -> None:
    """A draft becomes public; from then on its criteria stand."""
    require(may_coordinate_call(call, actor))
    if call.state is not CallState.DRAFT:
        raise ConflictError
    call.state = CallState.PUBLISHED
    call.published_at = clock.now()
    db.session.flush()
    record("call.published", call, actor=actor)


def add_project(call: Call, *, actor: Actor, title: str, summary: str, expected_jobs: int | None) -> Project:
    """A project that answers an open call; the same said twice is one project."""
    require(may_coordinate_call(call, actor))
    lock(call)  # of two clicks, one after the other
    if not may_add_project(call, actor):
        raise ConflictError
    if added := find_project(call, title=title, summary=summary, expected_jobs=expected_jobs):
        return added
    project = Project(call=call, title=title, summary=summary, expected_jobs=expected_jobs, created_at=clock.now())
    db.session.add(project)
    db.session.flush()
    record("project.added", project, actor=actor)
    return project


def update_project(
    project: Project, *, actor: Actor, version: int, title: str, summary: str, expected_jobs: int | None
) -> None:
    """Correct a project; StaleError when somebody else did since it was read."""
    require(may_coordinate_call(project.call, actor))
    lock(project)
    before = {"title": project.title, "summary": project.summary, "expected_jobs": project.expected_jobs}
    after = {"title": title, "summary": summary, "expected_jobs": expected_jobs}
    changed = {key for key in after if after[key] != before[key]}
    if not changed:  # or the form was sent twice
        return
    project.expect_version(version)
    for key in changed:
        setattr(project, key, after[key])
    db.session.flush()
    record(
        "project.updated",
        project,
        actor=actor,
        before={key: before[key] for key in changed},
        after={key: after[key] for key in changed},
    )


def declare_interest(
    project: Project, organisation_id: int, *, actor: Actor, answer: InterestAnswer, asks: int
) -> Interest:
    """Say, for an organisation, whether a project interests it; said again, it replaces what was said."""
    require(may_declare_interest(project, organisation_id, actor))
    lock(project)  # of two people of the same organisation, one after the other
    interest = find_interest(project, organisation_id)
    if interest is None:
        interest = Interest(project=project, organisation_id=organisation_id)
        db.session.add(interest)
    interest.answer = answer
    interest.asks = asks if answer is not InterestAnswer.NO else 0
    interest.answered_at = clock.now()
    db.session.flush()
    record("project.interest_declared", project, actor=actor, after={"answer": answer.value})
    return interest
