"""An agreed post on paper: the words for the layout in post.typ."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from network.hires.plan import plan_of
from network.hires.week import DAYS, HALVES, half_days_text
from network.hires.words import (
    duration,
    engagement_commitment,
    engagement_label,
    engagement_source,
    fullness,
    half_days_asked,
)
from network.web.formats import day, distance, moment, percent
from network.web.paper import compile_paper

if TYPE_CHECKING:
    from network.hires.labour_law import Figures
    from network.hires.models import Post
    from network.hires.plan import Part, Plan

LAYOUT = Path(__file__).with_name("post.typ")


def post_pdf(post: Post, figures: Figures) -> bytes:
    """The post as it was agreed: week, structures with their working time and share of the costs, engagement."""
    return compile_paper(LAYOUT, _words(post, plan_of(post), figures))


def _words(post: Post, plan: Plan, figures: Figures) -> dict[str, Any]:
    return {
        "title": post.trade.title,
        "lead": _("around %(host)s, %(place)s", host=plan.host.name, place=plan.host.locality),
        "week": _("Week"),
        "fullness": fullness(plan),
        "days": [str(name) for name in DAYS.values()],
        "rows": [_row(plan, half) for half in HALVES],
        "structures": _("Structures"),
        "columns": [_("Structure"), _("Half-days"), _("Working time a week"), _("Share of the costs")],
        "parts": [_part(part, figures) for part in plan.parts],
        "facts": _facts(post, plan, figures),
        "engagement": _("Form of engagement"),
        "engagement_words": _engagement(post),
        "notice": _("Nothing here is legal advice."),
    }


def _row(plan: Plan, half: str) -> dict[str, Any]:
    letters = [plan.week.get(f"{key}_{half}", "") for key in DAYS]
    return {"name": str(HALVES[half]), "letters": letters}


def _part(part: Part, figures: Figures) -> list[str]:
    away = _("host of the post") if part.is_host else distance(part.metres)
    return [
        part.letter,
        part.organisation.name,
        f"{part.organisation.locality}, {away}",
        f"{half_days_text(part.half_days)} ({half_days_asked(len(part.half_days))})",
        duration(figures.minutes(len(part.half_days))),
        percent(part.percent),
    ]


def _facts(post: Post, plan: Plan, figures: Figures) -> list[list[str]]:
    facts = [
        [_("Coordination"), post.federation.name],
        [_("Working time a week"), duration(figures.minutes(plan.total))],
        [_("Farthest from the host"), distance(plan.farthest)],
    ]
    if post.starts_on:
        facts.append([_("Starts on"), day(post.starts_on)])
    if post.agreed_at:
        facts.append([_("Agreed on"), moment(post.agreed_at)])
    return facts


def _engagement(post: Post) -> list[str]:
    if post.engagement is None:
        return []
    return [word(post.engagement) for word in (engagement_label, engagement_commitment, engagement_source)]
