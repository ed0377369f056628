"""Pages of a visit: for the audited team and its visitors alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from network.accounts.queries import list_names
from network.activity.services import record
from network.audits import queries
from network.audits import visits as services
from network.audits.calendar import visit_calendar
from network.audits.comparison import answers_xlsx, compare, radar_options, radar_table
from network.audits.labels import ACTION_STATES
from network.audits.models import Side, VisitState
from network.audits.policies import (
    may_finish_visit,
    may_own_result,
    may_see_sheet,
    may_see_visit,
    may_write_side,
)
from network.audits.visit_forms import ActionForm, DayForm, NewActionForm, ReplyForm, sheet_form
from network.database import db
from network.errors import ConflictError, NotFoundError, StaleError
from network.web.current import current_actor
from network.web.downloads import download
from network.web.htmx import go_to, render_page, wants_fragment
from network.web.policies import hide_unless, login_required, require

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

    from network.audits.models import Action, Sheet, Visit
    from network.audits.visit_forms import SheetForm

bp = Blueprint("visits", __name__, url_prefix="/audits")


@bp.get("/visites/<id:visit_id>")
@login_required
def visit(visit_id: int) -> Response:
    """Where a visit stands, and what comes next."""
    return _visit_page(_visible(visit_id), DayForm(formdata=None))


@bp.post("/visites/<id:visit_id>/date")
@login_required
def propose_day(visit_id: int) -> BaseResponse:
    """Propose a day for the visit."""
    visit, form = _visible(visit_id), DayForm()
    if not form.validate_on_submit():
        return _visit_page(visit, form, status=422)
    services.propose_day(visit, actor=current_actor(), day=form.day.data)
    return _to_visit(visit)


@bp.post("/visites/<id:visit_id>/date/accord")
@login_required
def agree_day(visit_id: int) -> BaseResponse:
    """Agree on the day proposed."""
    visit = _visible(visit_id)
    services.agree_day(visit, actor=current_actor())
    return _to_visit(visit)


@bp.get("/visites/<id:visit_id>/agenda.ics")
@login_required
def calendar(visit_id: int) -> Response:
    """The day agreed on, for one's calendar."""
    visit = _visible(visit_id)
    if not visit.agreed_at:
        raise NotFoundError
    return download(visit_calendar(visit), f"visite-{visit.id}.ics")


@bp.route("/feuilles/<id:sheet_id>", methods=["GET", "POST"])
@login_required
def sheet(sheet_id: int) -> BaseResponse:
    """A section of the grid, answered by one side; saved as one goes."""
    sheet = _written(sheet_id)
    form = sheet_form(sheet)
    if not form.is_submitted():
        return _sheet_page(sheet, form)
    if not form.validate():
        return _sheet_page(sheet, form, status=422)
    try:
        services.save_sheet(
            sheet,
            actor=current_actor(),
            version=form.read_version,
            said=form.said(),
            strengths=form.strengths.data or "",
            to_work_on=form.to_work_on.data or "",
        )
    except StaleError:
        db.session.rollback()
        return _overtaken(sheet_id, form)
    if wants_fragment():
        return _sheet_page(sheet, form)
    following = _chosen(sheet) or _following(sheet)
    return go_to(url_for("visits.sheet", sheet_id=following.id)) if following else _to_visit(sheet.visit)


@bp.post("/visites/<id:visit_id>/terminer")
@login_required
def finish_side(visit_id: int) -> BaseResponse:
    """One's own side is finished."""
    visit = _visible(visit_id)
    hide_unless(request.form.get("side") in list(Side))
    side = Side(request.form["side"])
    require(may_write_side(visit, side, current_actor()))
    try:
        services.finish_side(visit, side, actor=current_actor())
    except ConflictError as error:
        db.session.rollback()
        return _visit_page(queries.get_visit(visit_id), DayForm(formdata=None), notice=error.message, status=422)
    return go_to(url_for("visits.compare_views" if visit.is_compared else "visits.visit", visit_id=visit.id))


@bp.get("/visites/<id:visit_id>/regards")
@login_required
def compare_views(visit_id: int) -> Response:
    """Both views side by side, once both sides have finished."""
    visit = _compared(visit_id)
    rows = compare(visit)
    return render_page(
        "audits/comparison.html",
        visit=visit,
        rows=rows,
        radar=radar_options(visit, rows),
        radar_table=radar_table(rows),
        owns=may_own_result(visit, current_actor()),
    )


@bp.route("/visites/<id:visit_id>/reponse", methods=["GET", "POST"])
@login_required
def reply(visit_id: int) -> BaseResponse:
    """The audited team's reply."""
    visit = _owned(visit_id)
    if visit.state not in (VisitState.COMPARED, VisitState.REPLIED):
        raise ConflictError
    form, status = ReplyForm(obj=visit), 422 if request.method == "POST" else 200
    if form.validate_on_submit():
        try:
            services.send_reply(visit, actor=current_actor(), version=form.read_version, reply=form.reply.data)
        except StaleError:
            form.refuse_stale(visit)
            status = 409
        else:
            flash(_("Your visitors can read your reply."))
            return go_to(url_for("visits.plan", visit_id=visit.id))
    return render_page("audits/reply.html", status=status, visit=visit, form=form)


@bp.get("/visites/<id:visit_id>/plan")
@login_required
def plan(visit_id: int) -> Response:
    """The action plan."""
    return _plan_page(_compared(visit_id), NewActionForm(formdata=None))


@bp.post("/visites/<id:visit_id>/plan")
@login_required
def add_action(visit_id: int) -> BaseResponse:
    """An action more."""
    visit, form = _owned(visit_id), NewActionForm()
    if not form.validate_on_submit():
        return _plan_page(visit, form, status=422)
    services.add_action(
        visit, actor=current_actor(), what=form.what.data, who=form.who.data or "", due_on=form.due_on.data
    )
    return _to_plan(visit)


