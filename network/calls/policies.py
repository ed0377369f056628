"""Who may do what with calls, projects and interests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from network.calls.models import CallState, ProjectState
from network.organisations.queries import is_member_of

if TYPE_CHECKING:
    from network.actors import Actor
    from network.calls.models import Call, Project


def may_see_call(call: Call, actor: Actor) -> bool:
    """A published call is for everyone who is logged in; a draft for the people of the federation that writes it."""
    if actor.user_id is None:
        return False
    return call.state is not CallState.DRAFT or actor.belongs_to(call.federation_id)


def may_write_call(federation_id: int, actor: Actor) -> bool:
    """The coordinators of a federation write its calls."""
    return actor.coordinates(federation_id)


def may_edit_call(call: Call, actor: Actor) -> bool:
    """A call is written until it is published; from then on it stands, and is put right by dated corrections."""
    return may_write_call(call.federation_id, actor) and call.state is CallState.DRAFT


def may_coordinate_call(call: Call, actor: Actor) -> bool:
    """The coordinators of the federation that launched the call publish it, correct it, name its jury, add projects."""
    return actor.coordinates(call.federation_id)


def may_assemble(call: Call, actor: Actor) -> bool:
    """They compose groupements too, but for those who judge or have judged: who assembles does not judge."""
    return may_coordinate_call(call, actor) and actor.user_id not in call.judges


def may_coordinate_project(project: Project, actor: Actor) -> bool:
    """The coordinators of the federation that carries a project correct it and decide what becomes of it."""
    return actor.coordinates(project.federation_id)


def may_edit_project(project: Project, actor: Actor) -> bool:
    """Its coordination corrects and withdraws it; a proposal that waits, the managers of who proposed it too."""
    if may_coordinate_project(project, actor):
        return True
    return project.state is ProjectState.PROPOSED and actor.engages(project.proposer_id)


def may_propose_project(organisation_id: int, federation_id: int, actor: Actor) -> bool:
    """An organisation's managers propose a project to a federation that it is a member of."""
    return actor.engages(organisation_id) and is_member_of(organisation_id, federation_id)


def may_assemble_project(project: Project, actor: Actor) -> bool:
    """They compose its groupement too, but for those who judge its call or have judged in it."""
    return may_coordinate_project(project, actor) and actor.user_id not in project.judges


def may_add_project(call: Call, actor: Actor) -> bool:
    """A project answers a call that is open."""
    return may_coordinate_call(call, actor) and call.is_open


def may_see_project(project: Project, actor: Actor) -> bool:
    """A project is seen by whoever sees its call; one without a call by everyone who is logged in, but while it is only
    proposed, was left aside, or is a proposal taken back: then by its federation, who proposed it, and who was in it
    before."""
    if project.call is not None:
        return may_see_call(project.call, actor)
    if project.state is ProjectState.OPEN or (project.state is ProjectState.WITHDRAWN and project.proposer_id is None):
        return actor.user_id is not None
    if actor.belongs_to(project.federation_id) or actor.belongs_to(project.proposer_id):
        return True
    was_asked = any(consortium.is_visible_to(actor) for consortium in project.consortia)
    return was_asked or any(actor.belongs_to(interest.organisation_id) for interest in project.interests)


def may_declare_interest(project: Project, organisation_id: int, actor: Actor) -> bool:
    """An organisation's manager says whether it is interested, while it is open; a federation does not."""
    return project.is_open and actor.engages(organisation_id) and not actor.coordinates(organisation_id)


def may_see_interests(project: Project, actor: Actor) -> bool:
    """Interests and what is asked are for those who assemble."""
    return may_assemble_project(project, actor)
