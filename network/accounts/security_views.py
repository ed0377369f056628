"""What keeps an account its person's own: forgotten password, e-mail address, sessions, second factor."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from network.accounts import addresses, recovery, second_factor, sessions
from network.accounts.attempts import TooManyAttemptsError
from network.accounts.forms import AddressForm, CodeForm, DisablingForm, ForgottenForm, NewPasswordForm, SetUpForm
from network.accounts.models import User
from network.accounts.own_password import is_own_password
from network.accounts.queries import get_user, list_sessions
from network.database import db
from network.errors import ConflictError, NotFoundError
from network.web.current import current_actor
from network.web.forms import BaseForm
from network.web.htmx import go_to, render_page
from network.web.policies import login_required
from network.web.redirects import local_path

bp = Blueprint("security", __name__, url_prefix="/compte")


@bp.get("/mot-de-passe-oublie")
def forgotten_password() -> Response:
    """Which address has the account whose password is forgotten?"""
    return render_page("accounts/forgotten_password.html", form=ForgottenForm(formdata=None))


@bp.post("/mot-de-passe-oublie")
def request_new_password() -> Response:
    """Write to the address; the answer is the same whether or not it has an account."""
    form = ForgottenForm()
    if not form.validate():
        return render_page("accounts/forgotten_password.html", form=form, status=422)
    try:
        recovery.request_password_reset(form.email.data, address=_address())
    except TooManyAttemptsError as error:
        form.form_errors.append(error.message)
        return render_page("accounts/forgotten_password.html", form=form, status=429)
    return render_page(
        "accounts/mail_sent.html", email=form.email.data, back_url=url_for("security.forgotten_password")
    )


@bp.get("/nouveau-mot-de-passe/<token>")
def new_password(token: str) -> Response | BaseResponse:
    """The page of the link in the mail; nothing changes by opening it."""
    try:
        recovery.user_of_link(token)
    except NotFoundError:
        return _ask_again()
    return render_page("accounts/new_password.html", form=NewPasswordForm(formdata=None), token=token)


@bp.post("/nouveau-mot-de-passe/<token>")
def choose_new_password(token: str) -> Response | BaseResponse:
    """Take the new password; every session has ended, so the person logs in with it."""
    form = NewPasswordForm()
    if not form.validate():
        return render_page("accounts/new_password.html", form=form, token=token, status=422)
    try:
        recovery.reset_password(token, form.password.data)
    except NotFoundError:
        return _ask_again()
    flash(_("Your password is changed. Log in with the new one."), "success")
    return go_to(url_for("accounts.login"))


def _ask_again() -> BaseResponse:
    flash(_("This link was used, or is more than an hour old. Ask for another one."), "warning")
    return go_to(url_for("security.forgotten_password"))


@bp.get("/connexion/code")
def code() -> Response | BaseResponse:
    """The second step of logging in, for those who asked for it."""
    return _code_page(CodeForm(formdata=None))


@bp.post("/connexion/code")
def check_code() -> Response | BaseResponse:
    """Log in when the code is right."""
    form = CodeForm()
    if not form.validate():
        return _code_page(form, status=422)
    try:
        user = sessions.user_of_code()
        if second_factor.is_code(user, form.code.data, address=_address()):
            sessions.begin_session(user)
            return go_to(local_path(request.args.get("next")))
        form.code.errors = [_("This code is not right, or was used already.")]
        return _code_page(form, status=422)
    except TooManyAttemptsError as error:
        form.form_errors.append(error.message)
        return _code_page(form, status=429)
    except NotFoundError:
        return _log_in_again()


def _code_page(form: CodeForm, status: int = 200) -> Response | BaseResponse:
    try:
        sessions.user_of_code()
    except NotFoundError:
        return _log_in_again()
    return render_page("accounts/code.html", form=form, next=request.args.get("next"), status=status)


def _log_in_again() -> BaseResponse:
    return go_to(url_for("accounts.login", next=request.args.get("next")))


@bp.get("/securite")
@login_required
def index() -> Response:
    """The address, the sessions and the second factor of the person."""
    return _index_page()


@bp.post("/securite/adresse")
@login_required
def change_address() -> Response:
    """Write a link to the new address."""
    form = AddressForm()
    if not form.validate() or not is_own_password(form, form.password):
        return _index_page(address_form=form, status=422)
    try:
        addresses.request_address(current_user, form.email.data, actor=current_actor(), address=_address())
    except TooManyAttemptsError as error:
        form.form_errors.append(error.message)
        return _index_page(address_form=form, status=429)
    return render_page("accounts/mail_sent.html", email=form.email.data, back_url=url_for("security.index"))


@bp.get("/adresse/<token>")
def new_address(token: str) -> Response:
    """The page of the link in the mail; nothing changes by opening it."""
    return render_page("accounts/new_address.html", email=addresses.read_address_link(token).email, token=token)


@bp.post("/adresse/<token>")
def take_address(token: str) -> BaseResponse:
    """Log in with this address from now on."""
    try:
        addresses.take_address(token)
    except ConflictError:
        db.session.rollback()
        flash(_("This address has an account of its own since; yours stays as it is."), "warning")
    else:
        flash(_("Your e-mail address is changed."), "success")
    return go_to(url_for("security.index"))


@bp.post("/securite/sessions/fermer")
@login_required
def end_session() -> BaseResponse:
    """End one of one's own sessions; one that has ended already stays so."""
    sessions.end_session_of(current_user, request.form.get("session_id", type=int) or 0)
    flash(_("This session has ended."), "success")
    return go_to(url_for("security.index"))


