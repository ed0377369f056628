"""The solution of a problem of exchange."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from network.matching.exchange.problem import KIND
from network.matching.solver import Status, heading

if TYPE_CHECKING:
    from network.matching.exchange.problem import Allocation


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """An allocation of `keep`, by its place there, and the first rule that it breaks."""

    keep: int
    rule: str

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"keep": self.keep, "rule": self.rule}


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """Allocations in the order of needs, then offers; infeasible only where some to keep break rules (`conflict`).

    `objective` is [priority * quantity served, quantity * metres], with `stay` the allocations of `previous` that
    stand again come first.
    """

    status: Status
    seconds: float
    seed: int
    objective: list[int] | None = None
    bound: list[int | None] | None = None
    allocations: tuple[Allocation, ...] = ()
    conflict: tuple[Broken, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON, keys in the order in which they are best read."""
        found = heading(KIND, self) | {
            "allocations": [allocation.to_dict() for allocation in self.allocations],
        }
        return found | ({"conflict": [broken.to_dict() for broken in self.conflict]} if self.conflict else {})
