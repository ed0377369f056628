"""Logging in and out, the language, the organisation acted for; and a person's own page with their data."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, flash, g, make_response, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse
from wtforms.widgets import PasswordInput

from network import clock
from network.accounts import (
    demo_accounts,
    held_data,  # noqa: F401  (registers what accounts hold)
    personal_data,
    retention,  # noqa: F401  (registers its work)
    services,
)
from network.accounts.attempts import TooManyAttemptsError
from network.accounts.forms import AccountForm, ErasureForm, FrequencyForm, LoginForm, PasswordForm
from network.accounts.models import User
from network.accounts.own_password import is_own_password
from network.accounts.queries import get_user
from network.accounts.sessions import await_code, begin_session, begin_session_again, end_session, note_act
from network.errors import ConflictError, MaillageError
from network.extensions import csrf
from network.notifications.frequency import MailFrequency
from network.web import links
from network.web.current import current_actor
from network.web.downloads import download
from network.web.htmx import go_to, render_page
from network.web.locale import LANGUAGES
from network.web.policies import login_required, require
from network.web.redirects import local_path, page_before

bp = Blueprint("accounts", __name__, url_prefix="/compte")

LINK_DAYS = 365


@bp.before_app_request
def keep_sessions_current() -> None:
    """The list of a person's sessions says when they last did something in each."""
    if request.method == "POST" and current_user.is_authenticated:
        note_act()


@bp.get("/connexion")
def login() -> Response | BaseResponse:
    """The log-in page; `next` is where the person was going, `email` one of the demonstration's accounts."""
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
    except TooManyAttemptsError as error:
        return _login_page(form, status=429, error=error.message)
    if user is None:
        return _login_page(form, status=422, error=_("The e-mail address or the password is not right."))
    if user.has_second_factor:
        await_code(user)
        return go_to(url_for("security.code", next=form.next.data or None))
    begin_session(user)
    return go_to(local_path(form.next.data))


def _login_page(form: LoginForm, status: int = 200, error: str | None = None) -> Response:
    if error:
        form.form_errors.append(error)
    accounts = demo_accounts.list_demo_accounts() if current_app.config["DEMO"] else []
    if form.email.data in [user.email for user in accounts]:
        form.password.data = demo_accounts.PASSWORD
        form.password.widget = PasswordInput(hide_value=False)
    return render_page(
        "accounts/login.html",
        status=status,
        form=form,
        demo_accounts=accounts,
        demo_roles=demo_accounts.describe_roles(accounts),
        demo_password=demo_accounts.PASSWORD,
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
    return go_to(local_path(page_before()))


@bp.post("/structure")
@login_required
def switch() -> BaseResponse:
    """Act for another of one's organisations from now on."""
    organisation_id = request.form.get("organisation_id", type=int)
    require(current_actor().belongs_to(organisation_id))
    session["organisation_id"] = organisation_id
    names = {mandate.organisation_id: mandate.organisation_name for mandate in g.mandates}
    flash(_("You act for %(name)s.", name=names[organisation_id]), "success")
    return go_to(url_for("dashboard.index"))


@bp.get("")
@login_required
def account() -> Response:
    """The person's own page."""
    return _account_page(AccountForm(formdata=None, obj=current_user), PasswordForm(formdata=None))


@bp.post("")
@login_required
def change_account() -> Response | BaseResponse:
    """Keep the name, the language and how often mails come."""
    form = AccountForm()
    if not form.validate():
        return _account_page(form, PasswordForm(formdata=None), status=422)
    services.change_account(
        current_user,
        name=form.name.data,
        language=form.language.data,
        mail_frequency=form.mail_frequency.data,
        actor=current_actor(),
    )
    session["language"] = form.language.data
    flash(_("Saved."), "success")
    return go_to(url_for("accounts.account"))


@bp.post("/mot-de-passe")
@login_required
def change_password() -> Response | BaseResponse:
    """Take a new password; this session goes on, the others end."""
    form = PasswordForm()
    if not form.validate() or not is_own_password(form, form.current):
        return _account_page(AccountForm(formdata=None, obj=current_user), form, status=422)
    services.change_password(current_user, form.new.data, actor=current_actor())
    begin_session_again(current_user)
    flash(_("Your password is changed. Wherever else you were logged in, you no longer are."), "success")
    return go_to(url_for("accounts.account"))


@bp.post("/mes-donnees")
@login_required
def export() -> Response:
    """All that is held on the person, to be kept."""
    held = personal_data.export_person(current_user, actor=current_actor())
    return download(held, f"maillage-{clock.today().isoformat()}.zip")


@bp.get("/effacement")
@login_required
def erasure() -> Response:
    """What erasing the account means, before it is done."""
    return render_page("accounts/erasure.html", form=ErasureForm(formdata=None))


@bp.post("/effacement")
@login_required
def erase() -> Response | BaseResponse:
    """Erase the account."""
    form = ErasureForm()
    if not form.validate() or not is_own_password(form, form.password):
        return render_page("accounts/erasure.html", form=form, status=422)
    try:
        personal_data.erase_person(current_user, actor=current_actor())
    except ConflictError as error:
        form.refuse(error.message)
        return render_page("accounts/erasure.html", form=form, status=422)
    end_session()
    flash(_("Your account is erased. Thank you for what you did here."), "success")
    return go_to(url_for("accounts.login"))


@bp.get("/courriels/<token>")
def mail_frequency(token: str) -> Response:
    """The page of the signed link at the foot of mails: how often to be written to."""
    return _frequency_page(FrequencyForm(formdata=None, obj=_user_of(token)), token)


@bp.post("/courriels/<token>")
@csrf.exempt  # the signed link says who asks, and mail programs post to it themselves (RFC 8058)
def choose_mail_frequency(token: str) -> Response | BaseResponse:
    """Keep how often; a mail program that unsubscribes its reader gets no page."""
    user = _user_of(token)
    if "List-Unsubscribe" in request.form:
        services.choose_mail_frequency(user, MailFrequency.NEVER)
        return make_response("", 204)
    form = FrequencyForm(meta={"csrf": False})
    if not form.validate():
        return _frequency_page(form, token, status=422)
    services.choose_mail_frequency(user, form.mail_frequency.data)
    flash(_("Saved."), "success")
    return go_to(url_for("accounts.mail_frequency", token=token))


def _account_page(form: AccountForm, password_form: PasswordForm, status: int = 200) -> Response:
    return render_page("accounts/account.html", form=form, password_form=password_form, status=status)


def _frequency_page(form: FrequencyForm, token: str, status: int = 200) -> Response:
    return render_page("accounts/mail_frequency.html", form=form, token=token, status=status)


def _user_of(token: str) -> User:
    return get_user(links.read("mail-frequency", token, max_age_days=LINK_DAYS)["user"])
