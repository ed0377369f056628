"""Pages of one structure's part of a post: what is proposed, its answer, and its calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _

from network import clock
from network.accounts.queries import list_names
from network.hires import answers, queries
from network.hires.calendar import calendar_of, read_calendar_token
from network.hires.forms import DeclineForm, LeaveForm, counter_form
from network.hires.labour import figures_on
from network.hires.models import PostState
from network.hires.plan import plan_of
from network.hires.policies import may_answer, may_see_share
from network.hires.workflow import may_move
from network.web.current import current_actor
from network.web.htmx import go_to, render_page
from network.web.policies import hide_unless, login_required, require

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

    from network.hires.models import Share
    from network.web.forms import BaseForm

bp = Blueprint("shares", __name__, url_prefix="/postes-partages/parts")


@bp.get("/<id:share_id>")
@login_required
def share(share_id: int) -> Response:
    """Who, with whom, which week, what it commits to, before when; and the answers."""
    share = _received(share_id)
    post = share.post
    actions = ("accept", "counter", "decline", "leave")
    return render_page(
        "shares/share.html",
        share=share,
        post=post,
        plan=plan_of(post),
        figures=figures_on(post.starts_on or clock.today()),
        answered_by=list_names({share.answered_by_id}).get(share.answered_by_id or 0),
        may_answer=may_answer(share, current_actor()),
        can={action: _is_open(share, action) for action in actions},
    )


@bp.post("/<id:share_id>/accepter")
@login_required
def accept(share_id: int) -> BaseResponse:
    """Yes."""
    share = _answerable(share_id)
    answers.accept_share(share, actor=current_actor())
    flash(_("Thank you: %(name)s says yes. The coordination knows.", name=share.organisation.name))
    return _to_share(share_id)


@bp.route("/<id:share_id>/decliner", methods=["GET", "POST"])
@login_required
def decline(share_id: int) -> BaseResponse:
    """No, with a reason in one click."""
    share, form = _answerable(share_id), DeclineForm()
    if not form.validate_on_submit():
        return _form_page("shares/decline.html", share, form)
    answers.decline_share(share, actor=current_actor(), reason=form.reason.data, remark=form.remark.data or "")
    flash(_("Your answer is noted; your demand waits for another post."))
    return _to_share(share_id)


@bp.route("/<id:share_id>/autres-demi-journees", methods=["GET", "POST"])
@login_required
def counter(share_id: int) -> BaseResponse:
    """Yes, but other half-days."""
    share = _answerable(share_id)
    form = counter_form(share)
    if not form.validate_on_submit():
        return _form_page("shares/counter.html", share, form)
    answers.ask_other_half_days(share, actor=current_actor(), remark=form.remark.data or "", **form.need())
    flash(_("Another week is being looked for. You will be told."))
    return _to_share(share_id)


@bp.route("/<id:share_id>/quitter", methods=["GET", "POST"])
@login_required
def leave(share_id: int) -> BaseResponse:
    """Step back after having agreed."""
    share, form = _answerable(share_id), LeaveForm()
    if not form.validate_on_submit():
        return _form_page("shares/leave.html", share, form)
    answers.leave_post(share, actor=current_actor(), remark=form.remark.data or "")
    flash(_("%(name)s has left the post; the coordination and the partners are told.", name=share.organisation.name))
    return _to_share(share_id)


@bp.post("/<id:share_id>/agenda")
@login_required
def renew_calendar(share_id: int) -> BaseResponse:
    """A new secret address for the calendar."""
    share = _answerable(share_id)
    answers.renew_calendar(share, actor=current_actor())
    flash(_("The calendar has a new address; the old one shows nothing any more."))
    return go_to(url_for("posts.post", post_id=share.post_id))


@bp.get("/agenda/<token>.ics")
def calendar(token: str) -> Response:
    """The week of a post, for the calendars of those who have its address."""
    share = read_calendar_token(token)
    figures = figures_on(share.post.starts_on or clock.today())
    return Response(calendar_of(share, figures), mimetype="text/calendar")


def _received(share_id: int) -> Share:
    share = queries.get_share(share_id)
    hide_unless(may_see_share(share, current_actor()))
    return share


def _answerable(share_id: int) -> Share:
    share = _received(share_id)
    require(may_answer(share, current_actor()))
    return share


def _is_open(share: Share, action: str) -> bool:
    """Whether an answer is possible now."""
    states = {PostState.PROPOSED, PostState.AGREED} if action == "leave" else {PostState.PROPOSED}
    return share.post.state in states and may_move(share, action)


def _form_page(template: str, share: Share, form: BaseForm, **context: Any) -> Response:
    status = 422 if form.is_submitted() else 200
    return render_page(template, status=status, share=share, post=share.post, form=form, **context)


def _to_share(share_id: int) -> BaseResponse:
    return go_to(url_for("shares.share", share_id=share_id))
