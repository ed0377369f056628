"""What a search for posts found: proposals, and what is left without one and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from network.hires.matching import demand_id, demand_row, reasons_of
from network.hires.plan import LETTERS, Plan, make_plan
from network.hires.queries import SEARCH_PURPOSE, find_search, list_demands_by_id, list_taken
from network.hires.words import own_reason_sentences, reason_sentences
from network.runs.queries import find_run

if TYPE_CHECKING:
    from network.hires.models import Demand
    from network.runs.models import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A post that a search proposes: the post prepared from it, if any, or whether its demands have changed since."""

    place: int
    name: str
    plan: Plan
    post_id: int | None
    is_stale: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """The proposals of a search, and the demands without a post with the reasons in sentences; `is_proven`: no choice
    places more half-days."""

    proposals: Sequence[Proposal]
    unplaced: Sequence[tuple[Demand, list[str]]]
    is_proven: bool


def findings_of(run: Run) -> Findings:
    """What a finished search found: three queries."""
    solution: Mapping[str, Any] = run.solution or {}
    demands = {
        demand.id: demand for demand in list_demands_by_id([demand_id(row["id"]) for row in run.problem["demands"]])
    }
    taken = list_taken(run.id)
    rules = run.problem["posts"]
    searched = {row["id"]: row for row in run.problem["demands"]}
    objective, bound = solution.get("objective"), solution.get("bound")
    return Findings(
        proposals=[
            _proposal(place, found, run, demands, searched, taken.get(place))
            for place, found in enumerate(solution.get("posts", []))
        ],
        unplaced=[(demands[key], reason_sentences(reason, rules)) for key, reason in reasons_of(run).items()],
        is_proven=bool(objective and bound and objective[0] == bound[0]),
    )


def _proposal(
    place: int,
    found: Mapping[str, Any],
    run: Run,
    demands: Mapping[int, Demand],
    searched: Mapping[str, Any],
    post_id: int | None,
) -> Proposal:
    team = {key: demands[demand_id(key)] for key in found["demands"]}
    rows = [(demand, found["timetable"][key], None) for key, demand in team.items()]
    return Proposal(
        place=place,
        name=LETTERS[place % len(LETTERS)] + str(place // len(LETTERS) or ""),
        plan=make_plan(
            rows, host=demands[demand_id(found["host"])].organisation, most=run.problem["posts"]["max_half_days"]
        ),
        post_id=post_id,
        is_stale=any(not demand.is_free or demand_row(demand) != searched[key] for key, demand in team.items()),
    )


def why_left_out(demand: Demand) -> list[str]:
    """Why the last search found no post for a demand, from its own data only; nothing when it found one or none was
    made since the demand was last changed."""
    search = find_search(demand.federation_id, demand.profession)
    run = find_run(SEARCH_PURPOSE, search) if search else None
    if run is None or demand_row(demand) not in run.problem["demands"]:
        return []
    reason = reasons_of(run).get(demand.id)
    return own_reason_sentences(reason) if reason else []
