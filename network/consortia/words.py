"""What the engine found, in words: why each partner is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.lists import format_list
from flask_babel import get_locale
from flask_babel import gettext as _

from network.calls.criteria import criterion_name
from network.calls.words import lead_word
from network.consortia.matching import metres
from network.places.areas import covers_area
from network.resources.labels import capability_label
from network.ties.labels import Acquaintance, acquaintance
from network.web.formats import distance, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from network.matching.consortium import Call, Candidate, Problem

MUCH_PERCENT = 25


def reasons(problem: Problem, members: Sequence[str], lead: str | None, member: str, *, in_market: bool) -> list[str]:
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
    return found or [_closeness(mine, rows.get(lead) if lead else None, in_market)]


def named_criteria(criteria: Sequence[str], *, in_market: bool) -> str:
    """Criteria, by their codes, within a sentence."""
    return listed([criterion_name(code, in_market=in_market) for code in dict.fromkeys(criteria)])


def listed(names: Sequence[str]) -> str:
    """« A, B et C »."""
    return format_list(list(names), locale=get_locale())


def knows_lead(strength: int, *, in_market: bool) -> str:
    """How well a structure knows who speaks for all, 0..100; empty where it does not yet."""
    match acquaintance(strength):
        case Acquaintance.WELL:
            return _("knows %(the_lead)s well", the_lead=lead_word("the", in_market=in_market))
        case Acquaintance.A_LITTLE:
            return _("knows %(the_lead)s a little", the_lead=lead_word("the", in_market=in_market))
    return ""


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


def _closeness(mine: Candidate, lead: Candidate | None, in_market: bool) -> str:
    if lead is None or lead.id == mine.id:
        return _("completes the team")
    km = distance(metres(mine, lead))
    return _("%(km)s %(from_lead)s", km=km, from_lead=lead_word("from", in_market=in_market))
