"""Who acts for an organisation: its people, the colleagues they invite, and the page of an invitation."""

from __future__ import annotations

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from network.accounts.queries import find_user_by_email
from network.accounts.sign_up import sign_up_path
from network.database import db
from network.errors import ConflictError, NotFoundError
from network.organisations import invitations, mandates
from network.organisations.labels import role_label
from network.organisations.models import ColleagueInvitation, Mandate, Organisation
from network.organisations.people_forms import ColleagueForm, colleague_form, role_form
from network.organisations.policies import may_change_role, may_keep_people, may_see_people
from network.organisations.queries import get_organisation
from network.web.current import current_actor
from network.web.htmx import go_to, render_page
from network.web.policies import hide_unless, login_required, require
from network.web.removals import removal

bp = Blueprint("people", __name__, url_prefix="/structures")
bp.add_app_template_filter(role_label)


@bp.get("/<id:organisation_id>/personnes")
@login_required
def index(organisation_id: int) -> Response:
    """Who acts for the organisation, and who was invited to."""
    organisation = get_organisation(organisation_id)
    require(may_see_people(organisation, current_actor()))
    return _index_page(organisation, colleague_form(organisation))


@bp.post("/<id:organisation_id>/personnes")
@login_required
def invite(organisation_id: int) -> Response | BaseResponse:
    """Write to a colleague."""
    organisation = get_organisation(organisation_id)
    require(may_keep_people(organisation, current_actor()))
    form = colleague_form(organisation)
    if not form.validate():
        return _index_page(organisation, form, status=422)
    try:
        invitations.invite_colleague(organisation, form.email.data, form.chosen, actor=current_actor())
    except ConflictError as error:
        db.session.rollback()
        form.email.errors = [error.message]
        return _index_page(organisation, form, status=422)
    flash(_("The invitation is on its way to %(email)s.", email=form.email.data), "success")
    return _to_people(organisation_id)


@bp.post("/invitations-de-collegues/<id:colleague_id>/renvoyer")
@login_required
def send_again(colleague_id: int) -> BaseResponse:
    """Write to a colleague once more."""
    found = _own_invitation(colleague_id)
    invitations.send_again(found, actor=current_actor())
    flash(_("The invitation is on its way to %(email)s.", email=found.email), "success")
    return _to_people(found.organisation_id)


@bp.post("/invitations-de-collegues/<id:colleague_id>/retirer")
@login_required
@removal()
def withdraw(colleague_id: int) -> BaseResponse:
    """Withdraw an invitation."""
    found = _own_invitation(colleague_id)
    organisation_id = found.organisation_id
    invitations.withdraw_invitation(found, actor=current_actor())
    flash(_("The invitation is withdrawn."), "success")
    return _to_people(organisation_id)


@bp.post("/mandats/<id:mandate_id>/role")
@login_required
def change_role(mandate_id: int) -> Response | BaseResponse:
    """Change what somebody may do."""
    mandate = _seen_mandate(mandate_id)
    require(may_change_role(mandate, current_actor()))
    form = role_form(mandate.organisation)
    if not form.validate():
        return _index_page(mandate.organisation, colleague_form(mandate.organisation), status=422)
    try:
        mandates.change_role(mandate, form.chosen, actor=current_actor())
    except ConflictError as error:
        return _refused(mandate.organisation_id, error)
    flash(_("Saved."), "success")
    return _to_people(mandate.organisation_id)


@bp.post("/mandats/<id:mandate_id>/terminer")
@login_required
@removal()
def end_mandate(mandate_id: int) -> BaseResponse:
    """End somebody's mandate, or one's own."""
    mandate = _seen_mandate(mandate_id)
    organisation_id, is_own = mandate.organisation_id, mandate.user_id == current_actor().user_id
    try:
        mandates.end_mandate(mandate, actor=current_actor())
    except ConflictError as error:
        return _refused(organisation_id, error)
    flash(_("The mandate has ended."), "success")
    return go_to(url_for("dashboard.index")) if is_own else _to_people(organisation_id)


@bp.get("/invitation/<token>")
def invitation(token: str) -> Response:
    """The page of the link in the mail; nothing is accepted by opening it."""
    found = invitations.read_invitation(token)
    return render_page(
        "organisations/invitation.html",
        invitation=found,
        token=token,
        has_account=find_user_by_email(found.email) is not None,
        sign_up_url=sign_up_path(found.email, next_path=url_for("people.invitation", token=token)),
    )


@bp.post("/invitation/<token>")
@login_required
def accept(token: str) -> BaseResponse:
    """Act for the organisation from now on."""
    try:
        found = invitations.read_invitation(token)
        organisation = found.organisation
        invitations.accept_invitation(found, current_user, actor=current_actor())
    except NotFoundError:
        db.session.rollback()
        flash(_("This invitation was answered or withdrawn."), "info")
        return go_to(url_for("dashboard.index"))
    flash(_("You act for %(name)s from now on.", name=organisation.name), "success")
    return go_to(url_for("directory.organisation", organisation_id=organisation.id))


def _own_invitation(colleague_id: int) -> ColleagueInvitation:
    """Others are not told that somebody was invited."""
    found = invitations.get_invitation(colleague_id)
    hide_unless(may_see_people(found.organisation, current_actor()))
    return found


def _seen_mandate(mandate_id: int) -> Mandate:
    mandate = mandates.get_mandate(mandate_id)
    hide_unless(may_see_people(mandate.organisation, current_actor()))
    return mandate


def _index_page(organisation: Organisation, form: ColleagueForm, status: int = 200) -> Response:
    keeps = may_keep_people(organisation, current_actor())
    return render_page(
        "organisations/people.html",
        status=status,
        organisation=organisation,
        people=mandates.list_mandates(organisation.id),
        roles=mandates.roles_of(organisation),
        invitations=invitations.list_invitations(organisation.id) if keeps else [],
        has_lapsed=invitations.has_lapsed,
        may_keep=keeps,
        form=form,
    )


def _refused(organisation_id: int, error: ConflictError) -> BaseResponse:
    db.session.rollback()
    flash(error.message, "error")
    return _to_people(organisation_id)


def _to_people(organisation_id: int) -> BaseResponse:
    return go_to(url_for("people.index", organisation_id=organisation_id))
