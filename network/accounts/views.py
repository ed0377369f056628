"""Logging in and out, language, the organisation acted for."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, flash, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from network.accounts import demo_accounts, services
from network.accounts.attempts import TooManyAttemptsError
from network.accounts.forms import LoginForm
from network.accounts.models import User
from network.accounts.redirects import local_path, path_before
from network.accounts.sessions import begin_session, end_session
from network.errors import MaillageError
from network.web.current import current_actor
from network.web.htmx import go_to, render_page
from network.web.locale import LANGUAGES
from network.web.policies import login_required, require

bp = Blueprint("accounts", __name__, url_prefix="/compte")


@bp.get("/connexion")
def login() -> Response | BaseResponse:
    """The log-in page; `next` is where the person was going."""
    if current_user.is_authenticated:
        return go_to(local_path(request.args.get("next")))
    return _login_page(LoginForm(formdata=None, next=request.args.get("next"), email=request.args.get("email")))


@bp.post("/connexion")
def log_in() -> Response | BaseResponse:
    """Check who it is; the answer is the same whether or not the account exists."""
    form = LoginForm()
    if not form.validate():
        return _login_page(form, status=422)
    try:
        user = services.authenticate(form.email.data, form.password.data, address=request.remote_addr or "")
    except TooManyAttemptsError:
        return _login_page(form, status=429, error=_("Too many attempts. Wait a quarter of an hour, then try again."))
    if user is None:
        return _login_page(form, status=422, error=_("The e-mail address or the password is not right."))
    begin_session(user)
    return go_to(local_path(form.next.data))


def _login_page(form: LoginForm, status: int = 200, error: str | None = None) -> Response:
    if error:
        form.form_errors.append(error)
    accounts: list[User] = []
    if current_app.config["DEMO"]:
        accounts = demo_accounts.list_demo_accounts()
    return render_page(
        "accounts/login.html", status=status, form=form, demo_accounts=accounts, demo_password=demo_accounts.PASSWORD
    )


@bp.post("/deconnexion")
def logout() -> BaseResponse:
    """Log out."""
    end_session()
    flash(_("You are logged out."), "success")
    return go_to(url_for("accounts.login"))


@bp.post("/langue")
def set_language() -> BaseResponse:
    """Read in another language from now on, logged in or not."""
    language = request.form.get("language", "")
    if language not in LANGUAGES:
        raise MaillageError
    session["language"] = language
    if current_user.is_authenticated:
        services.choose_language(current_user, language)
    return go_to(path_before())


@bp.post("/structure")
@login_required
def switch() -> BaseResponse:
    """Act for another of one's organisations from now on."""
    organisation_id = request.form.get("organisation_id", type=int)
    require(current_actor().belongs_to(organisation_id))
    session["organisation_id"] = organisation_id
    return go_to(url_for("dashboard.index"))
