"""Pages of a shared post, for its coordination and its partners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from network import clock
from network.accounts.queries import list_names
from network.activity.queries import list_events
from network.database import db
from network.errors import StaleError
from network.hires import posts, queries
from network.hires.agreement import verdict_on
from network.hires.calendar import calendar_url
from network.hires.forms import EngagementForm, ProposalForm
from network.hires.labour import figures_on
from network.hires.models import Engagement, PostState
from network.hires.pdf import post_pdf
from network.hires.plan import plan_of
from network.hires.policies import may_coordinate, may_see_post, may_see_refusals
from network.hires.words import (
    DECLINE_REASONS,
    duration,
    engagement_commitment,
    engagement_label,
    engagement_source,
    failure_text,
)
from network.runs.queries import find_run
from network.web.current import current_actor
from network.web.downloads import download
from network.web.forms import parse_whole_number
from network.web.htmx import go_to, render_page
from network.web.policies import hide_unless, login_required, require

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

    from network.hires.labour_law import Figures, Verdict
    from network.hires.models import Post

bp = Blueprint("posts", __name__, url_prefix="/postes-partages/postes")
for word in (duration, engagement_commitment, engagement_label, engagement_source):
    bp.add_app_template_filter(word)


@bp.get("/<id:post_id>")
@login_required
def post(post_id: int) -> Response:
    """A post for its partners and its coordination: week, partners, answers, form of engagement."""
    post, actor = _visible(post_id), current_actor()
    coordinates = may_coordinate(post.federation_id, actor)
    mine = [share for share in post.team if actor.belongs_to(share.demand.organisation_id) and share.is_informed]
    return render_page(
        "posts/post.html",
        post=post,
        plan=plan_of(post),
        figures=_figures(post),
        verdict=_current_verdict(post),
        failures=_failures(post, _current_verdict(post)),
        gone=[share for share in post.shares if not share.is_standing] if may_see_refusals(post, actor) else [],
        reasons=DECLINE_REASONS,
        answered_by=list_names({share.answered_by_id for share in post.shares}) if coordinates else {},
        coordinates=coordinates,
        mine=mine,
        calendars={share.id: calendar_url(share) for share in mine},
        run=find_run(queries.TIMETABLE_PURPOSE, post) if coordinates else None,
        events=list_events(post) if coordinates else [],
    )


@bp.get("/<id:post_id>/poste.pdf")
@login_required
def pdf(post_id: int) -> Response:
    """An agreed post on paper."""
    post = _visible(post_id)
    hide_unless(post.state is PostState.AGREED)
    return download(post_pdf(post, _figures(post)), f"poste-partage-{post.id}.pdf")


@bp.get("/<id:post_id>/engagement")
@login_required
def engagement(post_id: int) -> Response:
    """The forms of engagement, and what labour law says of each for this post."""
    post = _coordinated(post_id)
    names = ("version", "engagement", "group_workers")
    form = EngagementForm(formdata=None, data={name: getattr(post, name) for name in names})
    return _engagement_page(post, form)


@bp.post("/<id:post_id>/engagement")
@login_required
def choose_engagement(post_id: int) -> BaseResponse:
    """Choose one; what labour law does not allow is refused with its reason."""
    post, form = _coordinated(post_id), EngagementForm()
    if not form.validate():
        return _engagement_page(post, form, status=422)
    chosen = Engagement(form.engagement.data)
    workers = form.group_workers.data if chosen is Engagement.EMPLOYERS_GROUP else None
    verdict = verdict_on(post, chosen, workers)
    if not verdict.is_allowed:
        form.engagement.errors = _failures(post, verdict)
        return _engagement_page(post, form, status=422)
    try:
        posts.choose_engagement(
            post, actor=current_actor(), version=form.read_version, engagement=chosen, group_workers=workers
        )
    except StaleError:
        return _overtaken(post_id)
    flash(_("The form of engagement is chosen."))
    return _to_post(post_id)


@bp.get("/<id:post_id>/proposer")
@login_required
def propose(post_id: int) -> Response:
    """What goes with the proposal."""
    post = _coordinated(post_id)
    data = {name: getattr(post, name) for name in ("version", "reply_by", "message")}
    starts_on = post.starts_on or post.possible_from
    return _propose_page(post, ProposalForm(formdata=None, data=data | {"starts_on": starts_on}))


@bp.post("/<id:post_id>/proposer")
@login_required
def send_proposal(post_id: int) -> BaseResponse:
    """Ask the structures."""
    post, form = _coordinated(post_id), ProposalForm()
    if not form.validate():
        return _propose_page(post, form, status=422)
    try:
        posts.propose_post(
            post,
            actor=current_actor(),
            version=form.read_version,
            starts_on=form.starts_on.data,
            reply_by=form.reply_by.data,
            message=form.message.data or "",
        )
    except StaleError:
        return _overtaken(post_id)
    flash(_("The post is proposed. You will be told of every answer."))
    return _to_post(post_id)


@bp.post("/<id:post_id>/continuer")
@login_required
def go_on(post_id: int) -> BaseResponse:
    """Go on without those who left or could not be served."""
    posts.go_on_without(_coordinated(post_id), actor=current_actor(), version=_version())
    flash(_("The post goes on with those who remain."))
    return _to_post(post_id)


@bp.post("/<id:post_id>/abandonner")
@login_required
def abandon(post_id: int) -> BaseResponse:
    """Give a post up."""
    post = _coordinated(post_id)
    posts.abandon_post(post, actor=current_actor(), version=_version())
    flash(_("The post is given up; its demands wait for another, and those who were asked are told."))
    return go_to(url_for("hires.index"))


def _visible(post_id: int) -> Post:
    post = queries.get_post(post_id)
    hide_unless(may_see_post(post, current_actor()))
    return post


def _coordinated(post_id: int) -> Post:
    """A post that the actor coordinates; its partners are told they may not, others that there is none."""
    post = _visible(post_id)
    require(may_coordinate(post.federation_id, current_actor()))
    return post


def _figures(post: Post) -> Figures:
    """The figures of labour law on the day that the post starts."""
    return figures_on(post.starts_on or clock.today())


def _current_verdict(post: Post) -> Verdict | None:
    if post.engagement is None or post.state is PostState.ABANDONED:
        return None
    return verdict_on(post, post.engagement, post.group_workers)


def _failures(post: Post, verdict: Verdict | None) -> list[str]:
    """Why a form of engagement is refused, in sentences."""
    names = {share.id: share.organisation.name for share in post.team}
    return [failure_text(failure, names) for failure in verdict.failures] if verdict else []


def _engagement_page(post: Post, form: EngagementForm, status: int = 200) -> Response:
    verdicts = {choice: verdict_on(post, choice, post.group_workers) for choice in Engagement}
    return render_page(
        "posts/engagement.html",
        status=status,
        post=post,
        plan=plan_of(post),
        form=form,
        failures={choice: _failures(post, verdict) for choice, verdict in verdicts.items()},
        figures=_figures(post),
    )


def _propose_page(post: Post, form: ProposalForm, status: int = 200) -> Response:
    return render_page("posts/propose.html", status=status, post=post, plan=plan_of(post), form=form)


def _overtaken(post_id: int) -> BaseResponse:
    """Somebody else changed the post: its page shows how it stands."""
    db.session.rollback()
    flash(
        _("The post was changed in the meantime: this is how it stands now. Your last change was not made."), "warning"
    )
    return _to_post(post_id)


def _to_post(post_id: int) -> BaseResponse:
    return go_to(url_for("posts.post", post_id=post_id))


def _version() -> int:
    try:
        return parse_whole_number(request.form.get("version", ""))
    except ValueError:
        return 0
