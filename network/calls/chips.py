"""The criteria of a call as chips: each with where a team, or one organisation, stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import ngettext

from network.calls.criteria import counted_kind, criterion_name, criterion_value
from network.calls.words import lead_word
from network.places.areas import covers_area
from network.resources.labels import capability_label
from network.web.formats import money, number, percent

if TYPE_CHECKING:
    from collections.abc import Callable

    from network.matching.consortium import CriterionState, TeamState


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """One criterion as the page shows it."""

    label: str
    met: bool
    figure: str | None = None


def chips(team: TeamState, *, in_market: bool) -> list[Chip]:
    """The criteria that the call asks, each with where the team stands."""
    return [
        chip_of(state, met=state.ok, in_market=in_market)
        for state in team.criteria
        if state.criterion not in ("can_lead", "max_partners") or not state.ok
    ]


def chip_of(state: CriterionState, *, met: bool, in_market: bool) -> Chip:
    """One criterion and where it stands."""
    if state.criterion == "required_areas":
        areas = state.names or _as_names(state.needed)
        label = ", ".join(covers_area(area) for area in areas)
        return Chip(label=label, met=met, figure=_("yes") if met else _("no"))
    needed = state.needed if isinstance(state.needed, int) else 0
    return Chip(label=_chip_label(state, needed, in_market), met=met, figure=_figure(state))


def _figure(state: CriterionState) -> str | None:
    """Where the team stands; the unit of a capability stands in the label already."""
    if state.criterion in ("can_lead", "lead_experienced") or not isinstance(state.got, int):
        return None
    return number(state.got) if state.criterion.startswith("requires.") else criterion_value(state.criterion, state.got)


def _chip_label(state: CriterionState, needed: int, in_market: bool) -> str:
    code = state.criterion
    if code == "min_kind":
        return _("%(count)d %(kind)s at least", count=needed, kind=counted_kind(state.kind or "", needed))
    if code.startswith("requires."):
        return _(
            "%(field)s: %(value)s", field=capability_label(code.partition(".")[2]), value=criterion_value(code, needed)
        )
    labels: dict[str, Callable[[], str]] = {
        "min_partners": lambda: ngettext("%(num)d partner at least", "%(num)d partners at least", needed),
        "max_partners": lambda: ngettext("%(num)d partner at most", "%(num)d partners at most", needed),
        "min_small": lambda: ngettext("%(num)d small one", "%(num)d small ones", needed),
        "min_experienced": lambda: ngettext("%(num)d experienced one", "%(num)d experienced ones", needed),
        "min_areas": lambda: ngettext("%(num)d province", "%(num)d provinces", needed),
        "max_share_percent": lambda: _("no share above %(share)s", share=percent(needed)),
        "min_contribution_percent": lambda: _("each brings at least %(share)s", share=percent(needed)),
        "budget_cap": lambda: _("%(amount)s at most", amount=money(needed)),
        "max_km_to_lead": lambda: _(
            "%(km)d km %(from_lead)s at most", km=needed, from_lead=lead_word("from", in_market=in_market)
        ),
        "can_lead": lambda: lead_word("a", in_market=in_market),
        "lead_experienced": lambda: _("%(a_lead)s with experience", a_lead=lead_word("a", in_market=in_market)),
    }
    say = labels.get(code)
    return say() if say else criterion_name(code, in_market=in_market)


def _as_names(figure: object) -> tuple[str, ...]:
    return figure if isinstance(figure, tuple) else ()
