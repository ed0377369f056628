"""States and transitions of calls and projects, as data. `docs/workflows.md` draws them."""

from __future__ import annotations

from network.calls.models import Call, CallState, Project, ProjectState
from network.errors import ConflictError

TRANSITIONS = {
    "publish": ({CallState.DRAFT}, CallState.PUBLISHED),
    "close": ({CallState.PUBLISHED}, CallState.CLOSED),
    "reopen": ({CallState.CLOSED}, CallState.PUBLISHED),
    "decide": ({CallState.PUBLISHED, CallState.CLOSED}, CallState.DECIDED),
}

PROJECT_TRANSITIONS = {
    "take_up": ({ProjectState.PROPOSED, ProjectState.LEFT_ASIDE}, ProjectState.OPEN),
    "leave_aside": ({ProjectState.PROPOSED}, ProjectState.LEFT_ASIDE),
    "withdraw": ({ProjectState.PROPOSED, ProjectState.OPEN}, ProjectState.WITHDRAWN),
    "resume": ({ProjectState.WITHDRAWN}, ProjectState.OPEN),
}


def move(call: Call, action: str) -> None:
    """Bring a call where an action leads; ConflictError when it is not possible from here."""
    allowed_from, target = TRANSITIONS[action]
    if call.state not in allowed_from:
        raise ConflictError
    call.state = target


def move_project(project: Project, action: str) -> None:
    """Bring a project where an action leads; ConflictError when it is not possible from here."""
    allowed_from, target = PROJECT_TRANSITIONS[action]
    if project.state not in allowed_from:
        raise ConflictError
    project.state = target
