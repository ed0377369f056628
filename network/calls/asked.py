"""What follows when what a project asks of its partners changes: features above say it of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from network.calls.models import Project

    Follower = Callable[[Project], None]

_followers: list[Follower] = []


def when_asks_change(follow: Follower) -> Follower:
    """`follow` is called, in the same transaction, with a project whose call or needs have changed."""
    _followers.append(follow)
    return follow


def asks_changed(project: Project) -> None:
    """The criteria of a project are others now."""
    for follow in _followers:
        follow(project)
