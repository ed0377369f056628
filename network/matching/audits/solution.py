"""The solution of reciprocal audits: who audits whom, in cycles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from network.matching.audits.problem import KIND, Cycle, Problem, steps
from network.matching.solver import Status, heading

if TYPE_CHECKING:
    from collections.abc import Iterable

Score = list[int]
Bound = list[int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A cycle to keep that cannot stand: it is longer than `max_cycle`, one of its `exchanges` is not permitted, or it
    is not `disjoint` from one before."""

    cycle: Cycle
    rule: str

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"keep": list(self.cycle), "rule": self.rule}


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """Disjoint cycles, sorted, each from its smallest id on; `objective` in the order of `Problem.goals`.

    `conflict` says which cycles to keep cannot stand; then there is no solution.
    """

    status: Status
    seconds: float
    seed: int
    objective: Score | None = None
    bound: Bound | None = None
    cycles: tuple[Cycle, ...] = ()
    unpaired: tuple[str, ...] = ()
    conflict: tuple[Broken, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON, keys in the order in which they are best read."""
        found = heading(KIND, self) | {
            "cycles": [list(cycle) for cycle in self.cycles],
            "unpaired": list(self.unpaired),
        }
        return found | ({"conflict": [broken.to_dict() for broken in self.conflict]} if self.conflict else {})


def score(problem: Problem, cycles: Iterable[Cycle]) -> Score:
    """The objective of disjoint cycles."""
    chosen = list(cycles)
    entries = {
        "kept": len(set(chosen) & set(problem.previous)),
        "paired": sum(map(len, chosen)),
        "in_pairs": sum(2 for cycle in chosen if len(cycle) == 2),
        "value": sum(problem.exchanges[step] for cycle in chosen for step in steps(cycle)),
    }
    return [entries[goal] for goal in problem.goals]
