"""The words for what is shared and for who may see it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from network.resources.models import Audience, Capability
from network.web.formats import number, quantity

CAPABILITY_LABELS = {
    Capability.TRUCKS: _l("Trucks"),
    Capability.STORAGE_M2: _l("Storage"),
    Capability.LABOUR_HOURS: _l("Labour"),
}

CAPABILITY_UNITS = {
    Capability.TRUCKS: _l("trucks"),
    Capability.STORAGE_M2: _l("m²"),
    Capability.LABOUR_HOURS: _l("hours a week"),
}

CAPABILITY_ICONS = {
    Capability.TRUCKS: "truck",
    Capability.STORAGE_M2: "box",
    Capability.LABOUR_HOURS: "users",
}

AUDIENCE_LABELS = {
    Audience.NETWORK: _l("The whole network"),
    Audience.FEDERATION: _l("The members of our federations"),
    Audience.COORDINATION: _l("The coordination of our federations"),
    Audience.CALCULATION: _l("Nobody: only the search for teams counts it"),
}


def audience_label(audience: str) -> str:
    """Who may see an offer."""
    return str(AUDIENCE_LABELS[Audience(audience)])


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
        case Capability.LABOUR_HOURS:
            return ngettext("%(value)s hour a week", "%(value)s hours a week", value, value=number(value))
        case Capability.STORAGE_M2:
            return quantity(value, "m²")
