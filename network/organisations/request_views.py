"""What waits for an answer: memberships of one's federation, and people who ask to act for a listed organisation."""

from __future__ import annotations

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from network.organisations import memberships, requests
from network.organisations.models import Claim, Membership, Organisation
from network.organisations.people_forms import RefusalForm
from network.organisations.policies import is_side_of, may_answer_claim, may_end_membership
from network.organisations.queries import get_organisation
from network.web.current import current_actor
from network.web.htmx import go_to, render_page
from network.web.policies import hide_unless, login_required, require

bp = Blueprint("requests", __name__, url_prefix="/demandes")


@bp.get("")
@login_required
def index() -> Response:
    """What waits for the person's answer."""
    asked, claims = requests.list_requests(current_actor())
    return render_page("organisations/requests.html", memberships=asked, claims=claims)


@bp.post("/affiliation/<id:organisation_id>")
@login_required
def ask_membership(organisation_id: int) -> BaseResponse:
    """Ask to be a member of this federation, for the organisation acted for."""
    federation = get_organisation(organisation_id)
    organisation = get_organisation(current_actor().organisation_id or 0)
    memberships.ask_membership(organisation, federation, actor=current_actor())
    flash(_("Your request is with %(name)s.", name=federation.name), "success")
    return _to_sheet(organisation_id)


@bp.post("/affiliation/<id:organisation_id>/proposer")
@login_required
def offer_membership(organisation_id: int) -> BaseResponse:
    """Say that this organisation is a member, for the federation acted for."""
    organisation = get_organisation(organisation_id)
    federation = get_organisation(current_actor().organisation_id or 0)
    memberships.offer_membership(organisation, federation, actor=current_actor())
    flash(_("%(name)s is asked to confirm.", name=organisation.name), "success")
    return _to_sheet(organisation_id)


@bp.post("/affiliations/<id:membership_id>/quitter")
@login_required
def leave_federation(membership_id: int) -> BaseResponse:
    """The organisation is no member any more."""
    membership = _membership(membership_id)
    memberships.leave_federation(membership, actor=current_actor())
    flash(_("Your organisation has left %(name)s.", name=membership.federation.name), "success")
    return _to_sheet(membership.organisation_id)


@bp.get("/affiliations/<id:membership_id>/terminer")
@login_required
def membership_end(membership_id: int) -> Response:
    """Why does the federation end it?"""
    membership = _membership(membership_id)
    require(may_end_membership(membership, current_actor()))
    return _end_page(membership, RefusalForm(formdata=None))


@bp.post("/affiliations/<id:membership_id>/terminer")
@login_required
def end_membership(membership_id: int) -> Response | BaseResponse:
    """It is no member any more, and is told why."""
    membership = _membership(membership_id)
    require(may_end_membership(membership, current_actor()))
    form = RefusalForm()
    if not form.validate():
        return _end_page(membership, form, status=422)
    memberships.end_membership(membership, form.reason.data, actor=current_actor())
    flash(_("%(name)s is no longer a member, and knows why.", name=membership.organisation.name), "success")
    return _to_sheet(membership.organisation_id)


@bp.post("/affiliations/<id:membership_id>/confirmer")
@login_required
def confirm_membership(membership_id: int) -> BaseResponse:
    """It is a member."""
    membership = _membership(membership_id)
    memberships.confirm_membership(membership, actor=current_actor())
    names = {"name": membership.organisation.name, "federation": membership.federation.name}
    flash(_("%(name)s is a member of %(federation)s from now on.", **names), "success")
    return _to_requests()


@bp.get("/affiliations/<id:membership_id>/refuser")
@login_required
def membership_refusal(membership_id: int) -> Response:
    """Why is it no member?"""
    membership = _membership(membership_id)
    return _refusal_page(membership.organisation, _refuse_membership_url(membership), RefusalForm(formdata=None))


@bp.post("/affiliations/<id:membership_id>/refuser")
@login_required
def refuse_membership(membership_id: int) -> Response | BaseResponse:
    """It is no member, and is told why."""
    membership = _membership(membership_id)
    form = RefusalForm()
    if not form.validate():
        return _refusal_page(membership.organisation, _refuse_membership_url(membership), form, status=422)
    memberships.refuse_membership(membership, form.reason.data, actor=current_actor())
    flash(_("Your answer is sent."), "success")
    return _to_requests()


@bp.post("/mandats/<id:claim_id>/confirmer")
@login_required
def grant_claim(claim_id: int) -> BaseResponse:
    """The person acts for the organisation."""
    claim = _claim(claim_id)
    requests.grant_claim(claim, actor=current_actor())
    words = {"person": claim.user.name, "name": claim.organisation.name}
    flash(_("%(person)s acts for %(name)s from now on.", **words), "success")
    return _to_requests()


@bp.get("/mandats/<id:claim_id>/refuser")
@login_required
def claim_refusal(claim_id: int) -> Response:
    """Why does the person not act for it?"""
    claim = _claim(claim_id)
    return _refusal_page(claim.organisation, _refuse_claim_url(claim), RefusalForm(formdata=None))


@bp.post("/mandats/<id:claim_id>/refuser")
@login_required
def refuse_claim(claim_id: int) -> Response | BaseResponse:
    """The person does not act for it, and is told why."""
    claim = _claim(claim_id)
    form = RefusalForm()
    if not form.validate():
        return _refusal_page(claim.organisation, _refuse_claim_url(claim), form, status=422)
    requests.refuse_claim(claim, form.reason.data, actor=current_actor())
    flash(_("Your answer is sent."), "success")
    return _to_requests()


def _membership(membership_id: int) -> Membership:
    """Others are not told what was asked."""
    membership = memberships.get_membership(membership_id)
    hide_unless(is_side_of(membership, current_actor()))
    return membership


def _claim(claim_id: int) -> Claim:
    claim = requests.get_claim(claim_id)
    hide_unless(may_answer_claim(claim, current_actor(), requests.answerer_ids(claim)))
    return claim


def _refuse_membership_url(membership: Membership) -> str:
    return url_for("requests.refuse_membership", membership_id=membership.id)


def _refuse_claim_url(claim: Claim) -> str:
    return url_for("requests.refuse_claim", claim_id=claim.id)


def _refusal_page(organisation: Organisation, url: str, form: RefusalForm, status: int = 200) -> Response:
    return render_page("organisations/refusal.html", organisation=organisation, url=url, form=form, status=status)


def _end_page(membership: Membership, form: RefusalForm, status: int = 200) -> Response:
    return render_page("organisations/membership_end.html", membership=membership, form=form, status=status)


def _to_sheet(organisation_id: int) -> BaseResponse:
    return go_to(url_for("directory.organisation", organisation_id=organisation_id))


def _to_requests() -> BaseResponse:
    return go_to(url_for("requests.index"))