@bp.post("/securite/sessions/fermer-les-autres")
@login_required
def end_other_sessions() -> BaseResponse:
    """End all of one's sessions but this one."""
    sessions.end_other_sessions(current_user)
    flash(_("You are logged in here and nowhere else."), "success")
    return go_to(url_for("security.index"))


@bp.get("/securite/code")
@login_required
def set_up() -> Response | BaseResponse:
    """The drawing to read with a phone."""
    if current_user.has_second_factor:
        return go_to(url_for("security.index"))
    return _set_up_page(SetUpForm(formdata=None, secret=second_factor.sign_secret(current_user)))


@bp.post("/securite/code")
@login_required
def enable() -> Response | BaseResponse:
    """Ask for a code from now on; the recovery codes are shown here and nowhere else."""
    if current_user.has_second_factor:
        return go_to(url_for("security.index"))
    form = SetUpForm()
    try:
        secret = second_factor.read_secret(form.secret.data or "", current_user)
    except NotFoundError:
        form.secret.data = second_factor.sign_secret(current_user)
        form.form_errors.append(_("The page had been open for too long: read this new drawing."))
        return _set_up_page(form, status=422)
    if not form.validate() or not is_own_password(form, form.password):
        return _set_up_page(form, status=422)
    codes = second_factor.enable(_person(), secret, form.code.data, actor=current_actor())
    if codes is None:
        form.code.errors = [_("This is not the code of this moment. Check the clock of your phone, then try again.")]
        return _set_up_page(form, status=422)
    return render_page("accounts/recovery_codes.html", codes=codes)


@bp.post("/securite/code/retirer")
@login_required
def disable() -> Response | BaseResponse:
    """The password is enough again."""
    form = DisablingForm()
    if not form.validate() or not is_own_password(form, form.present):
        return _index_page(disabling_form=form, status=422)
    second_factor.disable(_person(), actor=current_actor())
    flash(_("No code is asked any more."), "success")
    return go_to(url_for("security.index"))


def _set_up_page(form: SetUpForm, status: int = 200) -> Response:
    secret = second_factor.read_secret(form.secret.data, current_user)
    address = second_factor.setup_address(current_user, secret)
    drawing = second_factor.qr_code(address)
    return render_page(
        "accounts/set_up.html", form=form, secret=secret, address=address, drawing=drawing, status=status
    )


def _index_page(
    address_form: BaseForm | None = None, disabling_form: BaseForm | None = None, status: int = 200
) -> Response:
    return render_page(
        "accounts/security.html",
        sessions=list_sessions(current_user.id),
        current_login=sessions.current_login(),
        address_form=address_form or AddressForm(formdata=None),
        disabling_form=disabling_form or DisablingForm(formdata=None),
        status=status,
    )


def _person() -> User:
    """Who is logged in, as the row itself."""
    return get_user(current_user.id)


def _address() -> str:
    return request.remote_addr or ""
