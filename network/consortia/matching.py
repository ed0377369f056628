"""A groupement meets the engine: its rows become the problem, its team is held against the criteria."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from network.calls.matching import (
    asked_amounts,
    candidate_id,
    consortium_problem,
    list_candidates,
    organisation_of,
    solve_at_once,
    with_visible_offers,
)
from network.consortia.lenses import lens_problem
from network.consortia.models import Consortium, Partner, PartnerState
from network.consortia.promises import list_promised
from network.consortia.queries import TOGETHER, list_bound_elsewhere, list_gone
from network.matching import consortia as consortia_kind
from network.matching import consortium as engine
from network.matching import lenses
from network.matching.consortium import check_team, read_problem
from network.matching.distance import metres
from network.matching.solver import Limits, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from network.actors import Actor
    from network.organisations.models import Organisation
    from network.runs.models import Run

__all__ = [
    "SEARCH_LIMITS",
    "TOGETHER_LIMITS",
    "Explanation",
    "Field",
    "Repair",
    "Substitute",
    "assess",
    "assess_terms",
    "best_team",
    "explain_proposal",
    "field_of",
    "joint_problem",
    "joint_reasons",
    "joint_teams",
    "metres",
    "rank_substitutes",
    "read_problem",
    "rebalance",
    "search_problem",
    "shown_field",
    "smallest_repair",
    "team_field",
    "team_problem",
]

SEARCH_LIMITS = Limits(seconds=20, workers=1, seed=0)
TOGETHER_LIMITS = Limits(seconds=40, workers=1, seed=0)
MEMBERS_LIMITS = Limits(seconds=2, workers=1, seed=0)
WEIGHTS_LIMITS = Limits(seconds=3, workers=1, seed=0)
ALTERNATIVES = 1
MIN_DIFFERENCE = 1
ALONE = ("kind", "alternatives", "min_difference")
"""What a search says only where there is one project."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What the engine says of a team: `members` as `explain_members` gives them, `weights` as `explain_weights`, for
    the best team of a lens alone: no weight makes the others best."""

    members: Sequence[dict[str, Any]]
    weights: dict[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What a search draws from: the structures possible and the problem they make."""

    candidates: Sequence[Organisation]
    problem: dict[str, Any]

    def candidate(self, organisation_id: int) -> dict[str, Any]:
        """The organisation as the problem sees it."""
        wanted = candidate_id(organisation_id)
        return next(row for row in self.problem["candidates"] if row["id"] == wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitute:
    """One who could come into the team, and the criteria that it would still not hold."""

    organisation_id: int
    lacks: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """The organisations that join, and those that leave, so that a team holds all criteria."""

    join: Sequence[int] = ()
    leave: Sequence[int] = ()


def field_of(consortium: Consortium) -> Field:
    """The structures possible for a groupement; those that left it, or stand in a rival bid, are never among them."""
    team = {partner.organisation_id for partner in consortium.team}
    gone = (list_gone(consortium) | list_bound_elsewhere(consortium)) - team
    candidates = [
        organisation
        for organisation in list_candidates(consortium.project, everyone=consortium.searches_everyone, also=team)
        if organisation.id not in gone
    ]
    return _field(consortium, candidates)


def shown_field(consortium: Consortium, field: Field, actor: Actor) -> Field:
    """The field without the quantities that the actor may not see; what partners were asked is known."""
    asked = {_id_of(partner) for partner in consortium.team if partner.is_informed}
    rows = with_visible_offers(field.problem["candidates"], actor, known=asked)
    return Field(candidates=field.candidates, problem=field.problem | {"candidates": rows})


def team_field(consortium: Consortium) -> Field:
    """The same for its team alone, where nobody is looked for."""
    return _field(consortium, sorted((partner.organisation for partner in consortium.team), key=lambda o: o.id))


def _field(consortium: Consortium, candidates: Sequence[Organisation]) -> Field:
    project = consortium.project
    asks = asked_amounts(project)
    problem = consortium_problem(
        project.criteria, project.experience_sector, candidates, weights=consortium.weights, asks=asks
    )
    _take_away_promised(problem, consortium, candidates)
    for partner in consortium.team:
        if partner.is_informed:
            _hold_to_promise(problem, partner, partner.contribution, partner.asks)
    return Field(candidates=candidates, problem=problem)


def _take_away_promised(problem: dict[str, Any], consortium: Consortium, candidates: Sequence[Organisation]) -> None:
    """What was promised to a groupement that is confirmed is no longer free."""
    promised = list_promised([organisation.id for organisation in candidates], but=consortium)
    for organisation, row in zip(candidates, problem["candidates"], strict=True):
        taken = promised.get(organisation.id, {})
        row["offers"] = {what: max(0, free - taken.get(what, 0)) for what, free in row["offers"].items()}


def search_problem(consortium: Consortium) -> dict[str, Any]:
    """The problem of a search through the lenses: those asked or agreed stay, pinned ones too, those set aside are out;
    nobody counts for more than the call lets one bring."""
    return lens_problem(consortium, _team_problem(consortium, field_of(consortium)))


def joint_problem(consortia: Sequence[Consortium], *, most: int, standing: Mapping[int, int]) -> dict[str, Any]:
    """The problem of several groupements at once: each as its own search sees it, without a margin.

    most: in how many of a call's groupements an organisation may be; in how many others it already stands is taken off.
    """
    problems = [search_problem(consortium)["problem"] for consortium in consortia]
    pinned = Counter(name for problem in problems for name in problem["pinned"])
    taken = {candidate_id(i): count for i, count in standing.items()}
    known = {row["id"] for problem in problems for row in problem["candidates"]}
    limits = {name: max(most - taken.get(name, 0), pinned[name]) for name in sorted(known & {*taken, *pinned})}
    return {
        "kind": TOGETHER,
        "projects": [
            {"id": str(consortium.project_id)} | {key: rows for key, rows in problem.items() if key not in ALONE}
            for consortium, problem in zip(consortia, problems, strict=True)
        ],
        "max_per_member": most,
        "max_of_member": {name: limit for name, limit in limits.items() if limit != most},
    }


def joint_teams(run: Run) -> dict[int, engine.Problem]:
    """The problem of each project of a search for several at once, by its id."""
    return {int(project.id): project.team for project in consortia_kind.read_problem(run.problem).projects}


def joint_reasons(run: Run) -> dict[int, dict[str, Any]]:
    """Why each project of a search for several at once has not the team that it would have alone, by its id."""
    return {int(entry["project"]): entry for entry in consortia_kind.explain_projects(run.solution or {})}


def _team_problem(consortium: Consortium, field: Field) -> dict[str, Any]:
    known = {organisation.id for organisation in field.candidates}
    standing = {partner.organisation_id for partner in consortium.team if partner.is_informed}
    _keep_announced_lead(consortium, field.problem)
    return field.problem | {
        "candidates": _within_shares(field.problem),
        "pinned": [candidate_id(i) for i in sorted((set(consortium.pinned) | standing) & known)],
        "excluded": [candidate_id(i) for i in sorted((set(consortium.excluded) - standing) & known)],
        "alternatives": ALTERNATIVES,
        "min_difference": MIN_DIFFERENCE,
    }


def assess(consortium: Consortium, field: Field) -> engine.TeamState:
    """How the team stands against every criterion, and the balanced split of what is needed."""
    return _assess(consortium, field, consortium.lead_id)


def assess_terms(consortium: Consortium, terms: Mapping[str, Any]) -> engine.TeamState:
    """How the team would stand by other terms of its charter (charter_terms.py)."""
    field, partners = team_field(consortium), {partner.id: partner for partner in consortium.team}
    for line in terms["lines"]:
        _hold_to_promise(field.problem, partners[line["partner"]], line["brings"], line["asks"])
    return _assess(consortium, field, partners[terms["lead"]].organisation_id)


def _assess(consortium: Consortium, field: Field, lead_id: int | None) -> engine.TeamState:
    members = [_id_of(partner) for partner in consortium.team]
    lead = candidate_id(lead_id) if lead_id is not None else None
    return check_team(read_problem(field.problem), members, lead)


def best_team(consortium: Consortium) -> dict[str, Any]:
    """The first proposal of a search made here and now, for those who cannot wait for a run (the demonstration)."""
    problem = lenses.read_problem(search_problem(consortium))
    return lenses.solve(problem, SEARCH_LIMITS).looks[0].to_dict()


def team_problem(run: Run) -> engine.Problem:
    """What a search knew of the structures possible, before any lens."""
    return lenses.read_problem(run.problem).team


def explain_proposal(run: Run, number: int) -> Explanation:
    """Why a team that a search found is as it is, from the problem that was solved; in five seconds at most."""
    proposals = run.solution["proposals"] if run.solution else []
    found = proposals[number]
    lens = found["lenses"][0]
    asked = lenses.read_problem(run.problem)
    problem = lenses.looked_at(asked, lens, found["call"])
    proposal = engine.Proposal(
        members=tuple(found["members"]),
        lead=found["lead"],
        contributions=found["contributions"],
        objective=found["objective"],
        bound=found["bound"],
        status=Status(found["status"]),
    )
    is_best = all(earlier["lenses"][0] != lens for earlier in proposals[:number])
    return Explanation(
        members=[
            entry | {"breaks": _missing(asked.team, proposal.members, entry["member"])}
            for entry in engine.explain_members(problem, proposal, MEMBERS_LIMITS)
        ],
        weights=engine.explain_weights(problem, proposal, WEIGHTS_LIMITS) if is_best else None,
    )


def _missing(problem: engine.Problem, members: Sequence[str], member: str) -> list[str]:
    """The criteria of the call that the others would not hold: what a lens or a margin adds is not the call's."""
    others = check_team(problem, [name for name in members if name != member])
    return [state.criterion for state in others.criteria if not state.ok]


def rank_substitutes(consortium: Consortium, field: Field) -> list[Substitute]:
    """Each structure possible beside the team, those first with whom it lacks least, then the closest-knit team."""
    problem = read_problem(field.problem)
    members = [_id_of(partner) for partner in consortium.team]
    lead = candidate_id(consortium.lead_id) if consortium.lead_id is not None else None
    aside = {*members, *(candidate_id(i) for i in consortium.excluded)}
    ranked = []
    for row in field.problem["candidates"]:
        if row["id"] not in aside:
            state = check_team(problem, [*members, row["id"]], lead)
            lacks = [criterion.criterion for criterion in state.criteria if not criterion.ok]
            ranked.append((len(lacks), state.objective or 0, organisation_of(row["id"]), lacks))
    return [Substitute(organisation_id=i, lacks=lacks) for _count, _objective, i, lacks in sorted(ranked)]


def smallest_repair(consortium: Consortium, field: Field) -> Repair:
    """The team that holds all criteria and keeps the most of those who stand: all who were asked, else the most of them
    that can be; nothing where there is no such team, or the time is too short to find it."""
    members = [_id_of(partner) for partner in consortium.team]
    asked = _team_problem(consortium, field) | {
        "previous": {"proposals": [{"members": members}]},
        "stay": True,
        "alternatives": 0,
    }
    for problem in (asked, asked | {"pinned": []}):
        if found := solve_at_once(problem).get("proposals"):
            mended = set(found[0]["members"])
            return Repair(join=_organisations(mended - set(members)), leave=_organisations(set(members) - mended))
    return Repair()


def _organisations(names: Iterable[str]) -> list[int]:
    return sorted(organisation_of(name) for name in names)


def rebalance(consortium: Consortium) -> None:
    """Share what is needed among the team: partners not yet asked take what those asked have not promised."""
    field = field_of(consortium)
    chosen = [partner for partner in consortium.team if partner.state is PartnerState.CHOSEN]
    split = check_team(read_problem(_left_to_share(consortium, field)), [_id_of(partner) for partner in chosen])
    for partner in chosen:
        partner.contribution = dict(split.contributions.get(_id_of(partner), {}))
        partner.asks = field.candidate(partner.organisation_id)["asks"]


def _left_to_share(consortium: Consortium, field: Field) -> dict[str, Any]:
    """The problem with what is required less what is promised; no partner may give more than the call allows one."""
    call = field.problem["call"]
    promised = [partner.contribution for partner in consortium.team if partner.is_informed]
    left = {c: need - sum(given.get(c, 0) for given in promised) for c, need in call.get("requires", {}).items()}
    requires = {c: need for c, need in left.items() if need > 0}
    return field.problem | {
        "call": {"min_partners": 1, "requires": requires},
        "candidates": _within_shares(field.problem),
    }


def _within_shares(problem: dict[str, Any]) -> list[dict[str, Any]]:
    """The candidates with no more of anything required than the call lets one partner bring."""
    call = problem["call"]
    most = {c: need * call.get("max_share_percent", 100) // 100 for c, need in call.get("requires", {}).items()}
    return [
        row | {"offers": {c: min(offer, most[c]) for c, offer in row["offers"].items() if c in most}}
        for row in problem["candidates"]
    ]


def _keep_announced_lead(consortium: Consortium, problem: dict[str, Any]) -> None:
    """A single contact whom invitations have named stays."""
    if consortium.lead_id is None or not consortium.has_announced_lead:
        return
    for row in problem["candidates"]:
        row["can_lead"] = row["id"] == candidate_id(consortium.lead_id)


def _hold_to_promise(problem: dict[str, Any], partner: Partner, brings: Mapping[str, int], asks: int) -> None:
    """An organisation that was asked counts for what it was asked, not for all it has."""
    row = next(row for row in problem["candidates"] if row["id"] == candidate_id(partner.organisation_id))
    row["offers"], row["asks"] = dict(brings), asks


def _id_of(partner: Partner) -> str:
    return candidate_id(partner.organisation_id)