@bp.route("/actions/<id:action_id>", methods=["GET", "POST"])
@login_required
def action(action_id: int) -> BaseResponse:
    """An action to change."""
    action = _own_action(action_id)
    form, status = ActionForm(obj=action), 422 if request.method == "POST" else 200
    if form.validate_on_submit():
        try:
            services.update_action(
                action,
                actor=current_actor(),
                version=form.read_version,
                what=form.what.data,
                who=form.who.data or "",
                due_on=form.due_on.data,
                state=form.state.data,
            )
        except StaleError:
            form.refuse_stale(action)
            status = 409
        else:
            return _to_plan(action.visit)
    return render_page("audits/action.html", status=status, action=action, form=form)


@bp.post("/visites/<id:visit_id>/clore")
@login_required
def finish(visit_id: int) -> BaseResponse:
    """The audit is done."""
    visit = _owned(visit_id)
    require(may_finish_visit(visit, current_actor()))
    services.finish_visit(visit, actor=current_actor())
    flash(_("The audit is done. The plan stays yours to keep."))
    return _to_plan(visit)


@bp.post("/visites/<id:visit_id>/exporter")
@login_required
def export(visit_id: int) -> BaseResponse:
    """All answers as a workbook, for the audited team; logged."""
    visit = _owned(visit_id)
    record("visit.exported", visit, actor=current_actor())
    return download(answers_xlsx(visit), f"audit-{visit.id}.xlsx")


def _visible(visit_id: int) -> Visit:
    visit = queries.get_visit(visit_id)
    hide_unless(may_see_visit(visit, current_actor()))
    return visit


def _compared(visit_id: int) -> Visit:
    """A visit whose two sides have finished; before that, nobody sees the other's view."""
    visit = _visible(visit_id)
    if not visit.is_compared:
        raise ConflictError(_("Both views are shown once both sides have finished."))
    return visit


def _owned(visit_id: int) -> Visit:
    visit = _visible(visit_id)
    require(may_own_result(visit, current_actor()))
    if not visit.is_compared:
        raise ConflictError(_("Both views are shown once both sides have finished."))
    return visit


def _own_action(action_id: int) -> Action:
    action = queries.get_action(action_id)
    hide_unless(may_see_visit(action.visit, current_actor()))
    require(may_own_result(action.visit, current_actor()))
    return action


def _written(sheet_id: int) -> Sheet:
    """A sheet of one's own side that is still being written; a finished one is read beside the other's."""
    sheet, actor = queries.get_sheet(sheet_id), current_actor()
    hide_unless(may_see_sheet(sheet, actor))
    require(may_write_side(sheet.visit, sheet.side, actor))
    if sheet.visit.finished_at(sheet.side):
        raise ConflictError(_("This side is finished: its answers no longer change."))
    return sheet


def _visit_page(visit: Visit, form: DayForm, *, notice: str = "", status: int = 200) -> Response:
    actor = current_actor()
    sides = services.sides_of(visit, actor)
    return render_page(
        "audits/visit.html",
        status=status,
        visit=visit,
        campaign=visit.campaign,
        form=form,
        notice=notice,
        sides=sides,
        sheets={side: visit.sheets_of(side) for side in sides},
        may_agree=any(visit.organisation_id(side) != visit.proposed_by_id for side in sides),
    )


def _sheet_page(sheet: Sheet, form: SheetForm, *, status: int = 200, notice: str = "") -> Response:
    if status == 200:
        form.version.data = sheet.version
    sheets = sheet.visit.sheets_of(sheet.side)
    return render_page(
        "audits/sheet.html",
        fragment="audits/_saved.html",
        status=status,
        sheet=sheet,
        visit=sheet.visit,
        sheets=sheets,
        place=sheets.index(sheet) + 1,
        form=form,
        notice=notice,
        saved_by=_saved_by(sheet),
    )


def _overtaken(sheet_id: int, form: SheetForm) -> Response:
    """Somebody of the same side saved first: what was typed is kept, and saved again it replaces theirs."""
    sheet = queries.get_sheet(sheet_id)
    name = _saved_by(sheet) or _("Somebody of your team")
    notice = _(
        "%(name)s wrote on this section meanwhile. What you typed is kept below; saved again, it replaces theirs.",
        name=name,
    )
    form.version.data = sheet.version
    return _sheet_page(sheet, form, status=409, notice=notice)


def _saved_by(sheet: Sheet) -> str:
    """Who saved it last, unless they were erased."""
    return list_names({sheet.saved_by_id}).get(sheet.saved_by_id or 0, "")


def _chosen(sheet: Sheet) -> Sheet | None:
    """The section whose number was pressed."""
    chosen = request.form.get("then")
    return next((other for other in sheet.visit.sheets_of(sheet.side) if str(other.id) == chosen), None)


def _following(sheet: Sheet) -> Sheet | None:
    sheets = sheet.visit.sheets_of(sheet.side)
    place = sheets.index(sheet) + 1
    return sheets[place] if place < len(sheets) else None


def _plan_page(visit: Visit, form: NewActionForm, *, status: int = 200) -> Response:
    actor = current_actor()
    return render_page(
        "audits/plan.html",
        status=status,
        visit=visit,
        form=form,
        owns=may_own_result(visit, actor),
        may_finish=may_finish_visit(visit, actor) and visit.state is VisitState.REPLIED,
        action_states=ACTION_STATES,
    )


def _to_visit(visit: Visit) -> BaseResponse:
    return go_to(url_for("visits.visit", visit_id=visit.id))


def _to_plan(visit: Visit) -> BaseResponse:
    return go_to(url_for("visits.plan", visit_id=visit.id))
