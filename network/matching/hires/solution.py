"""The solution of a problem of shared posts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from network.matching.hires.problem import KIND
from network.matching.solver import Status, heading

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A shared post: its host, its demands sorted by id, and the half-days of each in the order of the grid."""

    host: str
    demands: tuple[str, ...]
    timetable: Mapping[str, tuple[str, ...]]

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        timetable = {name: list(slots) for name, slots in self.timetable.items()}
        return {"host": self.host, "demands": list(self.demands), "timetable": timetable}


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A post of `keep`, by its place there, and the first rule that it breaks."""

    keep: int
    rule: str

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"keep": self.keep, "rule": self.rule}


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """Posts and who is left without one; infeasible only where posts to keep break rules, then `conflict` says which.

    `objective` is [placed, posts, metres], with `stay` [posts of `previous` kept, placed, posts, metres].
    """

    status: Status
    seconds: float
    seed: int
    objective: list[int] | None = None
    bound: list[int | None] | None = None
    posts: tuple[Post, ...] = ()
    unplaced: tuple[str, ...] = ()
    conflict: tuple[Broken, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON, keys in the order in which they are best read."""
        head = heading(KIND, self)
        if self.status is Status.INFEASIBLE:
            return head | {"conflict": [broken.to_dict() for broken in self.conflict]}
        return head | {"posts": [post.to_dict() for post in self.posts], "unplaced": list(self.unplaced)}
