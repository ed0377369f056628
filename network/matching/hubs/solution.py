"""The solution of a problem of hubs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from network.matching.hubs.problem import KIND
from network.matching.solver import Status, heading

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """The sites of each hub, hubs and sites in the order of the problem; `objective` is the sum of distances.

    Where no choice of hubs holds, `conflict` says why: "hub_count" (fewer hosts), "demand" (a site asks more than any
    hub could serve), "capacity" (sites cannot be shared out).
    """

    status: Status
    seconds: float
    seed: int
    objective: int | None = None
    bound: int | None = None
    hubs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    conflict: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON, keys in the order in which they are best read."""
        found = heading(KIND, self) | {
            "hubs": {hub: list(served) for hub, served in self.hubs.items()},
        }
        return found | ({} if self.conflict is None else {"conflict": [self.conflict]})
