"""Whether the members of a federation could answer a call today: who could take part, and if no team can, why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from network.calls.criteria import conflict_sentence, relaxation_sentence
from network.calls.matching import consortium_problem, solve_quickly
from network.calls.team_fields import KIND, REQUIRES
from network.organisations.queries import list_placed_members


@dataclass(frozen=True, slots=True, kw_only=True)
class Mend:
    """A change that makes a team possible: as a sentence, and as the field of the form with its new figure."""

    sentence: str
    change: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feasibility:
    """`able`: members that have some of what is needed (all, where nothing is); `is_possible` is None when a second and
    a half did not tell. `clash`: which criteria cannot hold together; `mends`: the nearest changes that mend it."""

    members: int
    able: int
    experienced: int
    is_possible: bool | None
    team_size: int
    clash: str
    mends: Sequence[Mend]


def check_feasibility(federation_id: int, criteria: Mapping[str, Any], sector: str, *, in_market: bool) -> Feasibility:
    """Look for a team among all confirmed members, whatever they will answer."""
    members = list_placed_members(federation_id)
    problem = consortium_problem(criteria, sector, members)
    solution = solve_quickly(problem)
    found = solution.get("proposals", [])
    is_impossible = solution["status"] == "infeasible"
    return Feasibility(
        members=len(members),
        able=sum(_is_able(row, criteria) for row in problem["candidates"]),
        experienced=sum(row["experienced"] for row in problem["candidates"]),
        is_possible={"infeasible": False, "unknown": None}.get(solution["status"], True),
        team_size=len(found[0]["members"]) if found else 0,
        clash=conflict_sentence(solution.get("conflict", []), in_market=in_market) if is_impossible else "",
        mends=[_mend(row, in_market) for row in solution.get("relaxations", [])],
    )


def _is_able(row: Mapping[str, Any], criteria: Mapping[str, Any]) -> bool:
    return bool(row["offers"]) or not criteria.get("requires")


def _mend(relaxation: Mapping[str, Any], in_market: bool) -> Mend:
    name = relaxation["criterion"]
    if "kind" in relaxation:
        name = f"{KIND}{relaxation['kind']}"
    elif name.startswith("requires."):
        name = REQUIRES + name.removeprefix("requires.")
    return Mend(sentence=relaxation_sentence(relaxation, in_market=in_market), change=f"{name}={relaxation['to']}")
