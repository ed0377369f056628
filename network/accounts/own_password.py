"""Asking a person for their password again before what a stolen session must not do."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _
from flask_login import current_user
from wtforms import Field

from network.accounts.attempts import TooManyAttemptsError
from network.accounts.services import authenticate
from network.web.forms import BaseForm


def is_own_password(form: BaseForm, field: Field) -> bool:
    """Whether the field holds the person's password; if not, the form says so."""
    try:
        if authenticate(current_user.email, field.data, address=request.remote_addr or ""):
            return True
        field.errors = [_("This is not your password.")]
    except TooManyAttemptsError as error:
        form.form_errors.append(error.message)
    return False
