"""Pages of what came of a groupement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _

from network.consortia.forms import QUANTITY
from network.consortia.queries import get_consortium
from network.database import db
from network.errors import StaleError
from network.followups import queries, services, ticks  # noqa: F401  (it registers its work)
from network.followups.forms import FollowUpForm, followup_form
from network.followups.policies import may_answer, may_see_details, may_see_outcome, may_see_question
from network.resources.labels import capability_amount, capability_unit
from network.web.current import current_actor
from network.web.htmx import go_to, render_page
from network.web.policies import hide_unless, login_required, require

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

    from network.followups.models import FollowUp

bp = Blueprint("followups", __name__, url_prefix="/suivi")


@bp.route("/<id:followup_id>", methods=["GET", "POST"])
@login_required
def answer(followup_id: int) -> BaseResponse:
    """What was delivered, a line a promise, and the jobs."""
    followup, actor = queries.get_followup(followup_id), current_actor()
    hide_unless(may_see_question(followup, actor))
    require(may_answer(followup, actor))
    form = followup_form(followup)
    if not form.validate_on_submit():
        return _question_page(followup, form, status=422 if form.is_submitted() else 200)
    try:
        services.answer_followup(
            followup,
            actor=actor,
            version=form.read_version,
            delivered=form.delivered(),
            jobs=form["jobs"].data,
            remark=form["remark"].data or "",
        )
    except StaleError:
        db.session.rollback()
        followup = queries.get_followup(followup_id)
        form.version.data = followup.version
        return _question_page(followup, form, status=409)
    flash(_("Thank you: the coordination and the partners see what was delivered."))
    return go_to(url_for("followups.outcome", consortium_id=followup.partner.consortium_id))


@bp.get("/groupement/<id:consortium_id>")
@login_required
def outcome(consortium_id: int) -> Response:
    """What each delivered against what it promised; the coordination reads jobs and remarks of each."""
    consortium, actor = get_consortium(consortium_id), current_actor()
    hide_unless(may_see_outcome(consortium, actor))
    followups = queries.list_of(consortium)
    return render_page(
        "followups/outcome.html",
        consortium=consortium,
        rounds={months: [row for row in followups if row.months == months] for months, _ends in services.ASKED_AT},
        lines={row.id: _lines(row) for row in followups},
        jobs=queries.count_jobs([consortium.id]).get(consortium.id),
        sees_details=may_see_details(consortium, actor),
        own={row.id for row in followups if may_answer(row, actor)},
    )


def _question_page(followup: FollowUp, form: FollowUpForm, *, status: int) -> Response:
    """`status` 409: a colleague answered since the page was read, and what stands is shown beside what was typed."""
    return render_page(
        "followups/answer.html",
        status=status,
        followup=followup,
        consortium=followup.partner.consortium,
        form=form,
        fields=[
            (f"{QUANTITY}{capability}", capability_amount(capability, amount), capability_unit(capability))
            for capability, amount in sorted(followup.promised.items())
        ],
        stands=_lines(followup) if status == 409 else [],
    )


def _lines(followup: FollowUp) -> list[tuple[str, str]]:
    """For each promise: how much was promised, how much delivered."""
    return [
        (capability_amount(capability, amount), capability_amount(capability, followup.delivered.get(capability, 0)))
        for capability, amount in sorted(followup.promised.items())
    ]
