"""What people do with projects: begun or proposed, corrected, withdrawn, attached to a call and taken out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from network import clock
from network.accounts.queries import list_names
from network.activity.queries import list_events, list_people_who_acted
from network.activity.services import record
from network.calls.asked import asks_changed
from network.calls.models import Call, Project, ProjectState
from network.calls.notices import tell_concerned, tell_coordination, tell_of_project, tell_proposer
from network.calls.policies import (
    may_add_project,
    may_coordinate_call,
    may_coordinate_project,
    may_edit_project,
    may_propose_project,
)
from network.calls.queries import find_same_project
from network.calls.workflow import PROJECT_TRANSITIONS, move_project
from network.database import db, lock
from network.errors import ConflictError
from network.web.policies import require

if TYPE_CHECKING:
    from collections.abc import Sequence

    from network.actors import Actor
    from network.organisations.models import Organisation

PLAIN_FACTS = ("title", "summary", "sector", "expected_jobs", "needs")


def add_project(
    call: Call,
    *,
    actor: Actor,
    title: str,
    summary: str,
    expected_jobs: int | None,
) -> Project:
    """A project that answers an open call; the same said twice is one project."""
    require(may_coordinate_call(call, actor))
    lock(call)  # of two clicks, one after the other
    if not may_add_project(call, actor):
        raise ConflictError
    facts = {"title": title, "summary": summary, "sector": call.sector, "expected_jobs": expected_jobs}
    if added := find_same_project(call.federation_id, call_id=call.id, **facts):
        return added
    project = _new(call.federation, ProjectState.OPEN, **facts)
    project.call = call
    db.session.flush()
    record("project.added", project, actor=actor)
    return project


def begin_project(
    federation: Organisation, *, actor: Actor, originators: Sequence[Organisation], **facts: Any
) -> Project:
    """A federation begins a project without a call: its members and those who had the idea are told."""
    require(actor.coordinates(federation.id))
    lock(federation)  # of two clicks, one after the other
    if begun := _find_same(federation, facts, proposer_id=None):
        return begun
    project = _new(federation, ProjectState.OPEN, originators=list(originators), **facts)
    db.session.flush()
    tell_of_project(record("project.begun", project, actor=actor), project)
    return project


def propose_project(
    federation: Organisation, proposer: Organisation, *, actor: Actor, originators: Sequence[Organisation], **facts: Any
) -> Project:
    """An organisation proposes a project to a federation of its, whose coordination takes it up or not."""
    require(may_propose_project(proposer.id, federation.id, actor))
    lock(proposer)  # of two clicks, one after the other
    if proposed := _find_same(federation, facts, proposer_id=proposer.id):
        return proposed
    others = [organisation for organisation in originators if organisation.id != proposer.id]
    project = _new(federation, ProjectState.PROPOSED, originators=[proposer, *others], proposer=proposer, **facts)
    db.session.flush()
    tell_coordination(record("project.proposed", project, actor=actor), project, "project.proposed")
    return project


def update_project(project: Project, *, actor: Actor, version: int, **facts: Any) -> None:
    """Correct a project; StaleError when somebody else did since it was read."""
    require(may_edit_project(project, actor))
    _hold(project, None)
    changed = {name: value for name, value in facts.items() if getattr(project, name) != value}
    if not changed:  # or the form was sent twice
        return
    project.expect_version(version)
    before = {name: _logged(getattr(project, name)) for name in changed}
    asked = project.criteria, project.experience_sector
    for name, value in changed.items():
        setattr(project, name, value)
    project.changed_at = clock.now()
    db.session.flush()
    record(
        "project.updated",
        project,
        actor=actor,
        before=before,
        after={name: _logged(value) for name, value in changed.items()},
    )
    if (project.criteria, project.experience_sector) != asked:
        asks_changed(project)


def take_up(project: Project, *, actor: Actor) -> None:
    """The federation makes a project that was proposed its own; who proposed it and the members are told."""
    if _step(project, "take_up", actor):
        tell_of_project(record("project.taken_up", project, actor=actor), project)


def leave_aside(project: Project, *, actor: Actor, reason: str) -> None:
    """The federation does not take a proposal up, and says why; who proposed it is told."""
    if _step(project, "leave_aside", actor):
        project.reason = reason
        tell_proposer(record("project.left_aside", project, actor=actor), project, "project.left_aside")


def withdraw_project(project: Project, *, actor: Actor, reason: str) -> None:
    """Nothing more is done with it, and why; those concerned are told. ConflictError while partners of a groupement are
    asked or agreed."""
    if _step(project, "withdraw", actor):
        if project.invited:
            raise ConflictError(_("Partners have been invited: give its consortium up first."))
        project.reason = reason
        tell_concerned(record("project.withdrawn", project, actor=actor), project, "project.withdrawn")


def resume_project(project: Project, *, actor: Actor) -> None:
    """Take the withdrawal back; ConflictError for a proposal that its author took back before it was taken up."""
    if is_taken_back(project):
        raise ConflictError(_("Who proposed it took it back: it is theirs to propose again."))
    if _step(project, "resume", actor):
        project.reason = ""
        record("project.resumed", project, actor=actor)


def attach_project(project: Project, call: Call, *, actor: Actor) -> None:
    """From now on the project answers an open call of its federation, whose criteria count too; those concerned are
    told. ConflictError where somebody of the jury composed its groupement, or where partners who were invited did not
    know that they would be liable together."""
    require(may_coordinate_project(project, actor) and may_coordinate_call(call, actor))
    _hold(project, call)
    if project.call_id == call.id:
        return
    if project.call_id is not None or project.state is not ProjectState.OPEN or not call.is_open:
        raise ConflictError
    _keep_jury_apart(project, call)
    if call.is_market and project.invited:
        raise ConflictError(_("Partners were invited before they knew that they are liable together: begin again."))
    project.call = call
    project.changed_at = clock.now()
    db.session.flush()
    tell_concerned(record("project.attached", project, actor=actor), project, "project.attached")
    asks_changed(project)


def detach_project(project: Project, *, actor: Actor) -> None:
    """The project goes on without its call: refused, or better without; its own needs stay. Those concerned are
    told. ConflictError while the call has its dossier, or funds it."""
    require(may_coordinate_project(project, actor))
    _hold(project, project.call)
    call = project.call
    if call is None:
        return
    _expect_no_dossier(project)
    project.call = None
    project.changed_at = clock.now()
    db.session.flush()
    event = record("project.detached", project, actor=actor, after={"call": call.title})
    tell_concerned(event, project, "project.detached")
    asks_changed(project)


def is_taken_back(project: Project) -> bool:
    """A proposal that was withdrawn before the federation took it up."""
    if project.state is not ProjectState.WITHDRAWN or project.proposer_id is None:
        return False
    return all(event.verb != "project.taken_up" for event in list_events(project))


def _new(federation: Organisation, state: ProjectState, **facts: Any) -> Project:
    now = clock.now()
    project = Project(federation=federation, state=state, created_at=now, changed_at=now, **facts)
    db.session.add(project)
    return project


def _find_same(federation: Organisation, facts: dict[str, Any], *, proposer_id: int | None) -> Project | None:
    told = {name: facts[name] for name in PLAIN_FACTS if name != "needs"}
    return find_same_project(federation.id, call_id=None, proposer_id=proposer_id, **told)


def _step(project: Project, action: str, actor: Actor) -> bool:
    """Bring a project where an action leads; False when it is there already (a double click)."""
    policy = may_edit_project if action == "withdraw" else may_coordinate_project
    require(policy(project, actor))
    lock(project)
    if project.state is PROJECT_TRANSITIONS[action][1]:
        return False
    move_project(project, action)
    project.changed_at = clock.now()
    db.session.flush()
    return True


def _hold(project: Project, call: Call | None) -> None:
    """What an invitation and a deposit hold too, in the order in which they do."""
    for consortium in project.consortia:
        lock(consortium)
    if call is not None:
        lock(call)
    lock(project)


def _keep_jury_apart(project: Project, call: Call) -> None:
    both = list_people_who_acted(project.consortia) & call.judges
    if both:
        names = ", ".join(sorted(list_names(both).values()))
        raise ConflictError(_("%(names)s composed its consortium, and judges this call or has judged it.", names=names))


def _expect_no_dossier(project: Project) -> None:
    dossiers = [dossier for consortium in project.consortia for dossier in consortium.dossiers]
    of_call = [dossier for dossier in dossiers if dossier.call_id == project.call_id]
    if any(dossier.is_funded for dossier in of_call):
        raise ConflictError(_("The call funds this project: it stays in it."))
    if any(dossier.awaits_decision for dossier in of_call):
        raise ConflictError(_("Its dossier is deposited: take the dossier back first, from its page."))


def _logged(value: Any) -> Any:
    return [organisation.name for organisation in value] if isinstance(value, list) else value
