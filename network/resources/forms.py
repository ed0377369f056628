"""The form of an offer."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, Form, RadioField, SelectField, ValidationError

from network import clock
from network.database import Period
from network.resources.labels import AUDIENCE_LABELS, CAPABILITY_LABELS
from network.resources.models import Audience, Capability, Offer
from network.web.choices import choices
from network.web.forms import Between, DayField, Required, VersionedForm, WholeNumberField

MOST = 1_000_000
FURTHEST_YEARS = 20


class Near:
    """A day within twenty years: further ones are slips of the hand."""

    def __call__(self, form: Form, field: Field) -> None:
        if field.data and abs(field.data.year - clock.today().year) > FURTHEST_YEARS:
            raise ValidationError(_l("Check the year of this date."))


class OfferForm(VersionedForm):
    """What an organisation can share; the capability of an offer that stands does not change."""

    capability = SelectField(_l("What"), choices=choices(CAPABILITY_LABELS))
    quantity = WholeNumberField(_l("How much"), [Required(), Between(1, MOST)])
    from_day = DayField(
        _l("Free from"), [Required(), Near()], default=clock.today, description=_l("Today, or the day it is free.")
    )
    until_day = DayField(_l("Until"), [Near()], description=_l("This day included. Empty: without end."))
    audience = RadioField(
        _l("Who may see it"),
        [Required()],
        choices=choices(AUDIENCE_LABELS),
        default=Audience.COORDINATION.value,
        description=_l("You always see it yourselves."),
    )

    def validate_until_day(self, field: Field) -> None:
        """A period does not end before it begins."""
        if field.data and self.from_day.data and field.data < self.from_day.data:
            raise ValidationError(_l("This is before the first day."))

    def values(self) -> dict[str, Any]:
        """What the services take, once it is valid."""
        return {
            "quantity": self.quantity.data,
            "period": Period(self.from_day.data, self.until_day.data),
            "audience": Audience(self.audience.data),
        }


def form_of(offer: Offer) -> OfferForm:
    """The form as it is when the page opens."""
    names = ("version", "capability", "quantity", "from_day", "until_day", "audience")
    return OfferForm(formdata=None, data={name: getattr(offer, name) for name in names})


def read_capability(form: OfferForm) -> Capability:
    """The capability chosen, once it is valid."""
    return Capability(form.capability.data)
