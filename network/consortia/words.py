"""What the engine found, in words: criteria as chips, why each partner is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import ngettext

from network.calls.criteria import counted_kind, criterion_name, criterion_value
from network.consortia.matching import metres
from network.places.areas import covers_area
from network.resources.labels import capability_label
from network.ties.labels import Acquaintance, acquaintance
from network.web.formats import distance, money, number, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from network.matching.consortium import Call, Candidate, CriterionState, Problem, TeamState

MUCH_PERCENT = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """One criterion as the page shows it."""

    label: str
    met: bool
    figure: str | None = None


def chips(team: TeamState) -> list[Chip]:
    """The criteria that the call asks, each with where the team stands."""
    return [
        _chip(state) for state in team.criteria if state.criterion not in ("can_lead", "max_partners") or not state.ok
    ]


def reasons(problem: Problem, members: Sequence[str], lead: str | None, member: str) -> list[str]:
    """Why a member is in the team: what would be missing without it, the strongest reason first."""
    rows = problem.by_id
    team = [rows[name] for name in members]
    mine, others = rows[member], [row for row in team if row.id != member]
    found = [
        *_lead_reason(mine, others, is_lead=member == lead),
        *_area_reasons(mine, others, problem.call),
        *_count_reasons(mine, team, problem.call),
        *_share_reasons(mine, problem.call),
    ]
    return found or [_closeness(mine, rows.get(lead) if lead else None)]


def knows_lead(strength: int) -> str:
    """How well a structure knows the single contact, 0..100; empty where it does not yet."""
    return {
        Acquaintance.WELL: _("knows the single contact well"),
        Acquaintance.A_LITTLE: _("knows the single contact a little"),
        Acquaintance.NOT_YET: "",
    }[acquaintance(strength)]


def _chip(state: CriterionState) -> Chip:
    if state.criterion == "required_areas":
        areas = state.names or _as_names(state.needed)
        label = ", ".join(covers_area(area) for area in areas)
        return Chip(label=label, met=state.ok, figure=_("yes") if state.ok else _("no"))
    needed = state.needed if isinstance(state.needed, int) else 0
    return Chip(label=_chip_label(state, needed), met=state.ok, figure=_figure(state))


def _figure(state: CriterionState) -> str | None:
    """Where the team stands; the unit of a capability stands in the label already."""
    if state.criterion in ("can_lead", "lead_experienced") or not isinstance(state.got, int):
        return None
    return number(state.got) if state.criterion.startswith("requires.") else criterion_value(state.criterion, state.got)


def _chip_label(state: CriterionState, needed: int) -> str:
    code = state.criterion
    if code == "min_kind":
        return _("%(count)d %(kind)s at least", count=needed, kind=counted_kind(state.kind or ""))
    if code.startswith("requires."):
        return _(
            "%(field)s: %(value)s", field=capability_label(code.partition(".")[2]), value=criterion_value(code, needed)
        )
    labels = {
        "min_partners": ngettext("%(num)d partner at least", "%(num)d partners at least", needed),
        "max_partners": ngettext("%(num)d partner at most", "%(num)d partners at most", needed),
        "min_small": ngettext("%(num)d small one", "%(num)d small ones", needed),
        "min_experienced": ngettext("%(num)d experienced one", "%(num)d experienced ones", needed),
        "min_areas": ngettext("%(num)d province", "%(num)d provinces", needed),
        "max_share_percent": _("no share above %(share)s", share=percent(needed)),
        "min_contribution_percent": _("each brings at least %(share)s", share=percent(needed)),
        "budget_cap": _("%(amount)s at most", amount=money(needed)),
        "max_km_to_lead": _("%(km)d km from the contact at most", km=needed),
        "can_lead": _("a single contact"),
        "lead_experienced": _("an experienced single contact"),
    }
    return labels.get(code, criterion_name(code))


def _as_names(figure: object) -> tuple[str, ...]:
    return figure if isinstance(figure, tuple) else ()


def _lead_reason(mine: Candidate, others: Sequence[Candidate], *, is_lead: bool) -> list[str]:
    if not is_lead or not others:
        return []
    return [_("well placed: %(km)s at most from each", km=distance(max(metres(mine, other) for other in others)))]


def _area_reasons(mine: Candidate, others: Sequence[Candidate], call: Call) -> list[str]:
    if not call.min_areas and not call.required_areas:
        return []
    elsewhere = {area for other in others for area in other.areas}
    return [covers_area(area) for area in mine.areas if area not in elsewhere]


def _count_reasons(mine: Candidate, team: Sequence[Candidate], call: Call) -> list[str]:
    found = []
    below = call.small_below or 0
    if _is_small(mine, below) and sum(_is_small(row, below) for row in team) <= (call.min_small or 0):
        found.append(_("a small structure, needed for the criterion"))
    if mine.experienced:
        found.append(_("experienced in the sector"))
    return found


def _is_small(row: Candidate, below: int) -> bool:
    return row.workforce is not None and row.workforce < below


def _share_reasons(mine: Candidate, call: Call) -> list[str]:
    shares = {c: 100 * min(mine.offers.get(c, 0), need) // need for c, need in call.requires.items() if need}
    big = sorted((share, c) for c, share in shares.items() if share >= MUCH_PERCENT)
    return [
        _(
            "has %(share)s of what is needed: %(capability)s",
            share=percent(share),
            capability=capability_label(c).lower(),
        )
        for share, c in reversed(big[-1:])
    ]


def _closeness(mine: Candidate, lead: Candidate | None) -> str:
    if lead is None or lead.id == mine.id:
        return _("completes the team")
    return _("%(km)s from the single contact", km=distance(metres(mine, lead)))
