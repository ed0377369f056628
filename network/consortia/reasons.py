"""Why a team that a search found is as it is: what changes without each member, and how firm it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from network.calls.matching import candidate_id, organisation_of
from network.consortia.matching import explain_proposal, team_problem
from network.consortia.proposals import difference
from network.consortia.words import named_criteria
from network.organisations.queries import list_organisations_by_id
from network.web.formats import percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from network.matching.consortium import Problem
    from network.runs.models import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberReason:
    """One member: `lacks`: what the others alone would lack; `instead`: the best team without it, in words."""

    name: str
    lacks: str
    instead: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """A team: why each is there, and for the first one how firm it is when the weights move."""

    members: Sequence[MemberReason]
    firmness: Sequence[str]


def reasons_of(run: Run, number: int, *, in_market: bool) -> Reasons:
    """The reasons of one proposal of a search."""
    problem, proposal = team_problem(run), (run.solution or {})["proposals"][number]
    explanation = explain_proposal(run, number)
    others = [*explanation.members, *_turning_points(explanation.weights)]
    names = _names({*proposal["members"], *(name for other in others for name in other.get("members", ()))})
    return Reasons(
        members=[
            MemberReason(
                name=names[entry["member"]],
                lacks=_lacks(entry["breaks"], in_market),
                instead=_instead(problem, proposal, entry, names),
            )
            for entry in explanation.members
        ],
        firmness=_firmness(problem, proposal, explanation.weights, names) if explanation.weights else [],
    )


def _names(members: Iterable[str]) -> dict[str, str]:
    found = list_organisations_by_id({organisation_of(member) for member in members})
    return {candidate_id(organisation.id): organisation.name for organisation in found}


def _lacks(breaks: Sequence[str], in_market: bool) -> str:
    if not breaks:
        return _("The others would meet all the criteria without it.")
    missing = named_criteria(breaks, in_market=in_market)
    return _("The others alone would not meet: %(criteria)s.", criteria=missing)


def _instead(problem: Problem, proposal: Mapping[str, Any], entry: Mapping[str, Any], names: Mapping[str, str]) -> str:
    if entry["status"] == "infeasible":
        return _("No team is possible without it.")
    if "members" not in entry:
        return _("What would replace it could not be found in two seconds.")
    return _("The best team without it: %(change)s.", change=difference(problem, proposal, entry, names))


def _turning_points(weights: Mapping[str, Any] | None) -> list[Mapping[str, Any]]:
    return [weights[end] for end in ("below", "above") if weights[end]] if weights else []


def _firmness(
    problem: Problem, proposal: Mapping[str, Any], weights: Mapping[str, Any], names: Mapping[str, str]
) -> list[str]:
    if weights["from"] is None or weights["to"] is None:
        return [_("How firm it is could not be told in three seconds.")]
    range_ = {"least": percent(weights["from"]), "most": percent(weights["to"])}
    sentences = [
        _("It stays the best whatever distance and knowing each other weigh.")
        if (weights["from"], weights["to"]) == (0, 100)
        else _("It stays the best as long as distance weighs from %(least)s to %(most)s.", **range_)
    ]
    for other in _turning_points(weights):
        change = difference(problem, proposal, other, names)
        sentences.append(_("At %(weight)s: %(change)s.", weight=percent(other["km_weight"]), change=change))
    if not weights["complete"]:
        sentences.append(_("It may be the best further on too: there was no time to look."))
    return sentences
