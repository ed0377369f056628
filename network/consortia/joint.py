"""Several groupements of a call at once: looked for together, taken over together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from network.calls.matching import candidate_id
from network.calls.models import ProjectState
from network.calls.policies import may_assemble, may_assemble_project
from network.consortia.matching import TOGETHER_LIMITS, joint_problem
from network.consortia.models import ConsortiumState
from network.consortia.queries import TOGETHER, count_standing
from network.consortia.services import adopt_team, open_consortium
from network.errors import ConflictError
from network.runs.services import request_run
from network.web.policies import require

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from typing import Any

    from network.actors import Actor
    from network.calls.models import Call, Project
    from network.consortia.models import Consortium
    from network.runs.models import Run

BEING_COMPOSED = (ConsortiumState.COMPOSING, ConsortiumState.INVITING)


def composed(project: Project) -> Consortium | None:
    """The groupement of a project that was not given up."""
    return next((consortium for consortium in project.consortia if not consortium.is_abandoned), None)


def has_team(consortium: Consortium, row: Mapping[str, Any]) -> bool:
    """The groupement has exactly the team that a search found."""
    team = {candidate_id(partner.organisation_id) for partner in consortium.team}
    return team == set(row["members"]) and row["lead"] == candidate_id(consortium.lead_id or 0)


def list_composable(call: Call, actor: Actor) -> Sequence[Project]:
    """The projects of a call that the actor composes, under way, whose team may still change."""
    under_way = [project for project in call.projects if project.state is ProjectState.OPEN]
    found = ((project, composed(project)) for project in under_way if may_assemble_project(project, actor))
    return [project for project, consortium in found if consortium is None or consortium.state in BEING_COMPOSED]


def search_together(call: Call, projects: Collection[int], *, most: int, actor: Actor) -> Run:
    """Ask the engine for the teams of several projects at once; a groupement is begun where there was none.

    most: in how many groupements of the call an organisation may be.
    """
    require(may_assemble(call, actor))
    chosen = [project for project in list_composable(call, actor) if project.id in projects]
    if len(chosen) < 2:
        raise ConflictError
    consortia = [open_consortium(project, actor=actor) for project in chosen]
    standing = count_standing(call, but=[consortium.id for consortium in consortia])
    problem = joint_problem(consortia, most=most, standing=standing)
    return request_run(TOGETHER, problem, purpose=TOGETHER, subject=call, actor=actor, limits=TOGETHER_LIMITS)


def adopt_together(call: Call, run: Run, versions: Mapping[int, int], *, actor: Actor) -> None:
    """Take over the teams that a search found, in the groupements that are still composed; nobody is invited.

    versions: of each groupement, by its id, as the person saw it.
    """
    require(may_assemble(call, actor))
    teams = {int(row["project"]): row for row in (run.solution or {})["consortia"]}
    for project in list_composable(call, actor):
        consortium = composed(project)
        if project.id in teams and consortium is not None and not has_team(consortium, teams[project.id]):
            adopt_team(consortium, teams[project.id], actor=actor, version=versions.get(consortium.id, 0))
