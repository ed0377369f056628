"""States and transitions of a shared post and of its parts, as data. `docs/workflows.md` draws them."""

from __future__ import annotations

from network.errors import ConflictError
from network.hires.models import Post, PostState, Share, ShareState

POST_TRANSITIONS = {
    "propose": ({PostState.PREPARED, PostState.PROPOSED}, PostState.PROPOSED),
    "agree": ({PostState.PROPOSED}, PostState.AGREED),
    "reopen": ({PostState.AGREED}, PostState.PROPOSED),
    "abandon": ({PostState.PREPARED, PostState.PROPOSED}, PostState.ABANDONED),
}

_ANSWERABLE = {ShareState.ASKED, ShareState.COUNTERED}
_INFORMED = _ANSWERABLE | {ShareState.ACCEPTED}

SHARE_TRANSITIONS = {
    "ask": ({ShareState.CHOSEN}, ShareState.ASKED),
    "ask_again": (_INFORMED, ShareState.ASKED),
    "accept": (_ANSWERABLE, ShareState.ACCEPTED),
    "counter": (_ANSWERABLE, ShareState.COUNTERED),
    "decline": (_ANSWERABLE, ShareState.DECLINED),
    "leave": ({ShareState.ACCEPTED}, ShareState.LEFT),
    "lapse": ({ShareState.ASKED}, ShareState.LAPSED),
    "dismiss": ({ShareState.COUNTERED}, ShareState.DISMISSED),
}

EDITABLE = frozenset({PostState.PREPARED, PostState.PROPOSED})


def move_post(post: Post, action: str) -> None:
    """Bring a post where an action leads; ConflictError when it is not possible from here."""
    allowed_from, target = POST_TRANSITIONS[action]
    if post.state not in allowed_from:
        raise ConflictError
    post.state = target


def move(share: Share, action: str) -> None:
    """Bring a part where an action leads; ConflictError when it is not possible from here."""
    if not may_move(share, action):
        raise ConflictError
    share.state = SHARE_TRANSITIONS[action][1]


def may_move(share: Share, action: str) -> bool:
    """Whether an action is possible from where the part stands."""
    return share.state in SHARE_TRANSITIONS[action][0]
