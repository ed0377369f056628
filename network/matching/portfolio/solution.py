"""The solution of a portfolio: what is funded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from network.matching.portfolio.problem import KIND
from network.matching.solver import Status, heading


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """The ids of the funded dossiers in the order of the input; `objective` is [score, euros spent]."""

    status: Status
    seconds: float
    seed: int
    objective: list[int] | None = None
    bound: list[int | None] | None = None
    funded: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON, keys in the order in which they are best read."""
        return heading(KIND, self) | {
            "funded": list(self.funded),
        }
