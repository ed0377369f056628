"""Pages of dossiers: depositing, reading, judging, deciding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _

from network.activity.queries import list_events
from network.calls.policies import may_coordinate_call
from network.calls.queries import get_call
from network.consortia.policies import may_see_consortium
from network.consortia.queries import get_consortium
from network.database import db
from network.dossiers import personal_data, queries, services  # noqa: F401  (it registers what is held on jurors)
from network.dossiers.criteria import judged_criteria, mean_points, total_points
from network.dossiers.forms import (
    JudgementForm,
    criteria_fields,
    decision_form,
    dossier_form,
    judgement_form,
)
from network.dossiers.policies import (
    may_decide,
    may_deposit,
    may_judge,
    may_see_dossier,
    may_see_dossiers,
    may_see_scores,
    may_take_back,
)
from network.dossiers.words import margins, needs, points, summary, who_decides
from network.errors import ConflictError, StaleError
from network.web.current import current_actor
from network.web.htmx import go_to, render_page
from network.web.policies import hide_unless, login_required, require

if TYPE_CHECKING:
    from collections.abc import Sequence

    from werkzeug.wrappers import Response as BaseResponse

    from network.actors import Actor
    from network.calls.models import Call
    from network.consortia.models import Consortium
    from network.dossiers.forms import DossierForm
    from network.dossiers.models import Dossier

bp = Blueprint("dossiers", __name__, url_prefix="/dossiers")


@bp.get("/groupement/<id:consortium_id>")
@login_required
def of_consortium(consortium_id: int) -> BaseResponse:
    """From a groupement to its dossier: where it stands, where it can be deposited, or back."""
    consortium, actor = get_consortium(consortium_id), current_actor()
    hide_unless(may_see_consortium(consortium, actor))
    if dossier := queries.find_dossier(consortium):
        hide_unless(may_see_dossier(dossier, actor))
        return go_to(url_for("dossiers.dossier", dossier_id=dossier.id))
    if may_deposit(consortium, actor):
        return go_to(url_for("dossiers.deposit", consortium_id=consortium.id))
    flash(_("No dossier is deposited yet: its coordination or its single contact does it."))
    return go_to(url_for("consortia.consortium", consortium_id=consortium.id))


@bp.route("/groupement/<id:consortium_id>/deposer", methods=["GET", "POST"])
@login_required
def deposit(consortium_id: int) -> BaseResponse:
    """Hand in the dossier of a groupement, or correct it."""
    consortium, actor = get_consortium(consortium_id), current_actor()
    hide_unless(may_see_consortium(consortium, actor))
    require(may_deposit(consortium, actor))
    dossier = queries.find_dossier(consortium)
    form = dossier_form(consortium, dossier)
    if dossier and dossier.scores and not form.is_submitted():
        return go_to(url_for("dossiers.dossier", dossier_id=dossier.id))
    if not form.validate_on_submit():
        return _deposit_page(consortium, form, status=422 if form.is_submitted() else 200)
    try:
        dossier = services.deposit_dossier(
            consortium,
            actor=actor,
            version=form.read_version,
            asks=form.asks.data or 0,
            expected_jobs=form.expected_jobs.data or 0,
            text=form.text.data or "",
        )
    except StaleError:
        db.session.rollback()
        return _overtaken_page(consortium_id, form)
    except ConflictError as error:
        form.refuse(error.message or _("This is not possible any more."))
        consortium = get_consortium(consortium_id)
        require(may_deposit(consortium, actor))
        return _deposit_page(consortium, form, status=409)
    flash(_("The dossier of “%(title)s” is deposited; the partners and the jury know.", title=dossier.project.title))
    return go_to(url_for("dossiers.dossier", dossier_id=dossier.id))


@bp.get("/<id:dossier_id>")
@login_required
def dossier(dossier_id: int) -> Response:
    """A dossier; for the jury, its points."""
    dossier, actor = _visible(dossier_id), current_actor()
    form = judgement_form(dossier, actor.user_id) if may_judge(dossier, actor) else None
    return _dossier_page(dossier, form)


@bp.post("/<id:dossier_id>/noter")
@login_required
def judge(dossier_id: int) -> BaseResponse:
    """A juror's points and words."""
    dossier, actor = _visible(dossier_id), current_actor()
    require(may_judge(dossier, actor))
    form = judgement_form(dossier, actor.user_id)
    if not form.validate_on_submit():
        return _dossier_page(dossier, form, status=422)
    services.judge_dossier(dossier, actor=actor, points=form.points(), words=form.words())
    flash(_("Your points are noted. You can change them until the decision."))
    return go_to(url_for("dossiers.of_call", call_id=dossier.call_id))


@bp.post("/<id:dossier_id>/retirer")
@login_required
def take_back(dossier_id: int) -> BaseResponse:
    """Take it back."""
    dossier = _visible(dossier_id)
    services.take_back_dossier(dossier, actor=current_actor())
    flash(_("The dossier of “%(title)s” is taken back; the partners and the jury know.", title=dossier.project.title))
    return go_to(url_for("dossiers.dossier", dossier_id=dossier.id))


