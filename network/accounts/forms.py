"""Forms of accounts."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l
from wtforms import Field, Form, HiddenField, PasswordField, RadioField, SelectChoice, StringField, ValidationError
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
WANTS = [
    SelectChoice("organisation", _l("An organisation: we have something to share, to look for or to do together")),
    SelectChoice("person", _l("A person: a colleague will invite me, or I am only looking")),
]
NEW_PASSWORD_HINT = _l("At least 12 characters. Several words that only you put together are easier to remember.")


class ValidEmail:
    """An e-mail address as it is written."""

    def __call__(self, form: Form, field: Field) -> None:
        if not is_email(field.data):
            raise ValidationError(_l("This is not an e-mail address. One looks like anne@example.org."))


def is_email(text: str) -> bool:
    """Whether it is written as an e-mail address; whether it exists is for the mail sent there to show."""
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def email_field(label: object, autocomplete: str = "email") -> StringField:
    """The field of an e-mail address."""
    keywords = {"type": "email", "autocomplete": autocomplete}
    return StringField(label, [Required(), at_most(254), ValidEmail()], render_kw=keywords)


def _new_password_field(label: object) -> PasswordField:
    return PasswordField(
        label,
        [
            Required(),
            Length(min=MIN_LENGTH, message=_l("Take at least %(min)d characters: three or four words do well.")),
            at_most(MAX_LENGTH),
        ],
        description=NEW_PASSWORD_HINT,
        render_kw={"autocomplete": "new-password"},
    )


def _password_field(label: object) -> PasswordField:
    return PasswordField(label, [Required(), at_most(MAX_LENGTH)], render_kw={"autocomplete": "current-password"})


class LoginForm(BaseForm):
    """Who logs in, and where they were going."""

    email = StringField(
        _l("E-mail address"), [Required(), at_most(254)], render_kw={"type": "email", "autocomplete": "username"}
    )
    password = _password_field(_l("Password"))
    next = HiddenField("")


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

    current = _password_field(_l("Your present password"))
    new = _new_password_field(_l("New password"))
    again = PasswordField(
        _l("New password, once more"),
        [Required(), EqualTo("new", _l("This is not the same as the new password."))],
        render_kw={"autocomplete": "new-password"},
    )


class ErasureForm(BaseForm):
    """The password, before an account is erased."""

    password = _password_field(_l("Your password"))


class SignUpForm(BaseForm):
    """For whom an account is opened, and the address that it will have."""

    next = HiddenField("")
    wants = RadioField(_l("Whom do you register?"), choices=WANTS, default="organisation")
    email = email_field(_l("Your e-mail address"))


class OpeningForm(BaseForm):
    """Who the person is, once their address is confirmed."""

    name = StringField(_l("Your first name and name"), [Required(), at_most(120)], render_kw={"autocomplete": "name"})
    password = _new_password_field(_l("A password"))


class ForgottenForm(BaseForm):
    """The address of an account."""

    email = email_field(_l("E-mail address"), autocomplete="username")


class NewPasswordForm(BaseForm):
    """A new password, when the old one is forgotten."""

    password = _new_password_field(_l("New password"))


class AddressForm(BaseForm):
    """Another e-mail address, and the password."""

    email = email_field(_l("New e-mail address"))
    password = _password_field(_l("Your password"))


class CodeForm(BaseForm):
    """A code of the person's phone, or a recovery code."""

    code = StringField(
        _l("Code"),
        [Required(), at_most(20)],
        description=_l("The six digits that your phone shows now, or one of your recovery codes."),
        render_kw={"autocomplete": "one-time-code"},
    )


class SetUpForm(BaseForm):
    """The first code of a phone that has read the drawing."""

    secret = HiddenField("")
    code = StringField(
        _l("The six digits that your phone shows"),
        [Required(), at_most(20)],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )
    password = _password_field(_l("Your password"))


class DisablingForm(BaseForm):
    """The password, before the second factor is given up; named apart, beside another form of the same page."""

    present = _password_field(_l("Your password"))
