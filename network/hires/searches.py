"""How stored solves belong to searches for posts and to the week of a post: who may see them, where they lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from network.database import db
from network.hires.models import Post, PostSearch
from network.hires.policies import may_coordinate
from network.hires.queries import SEARCH_PURPOSE, TIMETABLE_PURPOSE
from network.hires.retiming import on_timetable_found
from network.runs.registry import register_purpose
from network.web.links import path_for

if TYPE_CHECKING:
    from network.actors import Actor
    from network.runs.models import Run


def register() -> None:
    """Make both purposes known to the runs."""
    register_purpose(SEARCH_PURPOSE, room="hires", may_see=_may_see_search, page_url=_search_url, on_finished=_on_found)
    register_purpose(
        TIMETABLE_PURPOSE, room="hires", may_see=_may_see_timetable, page_url=_post_url, on_finished=on_timetable_found
    )


def _may_see_search(run: Run, actor: Actor) -> bool:
    """What a search found, and from what, is for the coordination alone."""
    search = db.session.get(PostSearch, run.subject_id)
    return search is not None and may_coordinate(search.federation_id, actor)


def _search_url(run: Run) -> str:
    search = db.session.get_one(PostSearch, run.subject_id)
    return path_for("hires.search", federation_id=search.federation_id, profession=search.profession)


def _on_found(run: Run) -> None:
    """The proposals stay with the run; the page reads them there, so that nothing is prepared by a search."""


def _may_see_timetable(run: Run, actor: Actor) -> bool:
    """So are the problem of a week and its solution."""
    post = db.session.get(Post, run.subject_id)
    return post is not None and may_coordinate(post.federation_id, actor)


def _post_url(run: Run) -> str:
    return path_for("posts.post", post_id=run.subject_id)