@bp.get("/appel/<id:call_id>")
@login_required
def of_call(call_id: int) -> Response:
    """The dossiers of a call, side by side with their points."""
    call, actor = get_call(call_id), current_actor()
    hide_unless(may_see_dossiers(call, actor))
    dossiers = queries.list_dossiers(call)
    readable = _readable(dossiers)
    deciders = queries.list_deciders(call)
    coordinates = may_coordinate_call(call, actor)
    decides = may_decide(deciders, actor)
    return render_page(
        "dossiers/of_call.html",
        call=call,
        dossiers=sorted(dossiers, key=lambda dossier: -total_points(dossier) if dossier.id in readable else 0),
        standing=_standing(call, dossiers, readable),
        readable=readable,
        to_judge={
            dossier.id
            for dossier in dossiers
            if may_judge(dossier, actor) and all(score.user_id != actor.user_id for score in dossier.scores)
        },
        criteria=judged_criteria(call),
        may_decide=decides,
        conflict=who_decides(call, deciders) if coordinates and not decides else "",
        decision=queries.find_decision(call),
    )


@bp.route("/appel/<id:call_id>/decision", methods=["GET", "POST"])
@login_required
def decide(call_id: int) -> BaseResponse:
    """Choose under the envelope: what the points say, and what people decide."""
    call, actor = get_call(call_id), current_actor()
    hide_unless(may_see_dossiers(call, actor))
    require(may_coordinate_call(call, actor))
    if call.state == "decided" or call.is_open:
        return go_to(url_for("dossiers.of_call", call_id=call.id))
    services.expect_decider(call, actor)
    dossiers = [dossier for dossier in queries.list_dossiers(call) if dossier.is_in_call]
    readable = _readable(dossiers)
    unjudged = {dossier.id for dossier in dossiers if not dossier.scores}
    choice = services.propose(call, dossiers)
    form = decision_form(dossiers, choice.funded if choice else ())
    if form.validate_on_submit():
        if words := services.objection(call, dossiers, choice, form.funded_ids(), form.reason.data or ""):
            form.form_errors.append(words)
        else:
            services.decide_call(call, actor=actor, funded=form.funded_ids(), reason=form.reason.data or "")
            flash(_("The decision is made; everyone is told."))
            return go_to(url_for("results.results", call_id=call.id))
    return render_page(
        "dossiers/decide.html",
        status=422 if form.is_submitted() else 200,
        call=call,
        dossiers=dossiers,
        form=form,
        proposed=choice.funded if choice else frozenset(),
        summary=summary(choice) if choice else "",
        margins=margins(choice, dossiers) if choice else [],
        needs={key: words for key, words in needs(choice).items() if key in readable - unjudged} if choice else {},
        unjudged=unjudged,
        awaited=[user.name for user in queries.list_awaited_jurors(call, dossiers)],
        standing=_standing(call, dossiers, readable),
    )


def _visible(dossier_id: int) -> Dossier:
    dossier = queries.get_dossier(dossier_id)
    hide_unless(may_see_dossier(dossier, current_actor()))
    return dossier


def _readable(dossiers: Sequence[Dossier]) -> set[int]:
    """The ids of those whose points the person may read."""
    return {dossier.id for dossier in dossiers if may_see_scores(dossier, current_actor())}


def _standing(call: Call, dossiers: Sequence[Dossier], readable: set[int]) -> dict[int, dict[str, str]]:
    """The points of each dossier in words, by criterion, and « total »; a dash where the person may not read them."""
    criteria = judged_criteria(call)
    hidden = dict.fromkeys([*criteria, "total"], points(None))
    return {
        dossier.id: {criterion: points(mean_points(dossier, criterion)) for criterion in criteria}
        | {"total": points(total_points(dossier))}
        if dossier.scores and dossier.id in readable
        else hidden
        for dossier in dossiers
    }


def _deposit_page(consortium: Consortium, form: DossierForm, *, status: int, stands: Dossier | None = None) -> Response:
    call = consortium.project.call
    assert call
    return render_page(
        "dossiers/deposit.html",
        status=status,
        consortium=consortium,
        call=call,
        form=form,
        stands=stands,
        criteria=list(judged_criteria(call).values()),
    )


def _overtaken_page(consortium_id: int, form: DossierForm) -> Response:
    """What was typed, and the dossier as somebody else has corrected it since."""
    consortium = get_consortium(consortium_id)
    stands = queries.find_dossier(consortium)
    form.version.data = stands.version if stands else 0
    return _deposit_page(consortium, form, status=409, stands=stands)


def _dossier_page(dossier: Dossier, form: JudgementForm | None, *, status: int = 200) -> Response:
    actor = current_actor()
    reads = may_see_scores(dossier, actor)
    return render_page(
        "dossiers/dossier.html",
        status=status,
        dossier=dossier,
        team=queries.agreed(dossier.consortium),
        form=form,
        fields=criteria_fields(dossier.call),
        criteria=judged_criteria(dossier.call),
        scores=dossier.scores if reads else [],
        sees_all=may_see_dossiers(dossier.call, actor),
        may_correct=_may_correct(dossier, actor),
        may_take_back=dossier.awaits_decision and may_take_back(dossier, actor),
        events=list_events(dossier) if reads else [],
    )


def _may_correct(dossier: Dossier, actor: Actor) -> bool:
    """One that was taken back is corrected to be deposited again."""
    stands = dossier.is_in_call or dossier.is_taken_back
    return stands and may_deposit(dossier.consortium, actor) and not dossier.scores
