"""States and transitions of a call, as data. `docs/workflows.md` draws them."""

from __future__ import annotations

from network.calls.models import Call, CallState
from network.errors import ConflictError

TRANSITIONS = {
    "publish": ({CallState.DRAFT}, CallState.PUBLISHED),
    "close": ({CallState.PUBLISHED}, CallState.CLOSED),
    "reopen": ({CallState.CLOSED}, CallState.PUBLISHED),
}


def move(call: Call, action: str) -> None:
    """Bring a call where an action leads; ConflictError when it is not possible from here."""
    allowed_from, target = TRANSITIONS[action]
    if call.state not in allowed_from:
        raise ConflictError
    call.state = target
