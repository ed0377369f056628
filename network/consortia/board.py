"""What the page « Composer un groupement » shows, worked out from the rows and the engine in one go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import ngettext

from network import clock
from network.calls.chips import Chip, chips
from network.calls.judged import judged_sentences
from network.calls.matching import candidate_id
from network.calls.models import InterestAnswer
from network.calls.words import lead_role
from network.consortia import words
from network.consortia.matching import Field, assess, field_of, metres, read_problem, shown_field, team_field
from network.consortia.models import Consortium, ConsortiumState, Partner
from network.consortia.promises import count_sought
from network.consortia.proposals import Proposal, obstacles, proposals_of, search_notes
from network.consortia.queries import SEARCH_PURPOSE, latest_search
from network.consortia.substitutes import Replacement, lined_up, replacement_of
from network.resources.labels import capability_amount, capability_label, capability_unit
from network.runs.queries import find_under_way
from network.ties.introductions import Guarantor, suggest_guarantors
from network.ties.labels import line_strength
from network.ties.queries import visible_strengths
from network.web.formats import distance

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from network.actors import Actor
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
    detail: str
    brings: str
    reasons: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateRow:
    """One structure possible that is not in the team."""

    organisation: Organisation
    detail: str
    interest: InterestAnswer | None
    is_pinned: bool
    is_excluded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Stacked bars as components/bars.html draws them."""

    partners: list[dict[str, Any]]
    rows: list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Everything on the page."""

    consortium: Consortium
    candidates: list[CandidateRow]
    chips: list[Chip]
    judged: list[str]
    holds: bool
    team: list[TeamRow]
    run: Run | None
    under_way: Run | None
    proposals: list[Proposal]
    obstacles: list[str]
    notes: list[str]
    points: list[dict[str, Any]]
    map_options: dict[str, Any]
    bars: Bars
    replacement: Replacement | None
    lined_up: str
    guarantors: list[Guarantor]


def board_of(consortium: Consortium, actor: Actor) -> Board:
    """The page of a groupement as it stands, with the quantities and the ties that the actor may know of."""
    field = field_of(consortium)
    shown = shown_field(consortium, field, actor)
    state = assess(consortium, field)
    run = latest_search(consortium)
    known = _ties_with_lead(consortium, field, actor)
    details = _details(consortium, shown, known)
    return Board(
        consortium=consortium,
        candidates=_candidates(consortium, field, details),
        chips=chips(state, in_market=consortium.project.is_market),
        judged=judged_sentences(consortium.project.call.judged) if consortium.project.call else [],
        holds=state.ok,
        team=_team(consortium, read_problem(shown.problem), known),
        run=run,
        under_way=find_under_way(SEARCH_PURPOSE, consortium),
        proposals=proposals_of(consortium, run),
        obstacles=obstacles(run, in_market=consortium.project.is_market),
        notes=search_notes(consortium, run),
        points=_points(consortium, field, details),
        map_options=_map_options(consortium, known),
        bars=bars(consortium, consortium.team),
        replacement=replacement_of(consortium, field, state, details),
        lined_up=lined_up(consortium),
        guarantors=_guarantors(consortium, actor),
    )


def _guarantors(consortium: Consortium, actor: Actor) -> list[Guarantor]:
    """Who could guarantee trust between the partners: known by all of them, and not of the team."""
    team = [partner.organisation_id for partner in consortium.team]
    return suggest_guarantors(team, actor) if len(team) > 1 else []


def unmet_criteria(consortium: Consortium) -> list[str]:
    """What a team that has accepted lacks, without figures; nothing while answers are awaited, or once it is agreed."""
    if consortium.state is not ConsortiumState.INVITING or not consortium.is_agreed:
        return []
    team = assess(consortium, team_field(consortium))
    return [chip.label for chip in chips(team, in_market=consortium.project.is_market) if not chip.met]


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
            for capability, required in consortium.project.criteria.get("requires", {}).items()
        ],
    )


def contribution_text(contribution: dict[str, int]) -> str:
    """What a partner brings, in a line."""
    return " · ".join(
        capability_amount(capability, amount) for capability, amount in sorted(contribution.items()) if amount
    )


def _team(consortium: Consortium, problem: Problem, known: Mapping[int, int]) -> list[TeamRow]:
    members = [candidate_id(partner.organisation_id) for partner in consortium.team]
    lead = candidate_id(consortium.lead_id) if consortium.lead_id is not None else None
    rows = [
        TeamRow(
            partner=partner,
            is_lead=partner.organisation_id == consortium.lead_id,
            is_pinned=partner.organisation_id in consortium.pinned,
            detail=_where(consortium, partner.organisation, known),
            brings=contribution_text(partner.contribution),
            reasons=words.reasons(
                problem,
                members,
                lead,
                candidate_id(partner.organisation_id),
                in_market=consortium.project.is_market,
            ),
        )
        for partner in consortium.team
    ]
    return sorted(rows, key=lambda row: not row.is_lead)


def _distance_to_lead(consortium: Consortium, organisation: Organisation) -> str | None:
    if consortium.lead is None or organisation.id == consortium.lead_id:
        return None
    return distance(_metres_to_lead(consortium, organisation))


def _candidates(consortium: Consortium, field: Field, details: Mapping[int, str]) -> list[CandidateRow]:
    """The pinned first, then the nearest to the single contact; those set aside at the end."""
    team = {partner.organisation_id for partner in consortium.team}
    answers = {row.organisation_id: row.answer for row in consortium.project.interests}
    rows = [
        CandidateRow(
            organisation=organisation,
            detail=details[organisation.id],
            interest=answers.get(organisation.id),
            is_pinned=organisation.id in consortium.pinned,
            is_excluded=organisation.id in consortium.excluded,
        )
        for organisation in field.candidates
        if organisation.id not in team
    ]
    return sorted(
        rows, key=lambda row: (row.is_excluded, not row.is_pinned, _metres_to_lead(consortium, row.organisation))
    )


def _ties_with_lead(consortium: Consortium, field: Field, actor: Actor) -> dict[int, int]:
    """How well each structure possible knows the single contact, 1..99 by id, as far as the actor may know."""
    if consortium.lead_id is None:
        return {}
    strengths = visible_strengths([organisation.id for organisation in field.candidates], actor, clock.today())
    return {sum(pair) - consortium.lead_id: tie for pair, tie in strengths.items() if consortium.lead_id in pair}


def _details(consortium: Consortium, field: Field, known: Mapping[int, int]) -> dict[int, str]:
    """Each structure possible in a line, by id: where, how large, how far from the single contact, what is free."""
    sought = count_sought([organisation.id for organisation in field.candidates], but=consortium)
    return {
        organisation.id: " · ".join(
            part
            for part in (
                _where(consortium, organisation, known),
                contribution_text(row["offers"]),
                _sought(sought.get(organisation.id, 0)),
            )
            if part
        )
        for organisation, row in zip(field.candidates, field.problem["candidates"], strict=True)
    }


def _sought(projects: int) -> str:
    """« déjà sollicitée par 2 projets »: how many, never which."""
    words = ngettext("asked by %(num)d other project", "asked by %(num)d other projects", projects)
    return words if projects else ""


def _where(consortium: Consortium, organisation: Organisation, known: Mapping[int, int]) -> str:
    """« Ciney · 64 travailleurs · 26 km · connaît bien l'interlocuteur », as far as each is known."""
    workers = organisation.headcount
    parts = [
        organisation.locality.name,
        ngettext("%(num)d worker", "%(num)d workers", workers) if workers else None,
        _distance_to_lead(consortium, organisation),
        words.knows_lead(known.get(organisation.id, 0), in_market=consortium.project.is_market),
    ]
    return " · ".join(part for part in parts if part)


