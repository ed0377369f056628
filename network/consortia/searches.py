"""How a stored solve belongs to a groupement: who may see it, where its result waits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from network import clock
from network.calls.matching import visible_problem
from network.calls.models import Call
from network.calls.policies import may_assemble
from network.consortia.models import Consortium
from network.consortia.policies import may_compose
from network.consortia.queries import SEARCH_PURPOSE, TOGETHER, list_pairs_under_way
from network.database import db
from network.runs.registry import register_purpose
from network.ties.under_way import register_work_under_way
from network.web.links import path_for

if TYPE_CHECKING:
    from datetime import date

    from network.actors import Actor
    from network.runs.models import Run


def register() -> None:
    """Make searches known to the runs, and who is in a groupement to whoever keeps partners apart."""
    register_work_under_way(list_pairs_under_way)
    register_purpose(
        SEARCH_PURPOSE,
        room="calls",
        may_see=_may_see,
        page_url=_page_url,
        on_finished=_on_finished,
        shown_problem=_shown_problem,
    )
    register_purpose(
        TOGETHER,
        room="calls",
        may_see=_may_see_together,
        page_url=_together_url,
        on_finished=_on_finished,
        shown_problem=_shown_problems,
    )


def _may_see(run: Run, actor: Actor) -> bool:
    """What a search found, and from what, is for the coordination alone."""
    consortium = db.session.get(Consortium, run.subject_id)
    return consortium is not None and may_compose(consortium, actor)


def _page_url(run: Run) -> str:
    return path_for("consortia.compose", consortium_id=run.subject_id)


def _on_finished(run: Run) -> None:
    """The proposals stay with the run; the page reads them there, so that nothing is chosen by a search."""


def _shown_problem(run: Run, actor: Actor) -> dict[str, Any]:
    """Without the quantities and the ties that nobody but the search may see."""
    return run.problem | {"problem": visible_problem(run.problem.get("problem", {}), actor, on=_day_of(run))}


def _may_see_together(run: Run, actor: Actor) -> bool:
    """The same for several groupements of a call."""
    call = db.session.get(Call, run.subject_id)
    return call is not None and may_assemble(call, actor)


def _together_url(run: Run) -> str:
    return path_for("together.together", call_id=run.subject_id)


def _shown_problems(run: Run, actor: Actor) -> dict[str, Any]:
    """Each project without what nobody but the search may see."""
    day, projects = _day_of(run), run.problem.get("projects", [])
    return run.problem | {"projects": [visible_problem(project, actor, on=day) for project in projects]}


def _day_of(run: Run) -> date:
    return run.created_at.astimezone(clock.BRUSSELS).date()
