"""How a stored solve belongs to a campaign: who may see it, where it leads, what its end writes down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from network.audits.matching import cycles_of, field_of, shown_problem
from network.audits.models import Campaign
from network.audits.pairing import keep_found
from network.audits.policies import may_coordinate
from network.audits.queries import PAIR_PURPOSE
from network.database import db
from network.runs.registry import register_purpose
from network.web.links import path_for

if TYPE_CHECKING:
    from network.actors import Actor
    from network.runs.models import Run


def register() -> None:
    """Make searches for pairs known to the runs."""
    register_purpose(
        PAIR_PURPOSE,
        room="audits",
        may_see=_may_see,
        page_url=_page_url,
        on_finished=_on_finished,
        shown_problem=_shown_problem,
    )


def _may_see(run: Run, actor: Actor) -> bool:
    """What a search found, and from what, is for the coordination alone."""
    campaign = db.session.get(Campaign, run.subject_id)
    return campaign is not None and may_coordinate(campaign, actor)


def _shown_problem(run: Run, actor: Actor) -> dict[str, Any]:
    """Nobody is told of whom one would not meet again."""
    return shown_problem(run.problem, field_of(db.session.get_one(Campaign, run.subject_id), actor))


def _page_url(run: Run) -> str:
    return path_for("pairings.board", campaign_id=run.subject_id)


def _on_finished(run: Run) -> None:
    campaign = db.session.get(Campaign, run.subject_id)
    if campaign is not None and run.solution is not None:
        keep_found(campaign, cycles_of(run.solution))
