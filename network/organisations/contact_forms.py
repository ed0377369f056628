"""The form of a contact person."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, RadioField, StringField, ValidationError
from wtforms.validators import DataRequired, Optional

from network.accounts.forms import ValidEmail
from network.accounts.queries import normal_email
from network.organisations.models import Contact, ContactAudience
from network.web.choices import choices
from network.web.forms import Required, VersionedForm, at_most

AUDIENCE_LABELS = {
    ContactAudience.NETWORK: _l("Everyone who has an account reads it, on a click"),
    ContactAudience.FEDERATION: _l("The members of our federations read it, on a click"),
    ContactAudience.REQUEST: _l("Nobody reads it: who asks leaves an address, and we call back"),
}
SHORT_LABELS = {
    ContactAudience.NETWORK: _l("the network"),
    ContactAudience.FEDERATION: _l("our federations"),
    ContactAudience.REQUEST: _l("on request"),
}


class ContactForm(VersionedForm):
    """A person to be reached; at least one way to do so."""

    name = StringField(_l("Name"), [Required(), at_most(120)])
    function = StringField(_l("What to reach them about"), [Required(), at_most(120)])
    email = StringField(_l("E-mail address"), [Optional(), at_most(254), ValidEmail()], render_kw={"type": "email"})
    phone = StringField(_l("Telephone"), [at_most(40)], render_kw={"type": "tel"})
    audience = RadioField(
        _l("Who may see it"), [Required()], choices=choices(AUDIENCE_LABELS), default=ContactAudience.FEDERATION.value
    )
    agreed = BooleanField(
        _l("This person agrees to be shown so."),
        [DataRequired(_l("Ask this person first."))],
        false_values=(False, "false", ""),
    )

    def validate_phone(self, field: Field) -> None:
        """Digits with what is written between them; either this or an address."""
        digits = [character for character in field.data or "" if character.isdigit()]
        if field.data and (len(digits) < 8 or any(c.isalpha() for c in field.data)):
            raise ValidationError(_l("This is not a telephone number. One looks like 081 12 34 56."))
        if not field.data and not self.email.data:
            raise ValidationError(_l("Give a telephone number or an e-mail address."))

    def terms(self) -> dict[str, Any]:
        """What the services take, once it is valid."""
        texts = {name: self[name].data or "" for name in ("name", "function", "phone")}
        return texts | {
            "email": normal_email(self.email.data or ""),  # as accounts keep it: an erasure finds it
            "audience": ContactAudience(self.audience.data),
        }


def form_of(contact: Contact) -> ContactForm:
    """The form as it is when the page opens; the person agrees anew to what is changed."""
    names = ("name", "function", "email", "phone", "audience", "version")
    return ContactForm(formdata=None, data={name: getattr(contact, name) for name in names})


def audience_words(audience: str) -> str:
    """Who sees it, in a few words."""
    return str(SHORT_LABELS[ContactAudience(audience)])
