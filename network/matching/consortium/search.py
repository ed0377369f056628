"""The search for the best team."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from network.matching.consortium.cpsat import Model
from network.matching.solver import Status

if TYPE_CHECKING:
    from network.matching.consortium.problem import Problem
    from network.matching.solver import Limits, Watch


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The end of one search: a team if there is one, and a bound on the value of any."""

    status: Status
    members: tuple[str, ...] = ()
    lead: str = ""
    bound: int | None = None


def best_team(problem: Problem, earlier: list[tuple[str, ...]], limits: Limits, watch: Watch) -> Found:
    """The best team that differs enough from the earlier ones."""
    model = Model(problem, earlier)
    model.minimise()
    status, members, lead, bound = model.solve(limits, watch)
    return Found(status=Status(status.lower()), members=members, lead=lead, bound=round(bound))


def feasible(problem: Problem, limits: Limits, watch: Watch) -> bool:
    """Whether any team at all holds all criteria."""
    watch.check()
    status = Model(problem, []).solve(limits, watch)[0]
    if status == "UNKNOWN":
        watch.check()
    return status in ("OPTIMAL", "FEASIBLE")
