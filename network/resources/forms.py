"""The forms of an offer and of a need, and the filters of their list."""

from __future__ import annotations

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import Field, Form, RadioField, SearchField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice

from network import clock
from network.database import Period
from network.organisations.models import Organisation, OrganisationKind
from network.places.forms import Around, LocalityField
from network.resources.labels import (
    AUDIENCE_LABELS,
    CAPABILITY_CHOICES,
    CAPABILITY_LABELS,
    CONDITION_LABELS,
    FRAME_LABELS,
    WAY_LABELS,
)
from network.resources.models import Audience, Capability, Conditions, Frame, Need, Offer, Way
from network.web.choices import choices
from network.web.forms import (
    BaseForm,
    Between,
    DayField,
    FilterForm,
    Required,
    VersionedForm,
    WholeNumberField,
    at_most,
)

MOST = 1_000_000
MOST_KM = 300  # from one end of the country to the other
FURTHEST_YEARS = 20
LONGEST_DETAILS = 160
AUDIENCE_FILTERS = {
    Audience.NETWORK: _l("the whole network"),
    Audience.FEDERATION: _l("members of a federation"),
    Audience.COORDINATION: _l("the coordination alone"),
}


class Near:
    """A day within twenty years: further ones are slips of the hand."""

    def __call__(self, form: Form, field: Field) -> None:
        if field.data and abs(field.data.year - clock.today().year) > FURTHEST_YEARS:
            raise ValidationError(_l("Check the year of this date."))


class ResourceForm(VersionedForm):
    """What is shared or looked for; the capability of one that stands does not change."""

    way: ClassVar[Way]
    TERMS: ClassVar[tuple[str, ...]] = ("quantity", "details", "locality")

    capability = SelectField(_l("What"), [Required()], choices=choices(CAPABILITY_CHOICES, none=_l("Choose")))
    quantity = WholeNumberField(_l("How much"), [Required(), Between(1, MOST)])
    details = StringField(_l("In a few words"), [at_most(LONGEST_DETAILS)])
    frame = RadioField(_l("Legal frame"), choices=choices(FRAME_LABELS), validate_choice=False)
    locality = LocalityField(_l("Where"), [Required()], description=_l("Postcode and name, such as 5000 Namur."))
    from_day = DayField(_l("From"), [Required(), Near()], default=clock.today)
    until_day = DayField(_l("Until"), [Near()], description=_l("This day included. Empty: without end."))
    audience = RadioField(_l("Who may see it"), [Required()], description=_l("You always see it yourselves."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.audience.choices = choices(AUDIENCE_LABELS[self.way])

    @property
    def is_staff(self) -> bool:
        return bool(self.capability.data == Capability.STAFF_HOURS)

    def validate_frame(self, field: Field) -> None:
        """The time of staff says in which form it is shared; nothing else has one."""
        if not self.is_staff:
            field.data = None
        elif field.data not in [None, "", *Frame]:
            raise ValidationError(_l("Choose one of these."))
        elif not field.data and self.way is Way.OFFER:
            raise ValidationError(_l("Say in which form: to lend one’s staff is not allowed."))

    def validate_details(self, field: Field) -> None:
        """The time of staff is that of a profession or a skill."""
        if self.is_staff and not field.data:
            raise ValidationError(_l("Say which profession or skill."))

    def validate_until_day(self, field: Field) -> None:
        """A period does not end before it begins."""
        if field.data and self.from_day.data and field.data < self.from_day.data:
            raise ValidationError(_l("This is before the first day."))

    def terms(self) -> dict[str, Any]:
        """What the services take, once it is valid."""
        return {name: self[name].data for name in self.TERMS} | {
            "frame": Frame(self.frame.data) if self.frame.data else None,
            "period": Period(self.from_day.data, self.until_day.data),
            "audience": Audience(self.audience.data),
        }


class OfferForm(ResourceForm):
    """What an organisation can share."""

    way = Way.OFFER

    conditions = SelectField(
        _l("Conditions"),
        choices=[SelectChoice("", _l("to be agreed")), *choices(CONDITION_LABELS)],
        default="",
        description=_l("Prices are spoken of between you, never written here."),
    )

    def terms(self) -> dict[str, Any]:
        """With what it costs to have it, where that is said."""
        return super().terms() | {"conditions": Conditions(self.conditions.data) if self.conditions.data else None}


class NeedForm(ResourceForm):
    """What an organisation looks for."""

    way = Way.NEED
    TERMS = (*ResourceForm.TERMS, "within_km")

    within_km = WholeNumberField(
        _l("Within"), [Between(1, MOST_KM)], description=_l("As the crow flies, from that place. Empty: anywhere.")
    )


class RenewalForm(BaseForm):
    """Until when: a year longer when no day is chosen."""

    until_day = DayField(_l("Until"), [Near()])

    def validate_until_day(self, field: Field) -> None:
        """A renewal is not over when it begins."""
        if field.data and field.data < clock.today():
            raise ValidationError(_l("Give a day from today on."))


class ResourceFilters(FilterForm):
    """What is looked for in the list."""

    FOLDED = ("on_day", "place", "km", "audience")

    way = SelectField(_l("Offered or needed"), choices=choices(WAY_LABELS), default=Way.OFFER.value)
    capability = SelectField(_l("What"), choices=choices(CAPABILITY_LABELS, none=_l("Everything")), default="")
    q = SearchField(_l("Profession, skill or other words"), [at_most(100)])
    on_day = DayField(_l("Free or needed on"), [Near()])
    place = LocalityField(_l("Near"))
    km = WholeNumberField(_l("Within"), [Between(1, MOST_KM), Around()])
    audience = SelectField(
        _l("Shown to"), choices=choices(AUDIENCE_FILTERS, none=_l("All that you may see")), default=""
    )

    def filters(self) -> dict[str, Any]:
        """What `search_resources` takes."""
        self.validate()
        read = {name: field.data or None for name, field in self._fields.items() if not field.errors}
        capability, audience = read.get("capability"), read.get("audience")
        return {
            "way": Way(read.get("way") or Way.OFFER),
            "words": read.get("q") or "",
            "capability": Capability(capability) if capability else None,
            "audience": Audience(audience) if audience else None,
        } | {name: read.get(name) for name in ("on_day", "place", "km")}


FORMS: dict[Way, type[ResourceForm]] = {Way.OFFER: OfferForm, Way.NEED: NeedForm}


def new_form(
    way: Way, organisation: Organisation, *, capability: str = "", quantity: int | None = None
) -> ResourceForm:
    """The form as it is before anything is declared: where the organisation is, shown to its usual audience."""
    data = {
        "capability": capability,
        "quantity": quantity,
        "locality": organisation.locality,
        "audience": usual_audience(way, organisation).value,
    }
    return FORMS[way](formdata=None, data=data)


def form_of(resource: Offer | Need) -> ResourceForm:
    """The form as it is when the page opens."""
    days = {"from_day": resource.from_day, "until_day": resource.until_day}
    data = resource.terms | days | {"version": resource.version, "capability": resource.capability}
    return FORMS[resource.way](formdata=None, data=data)


def usual_audience(way: Way, organisation: Organisation) -> Audience:
    """Quantities of an ETA are an order book for its rivals: they are the coordination's; the rest is the members'."""
    is_order_book = way is Way.OFFER and organisation.kind is OrganisationKind.ETA
    return Audience.COORDINATION if is_order_book else Audience.FEDERATION
