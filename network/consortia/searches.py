"""How a stored solve belongs to a groupement: who may see it, where its result waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from network.consortia.models import Consortium
from network.consortia.policies import may_compose
from network.consortia.queries import SEARCH_PURPOSE
from network.database import db
from network.runs.registry import register_purpose
from network.web.links import path_for

if TYPE_CHECKING:
    from network.actors import Actor
    from network.runs.models import Run


def register() -> None:
    """Make searches known to the runs."""
    register_purpose(SEARCH_PURPOSE, may_see=_may_see, page_url=_page_url, on_finished=_on_finished)


def _may_see(run: Run, actor: Actor) -> bool:
    """What a search found, and from what, is for the coordination alone."""
    consortium = db.session.get(Consortium, run.subject_id)
    return consortium is not None and may_compose(consortium, actor)


def _page_url(run: Run) -> str:
    return path_for("consortia.compose", consortium_id=run.subject_id)


def _on_finished(run: Run) -> None:
    """The proposals stay with the run; the page reads them there, so that nothing is chosen by a search."""
