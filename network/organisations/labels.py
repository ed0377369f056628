"""The words for kinds, legal forms, states and sectors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

from network.actors import Role
from network.organisations.models import CountBasis, LegalForm, OrganisationKind

if TYPE_CHECKING:
    from collections.abc import Collection

KIND_LABELS = {
    OrganisationKind.MAISON_MEDICALE: _l("Community health centre"),
    OrganisationKind.ETA: _l("Sheltered workshop (ETA)"),
    OrganisationKind.RESSOURCERIE: _l("Reuse centre"),
    OrganisationKind.CISP: _l("Work-based training centre (CISP)"),
    OrganisationKind.ENTREPRISE_INSERTION: _l("Work integration enterprise"),
    OrganisationKind.INTERCOMMUNALE: _l("Inter-municipal company"),
    OrganisationKind.COOPERATIVE: _l("Cooperative"),
    OrganisationKind.FONDATION: _l("Foundation"),
    OrganisationKind.AGENCE_CONSEIL: _l("Advisory agency"),
    OrganisationKind.COMMUNE: _l("Municipality"),
    OrganisationKind.PUBLIC_FUNDER: _l("Public funder"),
    OrganisationKind.FEDERATION: _l("Federation"),
}

# As the trade says it: « au moins 3 ETA ».
KIND_SHORT_LABELS = {
    **KIND_LABELS,
    OrganisationKind.ETA: _l("ETA"),
    OrganisationKind.CISP: _l("CISP"),
}

ROLE_LABELS = {
    Role.MANAGER: _l("engages the organisation: answers, signs, keeps the sheet and the people"),
    Role.COORDINATOR: _l("coordinates: launches calls, composes teams, keeps the sheet and the people"),
    Role.MEMBER: _l("contributes: reads everything, engages nothing"),
}

LEGAL_FORM_LABELS = {
    LegalForm.ASBL: _l("Non-profit association (ASBL)"),
    LegalForm.SC: _l("Cooperative company (SC)"),
    LegalForm.SRL: _l("Private limited company (SRL)"),
    LegalForm.SA: _l("Public limited company (SA)"),
    LegalForm.FONDATION: _l("Foundation"),
    LegalForm.PUBLIC: _l("Public body"),
    LegalForm.OTHER: _l("Other form"),
}

BASIS_LABELS = {
    CountBasis.ONSS: _l("ONSS declarations (DmfA)"),
    CountBasis.SOCIAL_BALANCE: _l("Social balance sheet"),
    CountBasis.OWN_COUNT: _l("Own count"),
    CountBasis.ESTIMATE: _l("Estimate"),
}

# Those of the country first, then those that teams of the network speak most.
LANGUAGE_LABELS = {
    "fr": _l("French"),
    "nl": _l("Dutch"),
    "de": _l("German"),
    "en": _l("English"),
    "ar": _l("Arabic"),
    "es": _l("Spanish"),
    "it": _l("Italian"),
    "pt": _l("Portuguese"),
    "ro": _l("Romanian"),
    "tr": _l("Turkish"),
    "uk": _l("Ukrainian"),
    "sfb": _l("French Belgian Sign Language"),
}

FIELD_LABELS = {
    "kind": _l("Kind"),
    "name": _l("Name"),
    "legal_form": _l("Legal form"),
    "bce": _l("Enterprise number"),
    "locality": _l("Locality of the seat"),
    "address": _l("Street and number"),
    "headcount": _l("Workers"),
    "fte": _l("Full-time equivalents"),
    "counted_on": _l("Counted on"),
    "count_basis": _l("Where the count comes from"),
    "languages": _l("Languages"),
    "description": _l("Presentation"),
    "areas": _l("Areas served"),
    "experiences": _l("Sectors and experience"),
    "evidence": _l("What shows the experience"),
}

SECTOR_LABELS = {
    "catering": _l("Catering"),
    "cleaning": _l("Cleaning"),
    "eco_building": _l("Ecological building"),
    "electronics": _l("Electronics"),
    "gardening": _l("Parks and gardens"),
    "green_waste": _l("Compost and green waste"),
    "health": _l("Primary care"),
    "logistics": _l("Logistics"),
    "metalwork": _l("Metalwork"),
    "organic_food": _l("Organic food"),
    "packaging": _l("Packaging"),
    "printing": _l("Printing and mailing"),
    "solar_panels": _l("Solar panels"),
    "textiles": _l("Textiles and laundry"),
    "wood": _l("Wood"),
}


def kind_label(kind: str) -> str:
    """What an organisation is, in short: « ETA », « Maison médicale »."""
    return str(KIND_SHORT_LABELS[OrganisationKind(kind)])


def kind_in_full(kind: str) -> str:
    """What an organisation is, for those who do not know the trade: « Entreprise de travail adapté (ETA) »."""
    return str(KIND_LABELS[OrganisationKind(kind)])


def role_label(role: str) -> str:
    """What a person may do: « engage la structure : répond, signe … »."""
    return str(ROLE_LABELS[Role(role)])


def legal_form_label(legal_form: str) -> str:
    """The legal form: « Association sans but lucratif (ASBL) »."""
    return str(LEGAL_FORM_LABELS[LegalForm(legal_form)])


def sector_label(sector: str) -> str:
    """A sector: « Compost et déchets verts »."""
    return str(SECTOR_LABELS[sector])


def language_label(language: str) -> str:
    """A language: « néerlandais »."""
    return str(LANGUAGE_LABELS[language])


def languages_in_words(languages: Collection[str]) -> str:
    """Several, those spoken most here first: « français, néerlandais »; empty where there is none."""
    return ", ".join(str(label) for code, label in LANGUAGE_LABELS.items() if code in languages)


def basis_label(basis: str) -> str:
    """Where a count comes from: « déclarations à l’ONSS (DmfA) »."""
    return str(BASIS_LABELS[CountBasis(basis)])
