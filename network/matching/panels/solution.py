"""The solution of panels: who audits whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from network.matching.panels.problem import KIND, Indices, Problem
from network.matching.solver import Status, heading

if TYPE_CHECKING:
    from collections.abc import Mapping

Score = int | list[int]
Bound = int | list[int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortage:
    """Why there are no panels: some `audited` who together need more auditors than those permitted have room for."""

    audited: tuple[str, ...]
    needed: int
    available: int

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"audited": list(self.audited), "needed": self.needed, "available": self.available}


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """Each audited's auditors, sorted; with "fair", `objective` is [smallest sum of one audited, total sum].

    `shortage` says why there are none.
    """

    status: Status
    seconds: float
    seed: int
    objective: Score | None = None
    bound: Bound | None = None
    panels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    shortage: Shortage | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON, keys in the order in which they are best read."""
        found = heading(KIND, self) | {
            "panels": {audited: list(auditors) for audited, auditors in self.panels.items()},
        }
        return found | ({} if self.shortage is None else {"shortage": self.shortage.to_dict()})


def panels(problem: Problem, chosen: Indices) -> dict[str, tuple[str, ...]]:
    """The panels of the chosen pairs, by number of pair."""
    found: dict[str, list[str]] = {audited: [] for audited in problem.audited}
    for pair in np.sort(chosen).tolist():
        found[problem.audited[problem.columns[pair]]].append(problem.auditors[problem.rows[pair]])
    return {audited: tuple(auditors) for audited, auditors in found.items()}


def sums(problem: Problem, chosen: Indices) -> Indices:
    """(audited) the sum of the scores of each panel."""
    found: Indices = np.zeros(len(problem.audited), dtype=np.int64)
    np.add.at(found, problem.columns[chosen], problem.scores[chosen])
    return found


def score(problem: Problem, chosen: Indices) -> Score:
    """The objective of the chosen pairs."""
    each = sums(problem, chosen)
    if problem.objective == "total":
        return int(each.sum())
    counted = each[problem.auditors_needed > 0]
    return [int(counted.min()) if len(counted) else 0, int(each.sum())]
