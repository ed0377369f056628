"""Opening an account: an address, the link sent there, then a name and a password."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from network.accounts import sign_up
from network.accounts.attempts import TooManyAttemptsError
from network.accounts.forms import OpeningForm, SignUpForm
from network.accounts.queries import find_user_by_email
from network.accounts.sessions import begin_session
from network.database import db
from network.errors import ConflictError
from network.web.htmx import go_to, render_page
from network.web.redirects import local_path

bp = Blueprint("sign_up", __name__, url_prefix="/inscription")


@bp.get("")
def start() -> Response | BaseResponse:
    """An organisation or a person, and an address."""
    if current_user.is_authenticated:
        return go_to(url_for("dashboard.index"))
    return render_page("accounts/sign_up.html", form=SignUpForm(formdata=None, next=request.args.get("next")))


@bp.post("")
def request_link() -> Response | BaseResponse:
    """Write to the address; the answer is the same whether or not it has an account."""
    form = SignUpForm()
    if not form.validate():
        return render_page("accounts/sign_up.html", form=form, status=422)
    try:
        sign_up.request_sign_up(form.email.data, next_path=_next_path(form), address=request.remote_addr or "")
    except TooManyAttemptsError as error:
        form.form_errors.append(error.message)
        return render_page("accounts/sign_up.html", form=form, status=429)
    return render_page("accounts/mail_sent.html", email=form.email.data, back_url=url_for("sign_up.start"))


@bp.get("/<token>")
def confirm(token: str) -> Response | BaseResponse:
    """The page of the link in the mail: who are you? Nothing is kept by opening it."""
    email = sign_up.read_link(token)["email"]
    if find_user_by_email(email):
        return _open_already()
    return render_page("accounts/opening.html", form=OpeningForm(formdata=None), email=email, token=token)


@bp.post("/<token>")
def open_account(token: str) -> Response | BaseResponse:
    """Open the account, and go on where the link leads."""
    data = sign_up.read_link(token)
    form = OpeningForm()
    if not form.validate():
        return render_page("accounts/opening.html", form=form, email=data["email"], token=token, status=422)
    try:
        user = sign_up.open_account(token, name=form.name.data, password=form.password.data)
    except ConflictError:
        db.session.rollback()
        return _open_already()
    begin_session(user)
    return go_to(local_path(data["next"]))


def _next_path(form: SignUpForm) -> str:
    """The sheet to take over that a mail led to, else the first steps of an organisation, or a person's own page."""
    first_steps = url_for("first_time.start")
    if (form.next.data or "").startswith(first_steps):
        return local_path(form.next.data)
    return first_steps if form.wants.data == "organisation" else url_for("dashboard.index")


def _open_already() -> BaseResponse:
    flash(_("Your account is open already: log in."), "info")
    return go_to(url_for("accounts.login"))
