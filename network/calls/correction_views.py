"""The page by which a published call is put right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from network.activity.queries import list_events
from network.calls import queries
from network.calls.correction_form import CorrectionForm, WholeCorrectionForm, correction_form
from network.calls.corrections import correct_call
from network.calls.policies import may_coordinate_call, may_see_call
from network.database import db
from network.errors import ConflictError, StaleError
from network.web.current import current_actor
from network.web.htmx import go_to, render_page
from network.web.policies import hide_unless, login_required, require

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

    from network.calls.models import Call

bp = Blueprint("corrections", __name__, url_prefix="/appels")


@bp.route("/<id:call_id>/rectifier", methods=["GET", "POST"])
@login_required
def correct(call_id: int) -> BaseResponse:
    """Put a published call right; a form that was open when somebody answered says what cannot change any more."""
    call = _corrected(call_id)
    is_whole = "kind" in request.form or (request.method == "GET" and not queries.is_answered(call))
    form = correction_form(call, is_whole=is_whole)
    if not form.validate_on_submit():
        return _page(call, form, status=422 if form.is_submitted() else 200)
    try:
        correct_call(
            call, actor=current_actor(), version=form.read_version, said=form.correction.data or "", **form.facts()
        )
    except StaleError:
        db.session.rollback()
        call = _corrected(call_id)
        form.version.data = call.version
        return _page(call, form, status=409, last=list_events(call, limit=1))
    except ConflictError as error:
        if not error.message:
            raise
        db.session.rollback()
        call = _corrected(call_id)
        form = correction_form(call, is_whole=False)
        form.form_errors = [error.message]
        return _page(call, form, status=409)
    flash(_("The correction is dated, and those concerned are told."))
    return go_to(url_for("calls.call", call_id=call.id))


def _corrected(call_id: int) -> Call:
    call, actor = queries.get_call(call_id), current_actor()
    hide_unless(may_see_call(call, actor))
    require(may_coordinate_call(call, actor))
    if not call.is_open:
        raise ConflictError
    return call


def _page(call: Call, form: CorrectionForm | WholeCorrectionForm, *, status: int, **context: Any) -> Response:
    return render_page("calls/correct.html", status=status, call=call, form=form, **context)
