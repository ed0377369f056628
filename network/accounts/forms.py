"""Forms of accounts."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, StringField

from network.accounts.passwords import MAX_LENGTH
from network.web.forms import BaseForm, Required, at_most


class LoginForm(BaseForm):
    """Who logs in, and where they were going."""

    email = StringField(
        _l("E-mail address"), [Required(), at_most(254)], render_kw={"type": "email", "autocomplete": "username"}
    )
    password = PasswordField(
        _l("Password"), [Required(), at_most(MAX_LENGTH)], render_kw={"autocomplete": "current-password"}
    )
    next = HiddenField()
