"""Meetings: noted or proposed by a coordination, confirmed by those who were there."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from network import clock
from network.errors import NotFoundError
from network.files.services import RefusedFileError
from network.organisations.models import Organisation
from network.organisations.queries import get_organisation, list_organisations_by_id
from network.ties import attendance_lists, meetings, ticks  # noqa: F401  (what it does each minute)
from network.ties.meeting_forms import AttendanceListForm, MeetingForm
from network.ties.meeting_queries import get_meeting, list_to_confirm, page_of_meetings
from network.ties.models import Meeting
from network.ties.policies import coordinated_federation_id, may_hold_meetings, may_see_meeting
from network.ties.queries import NOT_NEIGHBOURS
from network.web.current import current_actor
from network.web.downloads import download
from network.web.htmx import go_to, render_page
from network.web.policies import hide_unless, login_required, require
from network.web.removals import removal

bp = Blueprint("meetings", __name__, url_prefix="/reseau/rencontres")


@bp.get("/")
@login_required
def index() -> Response:
    """The meetings that one was at, or that one's federation noted; those to confirm first."""
    actor = current_actor()
    return render_page(
        "ties/meetings.html",
        to_confirm=list_to_confirm(actor, clock.today()),
        results=page_of_meetings(actor, request.args.get("page", 1, type=int)),
        federation_id=coordinated_federation_id(actor),
    )


@bp.route("/nouvelle/<id:federation_id>", methods=["GET", "POST"])
@login_required
def create(federation_id: int) -> BaseResponse:
    """Note who was at a meeting, or propose one."""
    federation = _held_by(federation_id)
    known = _to_complete()
    form = MeetingForm(obj=known, data={"who": "\n".join(organisation.name for organisation in _asked_for(known))})
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return render_page("ties/meeting_form.html", status=status, form=form, federation=federation, known=known)
    said = {"on": form.happens_on.data, "place": form.place.data, "title": form.title.data}
    meeting = meetings.hold_meeting(federation, form.organisation_ids, actor=current_actor(), **said)
    flash(_("All are asked: it counts for those who say that they were there."), "success")
    return go_to(url_for("meetings.meeting", meeting_id=meeting.id))


@bp.route("/importer/<id:federation_id>", methods=["GET", "POST"])
@login_required
def import_list(federation_id: int) -> BaseResponse:
    """Note all the meetings of a table, or none: refused rows are shown with their reasons."""
    federation, refused = _held_by(federation_id), []
    form = AttendanceListForm()
    if form.validate_on_submit():
        try:
            rows = attendance_lists.read_rows(form.file.data)
        except RefusedFileError as error:
            form.file.errors = [error.message]
        else:
            refused = [row for row in rows if row.reason]
            if not refused:
                return _imported(federation, rows)
    status = 422 if form.is_submitted() else 200
    return render_page(
        "ties/meeting_import.html",
        status=status,
        form=form,
        federation=federation,
        columns=attendance_lists.COLUMNS.values(),
        refused=refused,
    )


@bp.get("/modele.csv")
@login_required
def model() -> Response:
    """The table to fill in."""
    return download(attendance_lists.model_table(), _("model-of-meetings") + ".csv")


@bp.get("/<id:meeting_id>")
@login_required
def meeting(meeting_id: int) -> Response:
    """When, where and with whom; what each said is for the coordination."""
    meeting, actor = _visible(meeting_id), current_actor()
    return render_page(
        "ties/meeting.html",
        meeting=meeting,
        own=[one for one in meeting.attendances if actor.engages(one.organisation_id)],
        may_hold=may_hold_meetings(meeting.federation_id, actor),
    )


@bp.post("/<id:meeting_id>/presence")
@login_required
def answer(meeting_id: int) -> BaseResponse:
    """An organisation says whether it was there."""
    meeting, said = _visible(meeting_id), request.form.get("answer", "")
    organisation_id = request.form.get("organisation_id", 0, type=int)
    attendance = next((one for one in meeting.attendances if one.organisation_id == organisation_id), None)
    if attendance is None or said not in ("yes", "no"):
        raise NotFoundError
    meetings.answer_meeting(attendance, actor=current_actor(), was_there=said == "yes")
    flash(_("Thank you: it counts with all those who say so too.") if said == "yes" else _("It is noted."), "success")
    return go_to(url_for("meetings.meeting", meeting_id=meeting.id))


@bp.post("/<id:meeting_id>/supprimer")
@login_required
@removal("meetings.index")
def cancel(meeting_id: int) -> BaseResponse:
    """Remove a meeting."""
    meetings.cancel_meeting(_visible(meeting_id), actor=current_actor())
    flash(_("The meeting is removed."), "success")
    return go_to(url_for("meetings.index"))


def _held_by(federation_id: int) -> Organisation:
    federation = get_organisation(federation_id)
    require(may_hold_meetings(federation.id, current_actor()))
    return federation


def _imported(federation: Organisation, rows: Sequence[attendance_lists.Row]) -> BaseResponse:
    new, completed, same = attendance_lists.import_meetings(federation, rows, actor=current_actor())
    said = {
        ngettext("%(num)d meeting is noted: all are asked.", "%(num)d meetings are noted: all are asked.", new): new,
        ngettext(
            "%(num)d noted before got the structures that it lacked.",
            "%(num)d noted before got the structures that they lacked.",
            completed,
        ): completed,
        ngettext("%(num)d was noted before.", "%(num)d were noted before.", same): same,
    }
    flash(" ".join(sentence for sentence, count in said.items() if count), "success")
    return go_to(url_for("meetings.index"))


def _to_complete() -> Meeting | None:
    """The meeting that the address asks to complete."""
    meeting_ids = _ids_in("rencontre")
    return _visible(meeting_ids[0]) if meeting_ids else None


def _asked_for(known: Meeting | None) -> list[Organisation]:
    """Those who are at a known meeting, else those whom the address asks to bring together."""
    if known:
        return [attendance.organisation for attendance in known.attendances]
    found = list_organisations_by_id(_ids_in("avec"))
    return [organisation for organisation in found if organisation.kind not in NOT_NEIGHBOURS]


def _ids_in(name: str) -> list[int]:
    """The ids that the address gives under a name."""
    return [int(text) for text in request.args.getlist(name) if text.isascii() and text.isdigit() and len(text) < 10]


def _visible(meeting_id: int) -> Meeting:
    meeting = get_meeting(meeting_id)
    hide_unless(may_see_meeting(meeting, current_actor()))
    return meeting
