"""What the page « Composer un groupement » shows, worked out from the rows and the engine in one go."""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from network.calls.matching import candidate_id
from network.calls.models import InterestAnswer
from network.consortia import words
from network.consortia.matching import Field, assess, field_of, metres, read_problem
from network.consortia.models import Consortium, Partner
from network.consortia.queries import latest_search
from network.organisations.queries import list_organisations_by_id
from network.resources.labels import capability_amount, capability_label, capability_unit
from network.runs.models import RunState
from network.web.formats import distance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from network.matching.consortium import Problem
    from network.organisations.models import Organisation
    from network.runs.models import Run

MOST_COLOURS = 7
REST = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamRow:
    """One partner of the team."""

    partner: Partner
    is_lead: bool
    is_pinned: bool
    distance: str | None
    brings: str
    reasons: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One team that a search found; `number` is its place in the run's solution."""

    number: int
    letter: str
    title: str
    names: list[str]
    facts: str
    text: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Stacked bars as components/bars.html draws them."""

    partners: list[dict[str, Any]]
    rows: list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Everything on the page."""

    consortium: Consortium
    candidates: Sequence[Organisation]
    chips: list[words.Chip]
    holds: bool
    team: list[TeamRow]
    run: Run | None
    proposals: list[Proposal]
    obstacles: list[str]
    points: list[dict[str, Any]]
    map_options: dict[str, Any]
    bars: Bars


def board_of(consortium: Consortium) -> Board:
    """The page of a groupement as it stands."""
    field = field_of(consortium)
    problem = read_problem(field.problem)
    state = assess(consortium, field)
    run = latest_search(consortium)
    return Board(
        consortium=consortium,
        candidates=field.candidates,
        chips=words.chips(state),
        holds=state.ok,
        team=_team(consortium, problem),
        run=run,
        proposals=_proposals(consortium, run),
        obstacles=_obstacles(run),
        points=_points(consortium, field),
        map_options=_map_options(consortium),
        bars=bars(consortium, consortium.team),
    )


def bars(consortium: Consortium, partners: Sequence[Partner]) -> Bars:
    """For each capability that the call requires: what each of these partners brings, against what is needed."""
    shown = [{"id": partner.id, "name": partner.organisation.name} for partner in partners[:MOST_COLOURS]]
    rest = partners[MOST_COLOURS:]
    if rest:
        shown.append({"id": REST, "name": _("the others")})
    return Bars(
        partners=shown,
        rows=[
            {
                "label": capability_label(capability),
                "unit": capability_unit(capability),
                "required": required,
                "amounts": {partner.id: partner.contribution.get(capability, 0) for partner in partners[:MOST_COLOURS]}
                | ({REST: sum(partner.contribution.get(capability, 0) for partner in rest)} if rest else {}),
            }
            for capability, required in consortium.project.call.criteria.get("requires", {}).items()
        ],
    )


def contribution_text(contribution: dict[str, int]) -> str:
    """What a partner brings, in a line."""
    return " · ".join(
        capability_amount(capability, amount) for capability, amount in sorted(contribution.items()) if amount
    )


def _team(consortium: Consortium, problem: Problem) -> list[TeamRow]:
    members = [candidate_id(partner.organisation_id) for partner in consortium.team]
    lead = candidate_id(consortium.lead_id) if consortium.lead_id is not None else None
    rows = [
        TeamRow(
            partner=partner,
            is_lead=partner.organisation_id == consortium.lead_id,
            is_pinned=partner.organisation_id in consortium.pinned,
            distance=_distance_to_lead(consortium, partner),
            brings=contribution_text(partner.contribution),
            reasons=words.reasons(problem, members, lead, candidate_id(partner.organisation_id)),
        )
        for partner in consortium.team
    ]
    return sorted(rows, key=lambda row: not row.is_lead)


def _distance_to_lead(consortium: Consortium, partner: Partner) -> str | None:
    if consortium.lead is None or partner.organisation_id == consortium.lead_id:
        return None
    return distance(metres(consortium.lead.locality, partner.organisation.locality))


def _proposals(consortium: Consortium, run: Run | None) -> list[Proposal]:
    if run is None or run.solution is None:
        return []
    problem = read_problem(run.problem)
    found = run.solution.get("proposals", [])
    names = _names(consortium, found)
    team = {candidate_id(partner.organisation_id) for partner in consortium.team}
    return [
        Proposal(
            number=place,
            letter=ascii_uppercase[place],
            title=_("The closest-knit") if place == 0 else _("Another team"),
            names=[names[member] for member in proposal["members"]],
            facts=words.facts(problem, proposal),
            text=words.how_good(proposal) if place == 0 else words.difference(problem, found[0], proposal, names),
            is_chosen=set(proposal["members"]) == team and proposal["lead"] == candidate_id(consortium.lead_id or 0),
        )
        for place, proposal in enumerate(found)
    ]


def _names(consortium: Consortium, proposals: list[dict[str, Any]]) -> dict[str, str]:
    wanted = {int(member) for proposal in proposals for member in proposal["members"]}
    return {candidate_id(organisation.id): organisation.name for organisation in list_organisations_by_id(wanted)}


def _obstacles(run: Run | None) -> list[str]:
    """Why the search found nothing, and the nearest changes that would help."""
    if run is None or run.state is not RunState.DONE or not run.solution or run.solution["status"] != "infeasible":
        return []
    sentences = [words.conflict_sentence(run.solution.get("conflict", []))]
    return sentences + [words.relaxation_sentence(row) for row in run.solution.get("relaxations", [])]


def _points(consortium: Consortium, field: Field) -> list[dict[str, Any]]:
    answers = {interest.organisation_id: interest.answer for interest in consortium.project.interests}
    team = {partner.organisation_id for partner in consortium.team}
    return [
        {
            "id": organisation.id,
            "lat": organisation.locality.lat,
            "lon": organisation.locality.lon,
            "label": organisation.name,
            "state": _point_state(consortium, organisation.id, team, answers.get(organisation.id)),
            "detail": organisation.locality.name,
        }
        for organisation in field.candidates
    ]


def _point_state(consortium: Consortium, organisation_id: int, team: set[int], answer: InterestAnswer | None) -> str:
    if organisation_id == consortium.lead_id:
        return "lead"
    if organisation_id in team:
        return "partner"
    if organisation_id in consortium.excluded:
        return "declined"
    return "interested" if answer is InterestAnswer.YES else "possible"


def _map_options(consortium: Consortium) -> dict[str, Any]:
    options: dict[str, Any] = {
        "states": {
            "lead": _("single contact"),
            "partner": _("partner"),
            "interested": _("interested"),
            "possible": _("possible"),
            "declined": _("set aside"),
        }
    }
    reach = consortium.project.call.criteria.get("max_km_to_lead")
    if consortium.lead_id is not None:
        options["links"] = [
            {"from": consortium.lead_id, "to": partner.organisation_id, "strength": 0}
            for partner in consortium.team
            if partner.organisation_id != consortium.lead_id
        ]
        if reach:
            options["ring"] = {"around": consortium.lead_id, "km": reach}
    return options
