"""The solution of several consortia at once: the teams, and the projects that have none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from network.matching.consortia.problem import KIND
from network.matching.solver import heading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from network.matching.solver import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Formed:
    """The team of a project; `objective` is that of its own problem."""

    project: str
    members: tuple[str, ...]
    lead: str
    contributions: Mapping[str, Mapping[str, int]]
    objective: int

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "project": self.project,
            "members": list(self.members),
            "lead": self.lead,
            "contributions": {member: dict(given) for member, given in self.contributions.items()},
            "objective": self.objective,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Alone:
    """The best team of a project if there were no other."""

    members: tuple[str, ...]
    objective: int

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"members": list(self.members), "objective": self.objective}


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """Who is in which consortium. Objective and bound: [consortia formed, sum of their objectives].

    `alone`: for each project the team that it would have if it were the only one, None if there is none or that is not
    known; `impossible`: projects that have no team even then. `one_by_one`: the best objective of choosing one after
    the other, in the orders tried.
    """

    status: Status
    seconds: float
    seed: int
    objective: list[int] | None
    bound: list[int | None] | None
    formed: tuple[Formed, ...] = ()
    unformed: tuple[str, ...] = ()
    impossible: tuple[str, ...] = ()
    alone: Mapping[str, Alone | None]
    one_by_one: list[int] | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON, keys in the order in which they are best read."""
        return heading(KIND, self) | {
            "consortia": [row.to_dict() for row in self.formed],
            "unformed": list(self.unformed),
            "impossible": list(self.impossible),
            "alone": {project: alone and alone.to_dict() for project, alone in self.alone.items()},
            "one_by_one": self.one_by_one,
        }
