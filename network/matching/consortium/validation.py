"""The rules of a consortium, one function a rule, and its objective, worked out again from the solution."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from network.matching.distance import kilometres, within
from network.matching.validation import need, need_bound

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from network.matching.consortium.problem import Candidate, Problem

Given = dict[str, dict[str, int]]


def validate(problem: Problem, solution: Mapping[str, Any]) -> None:
    """Check a solution, as `Solution.to_dict` gives it.

    Raises
    ------
    RuleBrokenError
        At the first rule that does not hold.
    """
    need(solution["kind"] == "consortium", "kind")
    if solution["status"] in ("infeasible", "unknown"):
        need(solution["objective"] is None and not solution.get("proposals"), "a team without a solution")
        return
    proposals = solution["proposals"]
    need(1 <= len(proposals) <= 1 + problem.alternatives, "number of proposals")
    for key in ("status", "objective", "bound"):
        need(solution[key] == proposals[0][key], f"{key} is not the first proposal's")
    for k, proposal in enumerate(proposals):
        _validate_proposal(problem, proposal)
        for earlier in proposals[:k]:
            _check_difference(problem, proposal, earlier)


def _validate_proposal(problem: Problem, proposal: Mapping[str, Any]) -> None:
    names = proposal["members"]
    need(names == sorted(set(names)) and set(names) <= set(problem.by_id), "members")
    need(proposal["lead"] in names, "the lead is no member")
    members, lead = [problem.by_id[name] for name in names], problem.by_id[proposal["lead"]]
    for check in CHECKS:
        check(problem, members, lead)
    need(set(proposal["contributions"]) <= set(names), "a contribution from outside")
    given = {name: dict(proposal["contributions"].get(name, {})) for name in names}
    for check_given in CONTRIBUTION_CHECKS:
        check_given(problem, members, given)
    need(proposal["objective"] == worked_out(problem, members, lead), "the objective is not the team's")
    directions = (True, False) if problem.stay else (False,)
    need_bound(proposal["objective"], proposal["bound"], proposal["status"], maximised=directions)


def worked_out(problem: Problem, members: list[Candidate], lead: Candidate) -> int | list[int]:
    """The objective of a team; with `stay`, [members of `previous` kept, the rest]."""
    total = -problem.member_bonus * (len(members) - 1) - sum(member.bonus for member in members)
    for k, a in enumerate(members):
        for b in members[k + 1 :]:
            if problem.cohesion == "pairs" or lead in (a, b):
                total += _remoteness(problem, a, b)
    return [sum(member.id in problem.previous for member in members), total] if problem.stay else total


def _remoteness(problem: Problem, a: Candidate, b: Candidate) -> int:
    asked = problem.remoteness
    tie = problem.ties.get((a.id, b.id), problem.ties.get((b.id, a.id), 0))
    near = asked.km_weight * min(1, kilometres(a, b) / asked.km_scale)
    return math.floor(10 * (near + asked.tie_weight * (100 - tie) / 100) + 0.5)


def _check_partners(problem: Problem, members: list[Candidate], lead: Candidate) -> None:
    """min_partners <= members <= max_partners."""
    most = problem.call.max_partners
    need(len(members) >= problem.call.min_partners, "min_partners")
    need(most is None or len(members) <= most, "max_partners")


def _check_kinds(problem: Problem, members: list[Candidate], lead: Candidate) -> None:
    """For each kind of min_kind at least so many members of that kind."""
    for kind, least in problem.call.min_kind.items():
        need(sum(member.kind == kind for member in members) >= least, f"min_kind {kind}")


def _check_small(problem: Problem, members: list[Candidate], lead: Candidate) -> None:
    """At least min_small members with a workforce under small_below."""
    limit = problem.call.small_below
    if limit is not None:
        small = sum(member.workforce is not None and member.workforce < limit for member in members)
        need(small >= (problem.call.min_small or 0), "min_small")


def _check_experience(problem: Problem, members: list[Candidate], lead: Candidate) -> None:
    """At least min_experienced experienced members."""
    need(sum(member.experienced for member in members) >= (problem.call.min_experienced or 0), "min_experienced")


def _check_lead(problem: Problem, members: list[Candidate], lead: Candidate) -> None:
    """The lead has can_lead and, if asked, is experienced; every member is within max_km_to_lead of it."""
    need(lead.can_lead, "can_lead")
    need(lead.experienced or not problem.call.lead_experienced, "lead_experienced")
    reach = problem.call.max_km_to_lead
    need(reach is None or all(within(member, lead, reach) for member in members), "max_km_to_lead")


def _check_areas(problem: Problem, members: list[Candidate], lead: Candidate) -> None:
    """The members' areas together hold min_areas areas and every required one."""
    areas = {area for member in members for area in member.areas}
    need(len(areas) >= (problem.call.min_areas or 0), "min_areas")
    need(areas.issuperset(problem.call.required_areas), "required_areas")


def _check_budget(problem: Problem, members: list[Candidate], lead: Candidate) -> None:
    """The sum of asks is within budget_cap."""
    cap = problem.call.budget_cap
    need(cap is None or sum(member.asks for member in members) <= cap, "budget_cap")


def _check_choice(problem: Problem, members: list[Candidate], lead: Candidate) -> None:
    """Pinned and kept are members, excluded are not, no incompatible pair is together."""
    names = {member.id for member in members}
    need(names.issuperset(problem.pinned), "pinned")
    need(names.issuperset(problem.keep), "keep")
    need(names.isdisjoint(problem.excluded), "excluded")
    need(not any(names.issuperset(pair) for pair in problem.incompatible), "incompatible")


def _check_amounts(problem: Problem, members: list[Candidate], given: Given) -> None:
    """Whole amounts of what is required, from 0 to the member's offer."""
    for member in members:
        for capability, amount in given[member.id].items():
            need(capability in problem.call.requires, "a contribution that nothing requires")
            need(type(amount) is int and 0 <= amount <= member.offers.get(capability, 0), f"amount of {member.id}")


def _check_requirements(problem: Problem, members: list[Candidate], given: Given) -> None:
    """Together at least the requirement, nobody above max_share_percent of it."""
    percent = problem.call.max_share_percent
    for capability, required in problem.call.requires.items():
        amounts = [given[member.id].get(capability, 0) for member in members]
        need(sum(amounts) >= required, f"requires.{capability}")
        need(percent is None or all(100 * amount <= required * percent for amount in amounts), "max_share_percent")


def _check_least(problem: Problem, members: list[Candidate], given: Given) -> None:
    """Each member gives, of some capability, at least min_contribution_percent of the requirement, and at least 1."""
    percent = problem.call.min_contribution_percent
    if percent is None:
        return
    for member in members:
        parts = given[member.id].items()
        counts = any(a >= 1 and 100 * a >= percent * problem.call.requires[c] for c, a in parts)
        need(counts, f"min_contribution_percent {member.id}")


def _check_difference(problem: Problem, proposal: Mapping[str, Any], earlier: Mapping[str, Any]) -> None:
    """At least min_difference members that the earlier proposal has not."""
    need(len(set(proposal["members"]) - set(earlier["members"])) >= problem.min_difference, "min_difference")


CHECKS: tuple[Callable[[Problem, list[Candidate], Candidate], None], ...] = (
    _check_partners, _check_kinds, _check_small, _check_experience, _check_lead, _check_areas, _check_budget,
    _check_choice,
)  # fmt: skip
CONTRIBUTION_CHECKS: tuple[Callable[[Problem, list[Candidate], Given], None], ...] = (
    _check_amounts, _check_requirements, _check_least,
)  # fmt: skip
