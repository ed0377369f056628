"""The state of any team: every criterion with its figures, the balanced contributions, the objective.

A team may break criteria; the page on which a team is composed shows which, at every change.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from network.matching.consortium.contributions import balanced_contributions, easiest_capability
from network.matching.consortium.criteria import REQUIRES
from network.matching.consortium.remoteness import objective
from network.matching.consortium.rules import can_be_lead
from network.matching.distance import metres

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from network.matching.consortium.contributions import Contributions
    from network.matching.consortium.problem import Call, Candidate, Problem

Figure = int | tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionState:
    """One criterion of the call for one team.

    Attributes
    ----------
    criterion: as conflicts name it; `min_partners` and `can_lead` too.
    needed: what is asked, in the criterion's unit (members, areas, units of the capability, asks, whole km, percent),
        or the names asked for.
    got: what the team has, in the same unit (km rounded up to a whole one, percents down).
    kind: which count of `min_kind`.
    names: whom it is about: who is missing, too far, too small a contributor, unwanted or at odds.
    """

    criterion: str
    needed: Figure
    got: Figure
    ok: bool
    kind: str | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamState:
    """All criteria of a team in the order of conflicts, `min_partners` and `can_lead` first."""

    members: tuple[str, ...]
    lead: str | None
    ok: bool
    criteria: tuple[CriterionState, ...]
    contributions: Mapping[str, Mapping[str, int]]
    objective: int | None

    def to_dict(self) -> dict[str, Any]:
        """Plain data for a template or JSON."""
        return asdict(self)


def check_team(problem: Problem, members: Iterable[str], lead: str | None = None) -> TeamState:
    """The state of a team of candidates, whatever it breaks.

    Parameters
    ----------
    members: ids of candidates, in any order.
    lead: one of them; None chooses the lead who breaks the fewest criteria, then the least objective.

    Raises
    ------
    KeyError
        If a member is no candidate.
    ValueError
        If the lead is no member.
    """
    team = [problem.by_id[name] for name in sorted(set(members))]
    if lead is not None and lead not in {member.id for member in team}:
        raise ValueError("the lead is no member")
    chosen = problem.by_id[lead] if lead is not None else _best_lead(problem, team)
    contributions = balanced_contributions(problem.call, team)
    criteria = tuple(_criteria(problem, team, chosen, contributions))
    return TeamState(
        members=tuple(member.id for member in team),
        lead=chosen.id if chosen else None,
        ok=all(state.ok for state in criteria),
        criteria=criteria,
        contributions=contributions,
        objective=objective(problem, team, chosen) if chosen else None,
    )


def _best_lead(problem: Problem, team: list[Candidate]) -> Candidate | None:
    def badness(lead: Candidate) -> tuple[int, int, str]:
        broken = sum(not state.ok for state in _lead_criteria(problem, team, lead))
        return broken, objective(problem, team, lead), lead.id

    return min(team, key=badness, default=None)


def _criteria(
    problem: Problem, team: list[Candidate], lead: Candidate | None, given: Contributions
) -> Iterator[CriterionState]:
    call = problem.call
    about_lead = {state.criterion: state for state in _lead_criteria(problem, team, lead)}
    yield _at_least("min_partners", call.min_partners, len(team))
    yield about_lead["can_lead"]
    if call.max_partners is not None:
        yield _at_most("max_partners", call.max_partners, len(team))
    for kind, least in call.min_kind.items():
        yield _at_least("min_kind", least, sum(member.kind == kind for member in team), kind=kind)
    if call.small_below is not None and call.min_small is not None:
        small = sum(member.workforce is not None and member.workforce < call.small_below for member in team)
        yield _at_least("min_small", call.min_small, small)
    if call.min_experienced is not None:
        yield _at_least("min_experienced", call.min_experienced, sum(member.experienced for member in team))
    if call.lead_experienced:
        yield about_lead["lead_experienced"]
    yield from _areas(problem, team)
    yield from _capabilities(problem, team, given)
    if call.budget_cap is not None:
        yield _at_most("budget_cap", call.budget_cap, sum(member.asks for member in team))
    if call.max_km_to_lead is not None:
        yield about_lead["max_km_to_lead"]
    yield from _choice(problem, team)


def _lead_criteria(problem: Problem, team: list[Candidate], lead: Candidate | None) -> Iterator[CriterionState]:
    yield _at_least("can_lead", 1, int(lead is not None and lead.can_lead))
    if problem.call.lead_experienced:
        yield _at_least("lead_experienced", 1, int(lead is not None and can_be_lead(problem, lead)))
    reach = problem.call.max_km_to_lead
    if reach is not None:
        apart = {member.id: metres(member, lead) for member in team} if lead else {}
        far = tuple(name for name, distance in apart.items() if distance > 1000 * reach)
        yield _at_most("max_km_to_lead", reach, -(-max(apart.values(), default=0) // 1000), names=far)


def _areas(problem: Problem, team: list[Candidate]) -> Iterator[CriterionState]:
    covered = {area for member in team for area in member.areas}
    asked = problem.call.required_areas
    if problem.call.min_areas is not None:
        yield _at_least("min_areas", problem.call.min_areas, len(covered))
    if asked:
        missing = tuple(area for area in asked if area not in covered)
        held = tuple(area for area in asked if area in covered)
        yield CriterionState(criterion="required_areas", needed=asked, got=held, ok=not missing, names=missing)


def _capabilities(problem: Problem, team: list[Candidate], given: Contributions) -> Iterator[CriterionState]:
    """With max_share_percent, only what a member may give counts."""
    call = problem.call
    for capability, required in call.requires.items():
        yield _at_least(REQUIRES + capability, required, sum(call.givable(member, capability) for member in team))
    if call.max_share_percent is not None:
        yield _at_most("max_share_percent", call.max_share_percent, _largest_share(call, given))
    if call.min_contribution_percent is not None:
        idle = tuple(member.id for member in team if easiest_capability(call, member) is None)
        yield CriterionState(
            criterion="min_contribution_percent", needed=len(team), got=len(team) - len(idle), ok=not idle, names=idle
        )


def _largest_share(call: Call, given: Contributions) -> int:
    """The largest part of a requirement that one member gives, in percent, rounded up."""
    shares = [
        -(-100 * q // call.requires[c]) for amounts in given.values() for c, q in amounts.items() if call.requires[c]
    ]
    return max(shares, default=0)


def _choice(problem: Problem, team: list[Candidate]) -> Iterator[CriterionState]:
    names = {member.id for member in team}
    wanted = tuple(sorted(problem.required_members))
    if wanted:
        missing = tuple(name for name in wanted if name not in names)
        held = tuple(name for name in wanted if name in names)
        yield CriterionState(criterion="pinned", needed=wanted, got=held, ok=not missing, names=missing)
    if problem.excluded:
        unwanted = tuple(name for name in problem.excluded if name in names)
        yield _at_most("excluded", 0, len(unwanted), names=unwanted)
    if problem.incompatible:
        at_odds = sorted(pair for pair in problem.incompatible if names.issuperset(pair))
        involved = tuple(sorted({name for pair in at_odds for name in pair}))
        yield _at_most("incompatible", 0, len(at_odds), names=involved)


def _at_least(criterion: str, needed: int, got: int, *, kind: str | None = None) -> CriterionState:
    return CriterionState(criterion=criterion, needed=needed, got=got, ok=got >= needed, kind=kind)


def _at_most(criterion: str, needed: int, got: int, *, names: tuple[str, ...] = ()) -> CriterionState:
    return CriterionState(criterion=criterion, needed=needed, got=got, ok=got <= needed, names=names)
