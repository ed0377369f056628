"""Writing a call: the draft, whether it could be answered today, its publication."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from network.activity.queries import list_events
from network.calls import queries, services
from network.calls.call_form import CallForm, form_of
from network.calls.criteria import sentences
from network.calls.feasibility import Feasibility, check_feasibility
from network.calls.judged import judged_sentences
from network.calls.models import Call
from network.calls.policies import may_edit_call, may_see_call, may_write_call
from network.database import db
from network.errors import ConflictError, StaleError
from network.organisations.models import Organisation
from network.organisations.queries import get_organisation
from network.web.current import current_actor
from network.web.htmx import go_to, render_page
from network.web.policies import hide_unless, login_required, require
from network.web.removals import removal

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

bp = Blueprint("drafts", __name__, url_prefix="/appels/brouillons")


@bp.route("/nouveau", methods=["GET", "POST"])
@login_required
def new() -> BaseResponse:
    """Begin to write a call for the federation that one acts for."""
    federation, form = _federation(), CallForm()
    if not form.validate_on_submit():
        return _page(None, form, federation.id)
    call = services.write_call(federation, actor=current_actor(), **form.facts())
    flash(_("The draft is kept. Members see it once you publish it."))
    return go_to(url_for("drafts.draft", call_id=call.id))


@bp.route("/<id:call_id>", methods=["GET", "POST"])
@login_required
def draft(call_id: int) -> BaseResponse:
    """Go on writing."""
    call = _draft(call_id)
    form = CallForm() if request.method == "POST" else form_of(call)
    if not form.validate_on_submit():
        return _page(call, form, call.federation_id)
    try:
        services.change_call(call, actor=current_actor(), version=form.read_version, **form.facts())
    except StaleError:
        return _overtaken(call_id, form)
    flash(_("The draft is kept."))
    return go_to(url_for("drafts.draft", call_id=call.id))


@bp.post("/verifier")
@login_required
def check() -> Response:
    """Whether the members could answer a call with these criteria, one of them changed where a proposed change was
    clicked: nothing is kept."""
    federation, form = _federation(), CallForm()
    form.apply(request.form.get("change", ""))
    draft_id = request.args.get("brouillon", type=int)
    call = _draft(draft_id) if draft_id else None
    is_valid = form.validate()
    found = _feasibility(federation.id, form) if is_valid else None
    return render_page(
        "calls/draft.html",
        fragment=None if "change" in request.form else "calls/_feasibility.html",
        status=200 if is_valid else 422,
        **_context(call, form, found),
    )


@bp.post("/<id:call_id>/publier")
@login_required
def publish(call_id: int) -> BaseResponse:
    """Publish it."""
    call = _draft(call_id)
    try:
        services.publish_call(call, actor=current_actor())
    except ConflictError as error:
        db.session.rollback()
        flash(error.message or _("It is published already."), "error")
        return go_to(url_for("drafts.draft", call_id=call_id))
    flash(_("The call is published, and the members are told."))
    return go_to(url_for("calls.call", call_id=call.id))


@bp.post("/<id:call_id>/supprimer")
@login_required
@removal("calls.index")
def delete(call_id: int) -> BaseResponse:
    """Throw it away."""
    services.delete_draft(_draft(call_id), actor=current_actor())
    flash(_("The draft is thrown away."))
    return go_to(url_for("calls.index"))


def _federation() -> Organisation:
    """The federation that the person acts for."""
    actor = current_actor()
    require(actor.organisation_id is not None and may_write_call(actor.organisation_id, actor))
    return get_organisation(actor.organisation_id or 0)


def _draft(call_id: int) -> Call:
    call, actor = queries.get_call(call_id), current_actor()
    hide_unless(may_see_call(call, actor))
    require(may_edit_call(call, actor))
    return call


def _page(call: Call | None, form: CallForm, federation_id: int, status: int = 200, **context: Any) -> Response:
    """The form beside what it would find; where it cannot be read, only what is wrong with it."""
    is_refused = form.is_submitted() and status == 200
    found = None if is_refused else _feasibility(federation_id, form)
    context |= _context(call, form, found)
    return render_page("calls/draft.html", status=422 if is_refused else status, **context)


def _overtaken(call_id: int, form: CallForm) -> Response:
    """What was typed is kept; saved again, it wins."""
    db.session.rollback()
    call = queries.get_call(call_id)
    form.version.data = call.version
    return _page(call, form, call.federation_id, status=409, last=list_events(call, limit=1))


def _feasibility(federation_id: int, form: CallForm) -> Feasibility:
    return check_feasibility(federation_id, form.criteria(), form.sector.data, in_market=form.is_market)


def _context(call: Call | None, form: CallForm, found: Feasibility | None) -> dict[str, Any]:
    return {
        "call": call,
        "check": url_for("drafts.check", brouillon=call.id if call else None),
        "form": form,
        "found": found,
        "sentences": sentences(form.criteria(), in_market=form.is_market) if found else [],
        "judged": judged_sentences(form.judged()) if found else [],
    }
