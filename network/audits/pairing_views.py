"""Pages of pairs: the coordination's board, and the proposal that the organisations answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from network import clock
from network.audits import pairing as services
from network.audits import queries
from network.audits.board import board_of, excluded_words, pair_reasons
from network.audits.forms import PairForm, ProposalForm, RefusalForm, pair_form
from network.audits.labels import REFUSALS
from network.audits.matching import ExcludedError, ordered
from network.audits.models import CampaignState, Consent, PairingState
from network.audits.policies import may_answer, may_coordinate, may_see_campaign, may_see_pairing, may_see_visit
from network.database import db
from network.distance import metres
from network.ties.queries import visible_strengths
from network.web.current import current_actor
from network.web.htmx import go_to, render_page
from network.web.policies import hide_unless, login_required, require

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

    from network.actors import Actor
    from network.audits.models import Campaign, Pairing, Visit

bp = Blueprint("pairings", __name__, url_prefix="/audits")


@bp.get("/campagnes/<id:campaign_id>/binomes")
@login_required
def board(campaign_id: int) -> Response:
    """The pairs of a campaign, on the map and as cards."""
    return _board_page(_coordinated(campaign_id), ProposalForm(formdata=None))


@bp.post("/campagnes/<id:campaign_id>/binomes/recherche")
@login_required
def search(campaign_id: int) -> BaseResponse:
    """Look for pairs: a run, whose result waits on the board."""
    run = services.search_pairs(_coordinated(campaign_id), actor=current_actor())
    return go_to(url_for("runs.run", run_id=run.id))


@bp.post("/campagnes/<id:campaign_id>/binomes/proposer")
@login_required
def propose(campaign_id: int) -> BaseResponse:
    """Ask the organisations of all pairs found."""
    campaign = _coordinated(campaign_id)
    form = ProposalForm()
    if not form.validate_on_submit():
        return _board_page(campaign, form, status=422)
    services.propose_pairs(campaign, actor=current_actor(), reply_by=form.reply_by.data)
    flash(_("The pairs are proposed. You will be told of every answer."))
    return _to_board(campaign)


@bp.post("/campagnes/<id:campaign_id>/binomes")
@login_required
def make(campaign_id: int) -> BaseResponse:
    """Put two together by hand."""
    campaign = _coordinated(campaign_id)
    form = _pair_form(campaign)
    if not form.validate_on_submit():
        return _board_page(campaign, ProposalForm(formdata=None), form, status=422)
    try:
        services.make_pair(campaign, (form.one.data, form.other.data), actor=current_actor())
    except ExcludedError as error:
        db.session.rollback()
        form.other.errors = [_("They may not be paired: %(why)s.", why=excluded_words(error.reasons))]
        return _board_page(queries.get_campaign(campaign_id), ProposalForm(formdata=None), form, status=422)
    return _to_board(campaign)


@bp.post("/binomes/<id:pairing_id>/verrouiller")
@login_required
def lock(pairing_id: int) -> BaseResponse:
    """Keep a pair in the searches to come, or let it go."""
    pairing = _led(pairing_id)
    services.lock_pairing(pairing, actor=current_actor(), locked=request.form.get("locked") == "1")
    return _to_board(pairing.campaign)


@bp.post("/binomes/<id:pairing_id>/defaire")
@login_required
def undo(pairing_id: int) -> BaseResponse:
    """Take a pair apart."""
    pairing = _led(pairing_id)
    services.undo_pairing(pairing, actor=current_actor())
    return _to_board(pairing.campaign)


@bp.get("/binomes/<id:pairing_id>")
@login_required
def pairing(pairing_id: int) -> Response:
    """Who is proposed to whom, why, and what it commits to; the answers."""
    pairing, actor = _visible(pairing_id), current_actor()
    return render_page(
        "audits/pairing.html",
        pairing=pairing,
        campaign=pairing.campaign,
        mine=[visit for visit in pairing.visits if actor.belongs_to(visit.audited_id)],
        may_answer={visit.id: may_answer(visit, actor) for visit in pairing.visits},
        open_visits={visit.id for visit in pairing.visits if may_see_visit(visit, actor)},
        leads=may_coordinate(pairing.campaign, actor),
        reasons=_reasons(pairing, actor),
    )


@bp.post("/binomes/visites/<id:visit_id>/accepter")
@login_required
def accept(visit_id: int) -> BaseResponse:
    """Yes."""
    visit = _answerable(visit_id)
    services.accept_pairing(visit, actor=current_actor())
    if visit.pairing.state is PairingState.CONFIRMED:
        flash(_("The pair is confirmed. Now agree on the days of the visits."))
    else:
        flash(_("Thank you. You will be told as soon as the other team has answered."))
    return go_to(url_for("pairings.pairing", pairing_id=visit.pairing_id))


@bp.route("/binomes/visites/<id:visit_id>/refuser", methods=["GET", "POST"])
@login_required
def decline(visit_id: int) -> BaseResponse:
    """No, with a reason in one click."""
    visit, form = _answerable(visit_id), RefusalForm()
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return render_page("audits/decline.html", status=status, visit=visit, form=form)
    services.decline_pairing(visit, actor=current_actor(), reason=form.reason.data, remark=form.remark.data or "")
    flash(_("Your answer is noted: the coordination looks again."))
    return go_to(url_for("pairings.pairing", pairing_id=visit.pairing_id))


def _coordinated(campaign_id: int) -> Campaign:
    campaign, actor = queries.get_campaign(campaign_id), current_actor()
    hide_unless(may_see_campaign(campaign, actor, queries.federation_ids_of(actor)))
    require(may_coordinate(campaign, actor))
    return campaign


def _visible(pairing_id: int) -> Pairing:
    pairing = queries.get_pairing(pairing_id)
    hide_unless(may_see_pairing(pairing, current_actor()))
    return pairing


def _led(pairing_id: int) -> Pairing:
    pairing = _visible(pairing_id)
    require(may_coordinate(pairing.campaign, current_actor()))
    return pairing


def _answerable(visit_id: int) -> Visit:
    visit = queries.get_visit(visit_id)
    hide_unless(may_see_pairing(visit.pairing, current_actor()))
    require(may_answer(visit, current_actor()))
    return visit


def _pair_form(campaign: Campaign) -> PairForm:
    return pair_form(enrolment.organisation for enrolment in campaign.unpaired)


def _board_page(campaign: Campaign, form: ProposalForm, by_hand: PairForm | None = None, status: int = 200) -> Response:
    board = board_of(campaign, current_actor())
    refused = [
        (visit, REFUSALS.get(visit.refusal, ""))
        for pairing in campaign.pairings
        for visit in pairing.visits
        if visit.consent is Consent.NO
    ]
    return render_page(
        "audits/board.html",
        status=status,
        campaign=campaign,
        board=board,
        form=form,
        by_hand=by_hand or _pair_form(campaign),
        refused=refused,
        is_pairing=campaign.state is CampaignState.PAIRING,
    )


def _reasons(pairing: Pairing, actor: Actor) -> dict[int, str]:
    """Why an organisation and the one that visits it are well matched, by visit, as far as the reader may know."""
    strengths = visible_strengths(pairing.organisation_ids, actor, clock.today())
    return {
        visit.id: pair_reasons(
            metres(visit.auditor.locality, visit.audited.locality),
            strengths.get(ordered(visit.auditor_id, visit.audited_id), 0),
        )
        for visit in pairing.visits
    }


def _to_board(campaign: Campaign) -> BaseResponse:
    return go_to(url_for("pairings.board", campaign_id=campaign.id))
