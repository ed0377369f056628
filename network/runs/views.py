"""Pages of runs."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, g, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse

from network import clock
from network.activity.services import record
from network.activity.verbs import register_verb
from network.errors import NotFoundError
from network.runs import words
from network.runs.models import Run, RunState
from network.runs.policies import may_see_run
from network.runs.queries import get_run, has_same_result
from network.runs.registry import purpose_named
from network.runs.services import cancel_run, replay_run
from network.web.current import current_actor
from network.web.downloads import download
from network.web.htmx import go_to, render_page, wants_fragment
from network.web.policies import hide_unless, login_required

bp = Blueprint("runs", __name__, url_prefix="/recherches")

STOP_POLLING = 286  # htmx asks no more

register_verb("run.exported", _l("took the figures of a search away"), fields={"part": _l("Part")})


@bp.get("/<id:run_id>")
@login_required
def run(run_id: int) -> Response:
    """Where a search stands. While somebody watches, its end leads to the result."""
    run = _visible_run(run_id)
    shows_details = "details" in request.args
    g.room = purpose_named(run.purpose).room
    response = render_page(
        "runs/run.html",
        fragment="runs/_status.html",
        run=run,
        now=clock.now(),
        words=words,
        page_url=purpose_named(run.purpose).page_url(run),
        is_same=has_same_result(run),
        shows_details=shows_details,
    )
    if run.is_over and wants_fragment():
        response.status_code = STOP_POLLING
        if run.state is RunState.DONE and run.replay_of_id is None and not shows_details:
            response.headers["HX-Redirect"] = purpose_named(run.purpose).page_url(run)
    return response


@bp.post("/<id:run_id>/arreter")
@login_required
def cancel(run_id: int) -> BaseResponse:
    """Stop the search, with the best found so far."""
    cancel_run(_visible_run(run_id), actor=current_actor())
    return go_to(url_for("runs.run", run_id=run_id))


@bp.post("/<id:run_id>/rejouer")
@login_required
def replay(run_id: int) -> BaseResponse:
    """Run it again, to see whether the result is the same."""
    replay = replay_run(_visible_run(run_id), actor=current_actor())
    return go_to(url_for("runs.run", run_id=replay.id))


@bp.post("/<id:run_id>/probleme.json")
@login_required
def problem(run_id: int) -> Response:
    """The problem as it was handed to the engine, without what the reader may not see."""
    run, actor = _visible_run(run_id), current_actor()
    record("run.exported", run, actor=actor, after={"part": "problem"})
    return _download(f"probleme-{run_id}.json", purpose_named(run.purpose).shown_problem(run, actor))


@bp.post("/<id:run_id>/solution.json")
@login_required
def solution(run_id: int) -> Response:
    """The solution as the engine gave it."""
    run = _visible_run(run_id)
    if run.solution is None:
        raise NotFoundError
    record("run.exported", run, actor=current_actor(), after={"part": "solution"})
    return _download(f"solution-{run_id}.json", run.solution)


def _visible_run(run_id: int) -> Run:
    run = get_run(run_id)
    hide_unless(may_see_run(run, current_actor()))
    return run


def _download(name: str, data: dict[str, Any]) -> Response:
    return download(json.dumps(data, indent=1, ensure_ascii=False), name)
