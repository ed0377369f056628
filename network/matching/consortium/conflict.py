"""Why there is no team: a minimal conflict, and for each numeric criterion the nearest value that would mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from network.matching.consortium.criteria import asked, without

if TYPE_CHECKING:
    from collections.abc import Callable

    from network.matching.consortium.problem import Problem


def conflict(problem: Problem, feasible: Callable[[Problem], bool]) -> list[str]:
    """A minimal list of criteria that cannot hold together, by dropping one after the other."""
    needed = asked(problem)
    bare = problem
    for name in needed:
        bare = without(bare, name)
    if not feasible(bare):
        return ["min_partners" if len(problem.candidates) < problem.call.min_partners else "can_lead"]
    left = problem
    for name in reversed(needed):
        if not feasible(without(left, name)):
            left = without(left, name)
    return asked(left)
