"""The solution of a consortium problem: proposals, or why there are none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from network.matching.consortium.problem import KIND
from network.matching.solver import Status

if TYPE_CHECKING:
    from collections.abc import Mapping

Score = int | list[int]
Bound = int | list[int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A team. `objective` and `bound` are lists, [members kept, remoteness], where the problem says `stay`."""

    members: tuple[str, ...]
    lead: str
    contributions: Mapping[str, Mapping[str, int]]
    objective: Score
    bound: Bound
    status: Status

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "members": list(self.members),
            "lead": self.lead,
            "contributions": {member: dict(given) for member, given in self.contributions.items()},
            "objective": self.objective,
            "bound": self.bound,
            "status": str(self.status),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxation:
    """The nearest value of one numeric criterion at which the whole problem is feasible, the others as asked.

    `kind` says which count of `min_kind` is meant.
    """

    criterion: str
    start: int
    to: int
    kind: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        row = {"criterion": self.criterion, "from": self.start, "to": self.to}
        return row if self.kind is None else row | {"kind": self.kind}


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """What came of a solve: proposals best first; or, where none can exist, a conflict and ways to mend it."""

    status: Status
    seconds: float
    seed: int
    proposals: tuple[Proposal, ...] = ()
    alternatives_complete: bool = True
    conflict: tuple[str, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()
    explained: bool = True

    @property
    def objective(self) -> Score | None:
        """Of the first proposal."""
        return self.proposals[0].objective if self.proposals else None

    @property
    def bound(self) -> Bound | None:
        """Of the first proposal."""
        return self.proposals[0].bound if self.proposals else None

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON, keys in the order in which they are best read."""
        return {
            "kind": KIND,
            "status": str(self.status),
            "objective": self.objective,
            "bound": self.bound,
            "seconds": round(self.seconds, 4),
            "seed": self.seed,
        } | (self._reasons() if self.status is Status.INFEASIBLE else self._teams())

    def _teams(self) -> dict[str, Any]:
        proposals = [proposal.to_dict() for proposal in self.proposals]
        return {"proposals": proposals, "alternatives_complete": self.alternatives_complete}

    def _reasons(self) -> dict[str, Any]:
        return {
            "explained": self.explained,
            "conflict": list(self.conflict),
            "relaxations": [relaxation.to_dict() for relaxation in self.relaxations],
        }
