"""The words for what is shared or looked for and for who may see it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from network import clock
from network.database import Period
from network.resources.models import Audience, Capability, Conditions, Frame, Need, Offer, Way
from network.web.formats import distance, money, number, period, quantity

CAPABILITY_LABELS = {
    Capability.TRUCKS: _l("Trucks"),
    Capability.VANS: _l("Vans"),
    Capability.STORAGE_M2: _l("Storage"),
    Capability.ROOMS: _l("Rooms"),
    Capability.LABOUR_HOURS: _l("Labour"),
    Capability.STAFF_HOURS: _l("Staff time"),
    Capability.EQUIPMENT: _l("Equipment"),
    Capability.KNOW_HOW_DAYS: _l("Know-how"),
    Capability.MONEY_EUR: _l("Money"),
}

# With its unit, where that is another word.
CAPABILITY_CHOICES = CAPABILITY_LABELS | {
    Capability.STORAGE_M2: _l("Storage, in m²"),
    Capability.LABOUR_HOURS: _l("Labour, in hours a week"),
    Capability.STAFF_HOURS: _l("Staff time, in hours a week"),
    Capability.EQUIPMENT: _l("Equipment, in pieces"),
    Capability.KNOW_HOW_DAYS: _l("Know-how, in days"),
    Capability.MONEY_EUR: _l("Money, in €"),
}

CAPABILITY_UNITS = {
    Capability.TRUCKS: _l("trucks"),
    Capability.VANS: _l("vans"),
    Capability.STORAGE_M2: _l("m²"),
    Capability.ROOMS: _l("rooms"),
    Capability.LABOUR_HOURS: _l("hours a week"),
    Capability.STAFF_HOURS: _l("hours a week"),
    Capability.EQUIPMENT: _l("pieces"),
    Capability.KNOW_HOW_DAYS: _l("days"),
    Capability.MONEY_EUR: _l("€"),
}

CAPABILITY_ICONS = {
    Capability.TRUCKS: "truck",
    Capability.VANS: "car",
    Capability.STORAGE_M2: "box",
    Capability.ROOMS: "door",
    Capability.LABOUR_HOURS: "users",
    Capability.STAFF_HOURS: "briefcase",
    Capability.EQUIPMENT: "tool",
    Capability.KNOW_HOW_DAYS: "bulb",
    Capability.MONEY_EUR: "coin-euro",
}

FRAME_LABELS = {
    Frame.OWN_AUTHORITY: _l("A service performed by the employer, under its own authority"),
    Frame.ADVICE: _l("One-off advice"),
    Frame.EMPLOYERS_GROUP: _l("Through an authorised employers’ group"),
    Frame.EXCHANGE: _l("A one-day exchange of posts"),
}

CONDITION_LABELS = {
    Conditions.FREE: _l("free of charge"),
    Conditions.AT_COST: _l("at cost"),
    Conditions.PRICED: _l("for a price"),
}

DECLARED = {Way.OFFER: _l("Your resource is offered."), Way.NEED: _l("Your need is known.")}

WAY_LABELS = {Way.OFFER: _l("What is offered"), Way.NEED: _l("What is needed")}

AUDIENCE_LABELS = {
    Way.OFFER: {
        Audience.NETWORK: _l("The whole network"),
        Audience.FEDERATION: _l("The members of our federations"),
        Audience.COORDINATION: _l("The coordination of our federations"),
        Audience.CALCULATION: _l("Nobody: only the search for teams counts it"),
    },
    Way.NEED: {
        Audience.NETWORK: _l("The whole network"),
        Audience.FEDERATION: _l("The members of our federations"),
        Audience.COORDINATION: _l("The coordination of our federations"),
        Audience.CALCULATION: _l("Nobody: it only shows us the offers that fit"),
    },
}

TERM_LABELS: Mapping[str, Any] = {
    "quantity": _l("Quantity"),
    "details": _l("In a few words"),
    "frame": _l("Legal frame"),
    "conditions": _l("Conditions"),
    "locality": _l("Where"),
    "within_km": _l("Distance"),
    "from_day": _l("From"),
    "until_day": _l("Until"),
    "audience": _l("Who may see it"),
}


def audience_label(resource: Offer | Need) -> str:
    """Who may see an offer or a need."""
    return str(AUDIENCE_LABELS[resource.way][resource.audience])


def conditions_label(offer: Offer) -> str:
    """What it costs to have it, where that was said."""
    return str(CONDITION_LABELS[offer.conditions]) if offer.conditions else ""


def capability_label(capability: str) -> str:
    """The name of a capability: « Camions »."""
    return str(CAPABILITY_LABELS[Capability(capability)])


def capability_icon(capability: str) -> str:
    """The drawing that stands for a capability."""
    return CAPABILITY_ICONS[Capability(capability)]


def capability_unit(capability: str) -> str:
    """What its quantities are counted in: « camions », « m² », « heures par semaine »."""
    return str(CAPABILITY_UNITS[Capability(capability)])


def capability_amount(capability: str, value: int) -> str:
    """A quantity with its unit: « 2 camions », « 800 m² », « 60 heures par semaine »."""
    match Capability(capability):
        case Capability.TRUCKS:
            return ngettext("%(value)s truck", "%(value)s trucks", value, value=number(value))
        case Capability.VANS:
            return ngettext("%(value)s van", "%(value)s vans", value, value=number(value))
        case Capability.ROOMS:
            return ngettext("%(value)s room", "%(value)s rooms", value, value=number(value))
        case Capability.LABOUR_HOURS:
            return ngettext("%(value)s hour a week", "%(value)s hours a week", value, value=number(value))
        case Capability.STAFF_HOURS:
            return ngettext(
                "%(value)s hour of staff a week", "%(value)s hours of staff a week", value, value=number(value)
            )
        case Capability.EQUIPMENT:
            return ngettext("%(value)s piece of equipment", "%(value)s pieces of equipment", value, value=number(value))
        case Capability.KNOW_HOW_DAYS:
            return ngettext("%(value)s day of know-how", "%(value)s days of know-how", value, value=number(value))
        case Capability.MONEY_EUR:
            return money(value)
        case Capability.STORAGE_M2:
            return quantity(value, "m²")


def resource_amount(resource: Offer | Need) -> str:
    """« 2 camions », « 800 m² de stockage »."""
    return amount_of(resource.capability, resource.quantity)


def amount_of(capability: str, value: int) -> str:
    """A quantity of what, where nothing else says of what: « 800 m² de stockage »."""
    amount = capability_amount(capability, value)
    match Capability(capability):
        case Capability.STORAGE_M2:
            return _("%(amount)s of storage", amount=amount)
        case Capability.LABOUR_HOURS:
            return ngettext(
                "%(value)s hour of labour a week", "%(value)s hours of labour a week", value, value=number(value)
            )
    return amount


def resource_title(resource: Offer | Need) -> str:
    """« 2 camions : 19 t avec hayon »."""
    return title_of(resource_amount(resource), resource.details)


def title_of(amount: str, details: str) -> str:
    """A quantity of what, and of which, where that is said."""
    return _("%(amount)s: %(details)s", amount=amount, details=details) if details else amount


def resource_where(resource: Offer | Need) -> str:
    """« 5000 Namur », and how far from there for a need."""
    return where_of(str(resource.locality), resource.within_km if isinstance(resource, Need) else None)


def where_of(place: str, within_km: int | None) -> str:
    """A place, and how far from there, where that is said."""
    return _("%(place)s and %(km)s around", place=place, km=distance(1000 * within_km)) if within_km else place


def resource_when(resource: Offer | Need) -> str:
    """Its days from today on: « jusqu’au 4 décembre 2026 »."""
    return when_of(resource.from_day, resource.until_day)


def when_of(from_day: date, until_day: date | None) -> str:
    """These days from today on."""
    has_begun = from_day <= clock.today()
    return period(Period(None if has_begun and until_day else from_day, until_day))


def resource_text(resource: Offer | Need) -> str:
    """Where, when and on what conditions, in a line."""
    conditions = conditions_label(resource) if isinstance(resource, Offer) else ""
    return " · ".join(filter(None, (resource_where(resource), resource_when(resource), conditions)))


def sought_text(projects: int) -> str:
    """« Déjà sollicitée par 2 projets »: how many ask for an offer, never which."""
    return ngettext("Already asked for by %(num)d project", "Already asked for by %(num)d projects", projects)


def frame_label(frame: str) -> str:
    """In which form the time of staff is shared."""
    return str(FRAME_LABELS[Frame(frame)])
