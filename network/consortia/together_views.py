"""The page on which several groupements of a call are composed together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from network.calls.policies import may_assemble, may_see_call
from network.calls.queries import get_call
from network.consortia.forms import TogetherForm
from network.consortia.joint import adopt_together, list_composable, search_together
from network.consortia.queries import TOGETHER, latest_search_together
from network.consortia.together import together_of
from network.database import MAX_ID, db
from network.errors import NotFoundError, StaleError
from network.runs.queries import find_under_way, get_run
from network.web.current import current_actor
from network.web.forms import parse_whole_number
from network.web.htmx import go_to, render_page
from network.web.policies import hide_unless, login_required, require

if TYPE_CHECKING:
    from collections.abc import Sequence

    from werkzeug.wrappers import Response as BaseResponse

    from network.calls.models import Call, Project
    from network.runs.models import Run

bp = Blueprint("together", __name__, url_prefix="/groupements/ensemble")


@bp.get("/<id:call_id>")
@login_required
def together(call_id: int) -> Response:
    """The projects to choose from, and what the last search found."""
    call = _assembled(call_id)
    composable = list_composable(call, current_actor())
    return _page(call, composable, _form(call, composable))


@bp.post("/<id:call_id>")
@login_required
def search(call_id: int) -> BaseResponse:
    """Look for the teams of the projects that are ticked: a run, whose result waits on the page."""
    call = _assembled(call_id)
    composable = list_composable(call, current_actor())
    form = TogetherForm()
    form.fit(call, composable)
    if not form.validate_on_submit():
        return _page(call, composable, form, status=422)
    run = search_together(call, form.projects.data or (), most=form.most_consortia, actor=current_actor())
    return go_to(url_for("runs.run", run_id=run.id))


@bp.post("/<id:call_id>/reprendre")
@login_required
def take(call_id: int) -> BaseResponse:
    """Make the teams proposed the teams of their groupements; taken already, nothing changes."""
    call, actor = _assembled(call_id), current_actor()
    run = _run_of(call)
    found = together_of(call, list_composable(call, actor), run)
    if found is not None and found.to_take:
        try:
            adopt_together(call, run, _versions(), actor=actor)
        except StaleError:
            return _overtaken(call_id)
    flash(_("The teams are taken over. Nobody is invited yet: go through each of them, then invite."))
    return go_to(url_for("together.together", call_id=call_id))


def _assembled(call_id: int) -> Call:
    """A call whose groupements the actor composes; those who see the call are told that they may not."""
    call, actor = get_call(call_id), current_actor()
    hide_unless(may_see_call(call, actor))
    require(may_assemble(call, actor))
    return call


def _run_of(call: Call) -> Run:
    run = get_run(_number("run_id"))
    hide_unless(run.purpose == TOGETHER and run.subject_id == call.id and bool(run.solution))
    return run


def _form(call: Call, composable: Sequence[Project]) -> TogetherForm:
    """As the last search was asked; all projects at first."""
    data = {"projects": [project.id for project in composable]}
    run = latest_search_together(call)
    if run is not None:
        data = {"projects": [int(row["id"]) for row in run.problem["projects"]], "most": run.problem["max_per_member"]}
    form = TogetherForm(formdata=None, data=data)
    form.fit(call, composable)
    return form


def _page(
    call: Call, composable: Sequence[Project], form: TogetherForm, *, notice: str = "", status: int = 200
) -> Response:
    return render_page(
        "consortia/together.html",
        status=status,
        call=call,
        composable=composable,
        form=form,
        found=together_of(call, composable, latest_search_together(call)),
        under_way=find_under_way(TOGETHER, call),
        notice=notice,
    )


def _overtaken(call_id: int) -> Response:
    """A team was changed by somebody else: everything as it stands, nothing taken."""
    db.session.rollback()
    call = _assembled(call_id)
    composable = list_composable(call, current_actor())
    notice = _("A team was changed in the meantime. Nothing was taken over: look again, then take the teams.")
    return _page(call, composable, _form(call, composable), notice=notice, status=409)


def _versions() -> dict[int, int]:
    """The versions sent, by the id of the groupement."""
    sent = [name.removeprefix("version_") for name in request.form if name.startswith("version_")]
    return {_parsed(name): _number(f"version_{name}") for name in sent}


def _number(name: str) -> int:
    value = _parsed(request.form.get(name, ""))
    hide_unless(0 < value <= MAX_ID)
    return value


def _parsed(text: str) -> int:
    try:
        return parse_whole_number(text)
    except ValueError:
        raise NotFoundError from None
