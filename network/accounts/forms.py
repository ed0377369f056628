"""Forms of accounts."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, RadioField, SelectChoice, StringField
from wtforms.validators import EqualTo, Length

from network.accounts.passwords import MAX_LENGTH, MIN_LENGTH
from network.notifications.frequency import MailFrequency
from network.web.forms import BaseForm, Required, at_most

LANGUAGES = [SelectChoice("fr", "Français"), SelectChoice("en", "English")]
FREQUENCIES = [
    SelectChoice(MailFrequency.IMMEDIATE, _l("At once")),
    SelectChoice(MailFrequency.DAILY, _l("One mail a day, at 7 in the morning")),
    SelectChoice(MailFrequency.WEEKLY, _l("One mail a week, on Monday morning")),
    SelectChoice(MailFrequency.NEVER, _l("No mail: I look on the site")),
]


class LoginForm(BaseForm):
    """Who logs in, and where they were going."""

    email = StringField(
        _l("E-mail address"), [Required(), at_most(254)], render_kw={"type": "email", "autocomplete": "username"}
    )
    password = PasswordField(
        _l("Password"), [Required(), at_most(MAX_LENGTH)], render_kw={"autocomplete": "current-password"}
    )
    next = HiddenField()


class FrequencyForm(BaseForm):
    """How often one is written to."""

    mail_frequency = RadioField(
        _l("Notifications by e-mail"), choices=FREQUENCIES, coerce=MailFrequency, validate_choice=True
    )


class AccountForm(FrequencyForm):
    """What a person says of themselves."""

    name = StringField(_l("Your name"), [Required(), at_most(120)], render_kw={"autocomplete": "name"})
    language = RadioField(_l("Language"), choices=LANGUAGES)


class PasswordForm(BaseForm):
    """A new password, and the present one."""

    current = PasswordField(
        _l("Your present password"), [Required(), at_most(MAX_LENGTH)], render_kw={"autocomplete": "current-password"}
    )
    new = PasswordField(
        _l("New password"),
        [
            Required(),
            Length(min=MIN_LENGTH, message=_l("Take at least %(min)d characters: three or four words do well.")),
            at_most(MAX_LENGTH),
        ],
        description=_l("At least 12 characters. Several words that only you put together are easier to remember."),
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        _l("New password, once more"),
        [Required(), EqualTo("new", _l("This is not the same as the new password."))],
        render_kw={"autocomplete": "new-password"},
    )


class ErasureForm(BaseForm):
    """The password, before an account is erased."""

    password = PasswordField(
        _l("Your password"), [Required(), at_most(MAX_LENGTH)], render_kw={"autocomplete": "current-password"}
    )
