"""Who is told what about calls and projects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

from network.actors import Role
from network.calls.models import InterestAnswer
from network.notifications.kinds import register_kind
from network.notifications.services import notify
from network.organisations.queries import list_member_managers, list_people
from network.web.links import path_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    from network.accounts.models import User
    from network.activity.models import Event
    from network.calls.models import Call, Project

register_kind(
    "call.published", title=_l("%(federation)s has published the call “%(call)s”"), action=_l("Read the call")
)
register_kind(
    "call.corrected", title=_l("%(federation)s has put the call “%(call)s” right"), action=_l("Read the correction")
)
register_kind("project.proposed", title=_l("%(proposer)s proposes the project “%(project)s”"), action=_l("Read it"))
register_kind(
    "project.begun",
    title=_l("%(federation)s begins the project “%(project)s”"),
    action=_l("Say whether it interests you"),
)
register_kind(
    "project.left_aside",
    title=_l("%(federation)s does not take up the project “%(project)s”"),
    action=_l("Read why"),
)
register_kind("project.withdrawn", title=_l("The project “%(project)s” is withdrawn"), action=_l("Read why"))
register_kind(
    "project.attached",
    title=_l("The project “%(project)s” now answers the call “%(call)s”"),
    action=_l("Read its criteria"),
)
register_kind(
    "project.detached", title=_l("The project “%(project)s” goes on without its call"), action=_l("Read the project")
)
register_kind("call.juror_named", title=_l("You are in the jury of the call “%(call)s”"), action=_l("Read the call"))
register_kind(
    "call.juror_dismissed", title=_l("You are no longer in the jury of the call “%(call)s”"), action=_l("Read the call")
)


def tell_members(event: Event, call: Call, kind: str) -> None:
    """The managers of all members of the federation."""
    _tell_of_call(event, call, kind, list_member_managers(call.federation_id))


def tell_corrected(event: Event, call: Call) -> None:
    """The managers of all members, and of those interested, invited or agreed, each once."""
    concerned = [person for project in call.projects for person in _list_concerned(project)]
    _tell_of_call(event, call, "call.corrected", [*list_member_managers(call.federation_id), *concerned])


def tell_juror(event: Event, call: Call, kind: str, user: User) -> None:
    """Who was put in the jury or taken out of it."""
    _tell_of_call(event, call, kind, [user])


def tell_coordination(event: Event, project: Project, kind: str) -> None:
    """The coordinators of the project's federation."""
    _tell_of(event, project, kind, list_people(project.federation_id, roles=[Role.COORDINATOR]))


def tell_proposer(event: Event, project: Project, kind: str) -> None:
    """The managers of who proposed it."""
    if project.proposer_id is not None:
        _tell_of(event, project, kind, list_people(project.proposer_id, roles=[Role.MANAGER]))


def tell_of_project(event: Event, project: Project) -> None:
    """A project without a call stands: the members' managers, and whoever had the idea."""
    roles = [Role.MANAGER, Role.COORDINATOR]
    named = [person for origin in project.originators for person in list_people(origin.id, roles=roles)]
    _tell_of(event, project, "project.begun", [*list_member_managers(project.federation_id), *named])


def tell_concerned(event: Event, project: Project, kind: str) -> None:
    """The managers of those who said yes or maybe, and of those invited or agreed, each once."""
    _tell_of(event, project, kind, _list_concerned(project))


def _list_concerned(project: Project) -> list[User]:
    interested = {row.organisation_id for row in project.interests if row.answer is not InterestAnswer.NO}
    partners = {partner.organisation_id for partner in project.invited}
    return [p for i in sorted(interested | partners) for p in list_people(i, roles=[Role.MANAGER])]


def _tell_of_call(event: Event, call: Call, kind: str, users: Iterable[User]) -> None:
    words = {"federation": call.federation.name, "call": call.title}
    notify(event, users=users, kind=kind, words=words, path=path_for("calls.call", call_id=call.id))


def _tell_of(event: Event, project: Project, kind: str, users: Iterable[User]) -> None:
    words = {
        "federation": project.federation.name,
        "project": project.title,
        "proposer": project.proposer.name if project.proposer else "",
        "call": project.call.title if project.call else "",
    }
    notify(event, users=users, kind=kind, words=words, path=path_for("calls.project", project_id=project.id))
