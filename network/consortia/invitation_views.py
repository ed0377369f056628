"""Pages of an invitation, for the organisation that received it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from network.accounts.queries import list_names
from network.calls.chances import own_chips
from network.calls.models import InterestAnswer
from network.calls.policies import may_see_project
from network.calls.queries import find_interest, get_project
from network.consortia import answers, queries
from network.consortia.board import bars, contribution_text
from network.consortia.forms import AcceptForm, BoardForm, DeclineForm, contribution_form
from network.consortia.left_out import own_reasons
from network.consortia.matching import metres
from network.consortia.models import Partner
from network.consortia.notices import LINK_PURPOSE
from network.consortia.policies import may_answer, may_see_invitation, may_see_partner
from network.consortia.promises import list_also_promised
from network.consortia.queries import was_invited
from network.consortia.workflow import may_move
from network.resources.labels import capability_unit
from network.web.current import current_actor
from network.web.formats import distance
from network.web.htmx import go_to, render_page
from network.web.links import read
from network.web.policies import hide_unless, login_required, require

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

    from network.web.forms import BaseForm

bp = Blueprint("invitations", __name__, url_prefix="/invitations")

LINK_DAYS = 183


@bp.get("/<id:partner_id>")
@login_required
def invitation(partner_id: int) -> Response:
    """Who asks, with whom, what, what it brings, what it commits to, by when; and the four answers."""
    return _invitation_page(_received(partner_id))


@bp.post("/<id:partner_id>/accepter")
@login_required
def accept(partner_id: int) -> BaseResponse:
    """Yes."""
    partner = _answerable(partner_id)
    form = AcceptForm.of(partner)
    if not form.validate_on_submit():
        return _invitation_page(partner, form, status=422)
    answers.accept_invitation(partner, actor=current_actor(), accepts_liability=partner.consortium.project.is_market)
    flash(_("Thank you: %(name)s is in. The coordination knows.", name=partner.organisation.name))
    return _to_invitation(partner)


@bp.route("/<id:partner_id>/sous-reserve", methods=["GET", "POST"])
@login_required
def reserve(partner_id: int) -> BaseResponse:
    """Yes, subject to the board."""
    partner, form = _answerable(partner_id), BoardForm()
    if _is_too_late(partner, "reserve"):
        return _to_invitation(partner)
    if not form.validate_on_submit():
        return _form_page("consortia/reserve.html", partner, form)
    answers.accept_subject_to_board(partner, actor=current_actor(), board_on=form.board_on.data)
    flash(_("Noted: your answer waits for your board."))
    return _to_invitation(partner)


@bp.route("/<id:partner_id>/autre-apport", methods=["GET", "POST"])
@login_required
def offer_other(partner_id: int) -> BaseResponse:
    """Yes, with another contribution."""
    partner = _answerable(partner_id)
    if _is_too_late(partner, "offer_other"):
        return _to_invitation(partner)
    project = partner.consortium.project
    capabilities = list(project.criteria.get("requires", {}))
    form = contribution_form(capabilities, partner.contribution, is_market=project.is_market)
    if not form.validate_on_submit():
        units = {capability: capability_unit(capability) for capability in capabilities}
        return _form_page("consortia/offer_other.html", partner, form, units=units)
    answers.offer_other_contribution(
        partner,
        actor=current_actor(),
        contribution=form.quantities(),
        remark=form["remark"].data or "",
        accepts_liability=project.is_market,
    )
    flash(_("Your offer is with the coordination, who will take it or look further."))
    return _to_invitation(partner)


@bp.route("/<id:partner_id>/decliner", methods=["GET", "POST"])
@login_required
def decline(partner_id: int) -> BaseResponse:
    """No, with a reason in one click."""
    partner, form = _answerable(partner_id), DeclineForm()
    if _is_too_late(partner, "decline"):
        return _to_invitation(partner)
    if not form.validate_on_submit():
        return _form_page("consortia/decline.html", partner, form)
    answers.decline_invitation(partner, actor=current_actor(), reason=form.reason.data, remark=form.remark.data or "")
    flash(_("Your answer is noted. You will not be asked again for this consortium."))
    return _to_invitation(partner)


@bp.post("/<id:partner_id>/se-retirer")
@login_required
def withdraw(partner_id: int) -> BaseResponse:
    """Step back after having accepted."""
    partner = _answerable(partner_id)
    answers.withdraw_partner(partner, actor=current_actor(), remark="")
    flash(
        _(
            "%(name)s has left the consortium; the coordination and the partners are told.",
            name=partner.organisation.name,
        )
    )
    return _to_invitation(partner)


@bp.route("/lien/<token>", methods=["GET", "POST"])
def by_link(token: str) -> BaseResponse:
    """From the e-mail, without logging in: one may decline; engaging needs a logged-in manager."""
    partner = _named_by(token)
    form = DeclineForm()
    if form.validate_on_submit() and answers.decline_by_link(
        partner, reason=form.reason.data, remark=form.remark.data or ""
    ):
        return render_page("consortia/declined_by_link.html", partner=partner)
    status = 422 if form.is_submitted() and form.errors else 200
    return render_page("consortia/by_link.html", status=status, partner=partner, form=form, token=token)


@bp.post("/lien/<token>/interet")
def interested_by_link(token: str) -> BaseResponse:
    """From the e-mail, without logging in: one is interested, and engages nobody."""
    answers.interested_by_link(_named_by(token))
    return go_to(url_for("invitations.by_link", token=token))


@bp.get("/projet/<id:project_id>/pourquoi-pas-nous")
@login_required
def left_out(project_id: int) -> BaseResponse:
    """For an organisation that is interested and was not invited: why, from its own data only."""
    project, actor = get_project(project_id), current_actor()
    hide_unless(may_see_project(project, actor))
    interest = find_interest(project, actor.organisation_id) if actor.organisation_id else None
    if interest is None or interest.answer is InterestAnswer.NO or was_invited(project, interest.organisation_id):
        return go_to(url_for("calls.project", project_id=project.id))
    organisation = interest.organisation
    return render_page(
        "consortia/left_out.html",
        project=project,
        organisation=organisation,
        own_chips=own_chips(project, organisation, asks=interest.asks),
        reasons=own_reasons(interest, actor),
    )


def _named_by(token: str) -> Partner:
    """The partner that the signed link of an e-mail names."""
    return queries.get_partner(read(LINK_PURPOSE, token, max_age_days=LINK_DAYS)["partner"])


def _received(partner_id: int) -> Partner:
    partner = queries.get_partner(partner_id)
    hide_unless(may_see_invitation(partner, current_actor()))
    return partner


def _answerable(partner_id: int) -> Partner:
    partner = _received(partner_id)
    require(may_answer(partner, current_actor()))
    return partner


def _is_too_late(partner: Partner, action: str) -> bool:
    """A form is opened for an answer that is not possible any more; one that is sent is told so."""
    return request.method == "GET" and not may_move(partner, action)


def _to_invitation(partner: Partner) -> BaseResponse:
    return go_to(url_for("invitations.invitation", partner_id=partner.id))


def _invitation_page(partner: Partner, accept_form: AcceptForm | None = None, status: int = 200) -> Response:
    consortium, actor = partner.consortium, current_actor()
    standing = [p for p in consortium.team if p.is_informed and may_see_partner(consortium, p, actor)]
    others = [p for p in standing if p.id != partner.id]
    return render_page(
        "consortia/invitation.html",
        status=status,
        partner=partner,
        accept_form=accept_form or AcceptForm.of(partner, formdata=None),
        consortium=consortium,
        others=others,
        away={
            other.id: distance(metres(partner.organisation.locality, other.organisation.locality)) for other in others
        },
        answered_by=list_names({partner.answered_by_id}).get(partner.answered_by_id or 0),
        brings=contribution_text(partner.contribution),
        other_brings=contribution_text(partner.other_contribution),
        elsewhere=_also_promised(partner) if actor.belongs_to(partner.organisation_id) else [],
        bars=bars(consortium, standing) if partner.is_standing else None,
        may_answer=may_answer(partner, actor),
        can={
            action: may_move(partner, action) for action in ("accept", "reserve", "offer_other", "decline", "withdraw")
        },
    )


def _also_promised(partner: Partner) -> list[tuple[Partner, str]]:
    return [(other, contribution_text(other.contribution)) for other in list_also_promised(partner)]


def _form_page(template: str, partner: Partner, form: BaseForm, **context: Any) -> Response:
    return render_page(template, status=422 if form.is_submitted() else 200, partner=partner, form=form, **context)