def _interested(consortium: Consortium) -> set[int]:
    return {row.organisation_id for row in consortium.project.interests if row.answer is InterestAnswer.YES}


def _metres_to_lead(consortium: Consortium, organisation: Organisation) -> int:
    return metres(consortium.lead.locality, organisation.locality) if consortium.lead else 0


def _points(consortium: Consortium, field: Field, details: Mapping[int, str]) -> list[dict[str, Any]]:
    interested = _interested(consortium)
    team = {partner.organisation_id for partner in consortium.team}
    return [
        {
            "id": organisation.id,
            "lat": organisation.locality.lat,
            "lon": organisation.locality.lon,
            "label": organisation.name,
            "state": _point_state(consortium, organisation.id, team, interested),
            "detail": details[organisation.id],
        }
        for organisation in field.candidates
    ]


def _point_state(consortium: Consortium, organisation_id: int, team: set[int], interested: set[int]) -> str:
    if organisation_id == consortium.lead_id:
        return "lead"
    if organisation_id in team:
        return "partner"
    if organisation_id in consortium.excluded:
        return "declined"
    return "interested" if organisation_id in interested else "possible"


def _map_options(consortium: Consortium, known: Mapping[int, int]) -> dict[str, Any]:
    options: dict[str, Any] = {
        "states": {
            "lead": lead_role(consortium.project).lower(),
            "partner": _("partner"),
            "interested": _("interested"),
            "possible": _("possible"),
            "declined": _("set aside"),
        }
    }
    reach = consortium.project.criteria.get("max_km_to_lead")
    if consortium.lead_id is not None:
        options["links"] = [
            {"from": consortium.lead_id, "to": other, "strength": line_strength(known.get(other, 0))}
            for other in (partner.organisation_id for partner in consortium.team)
            if other != consortium.lead_id
        ]
        if reach:
            options["ring"] = {"around": consortium.lead_id, "km": reach}
    return options
