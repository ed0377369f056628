"""What an organisation's sheet says, as values: what a form gives, what a service stores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from network.organisations.models import CountBasis, Experience, LegalForm, Organisation, OrganisationKind
from network.organisations.queries import search_text
from network.places.models import Locality


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The facts of a sheet; `areas` are keys of `places.areas`, `languages` of `labels.LANGUAGE_LABELS`, `fte` is in
    hundredths, `experiences` the first year of practice by sector, `evidence` what shows it, by sector."""

    kind: OrganisationKind
    name: str
    legal_form: LegalForm | None = None
    bce: str | None = None
    locality: Locality
    address: str = ""
    headcount: int | None = None
    fte: int | None = None
    counted_on: date | None = None
    count_basis: CountBasis | None = None
    languages: Sequence[str] = ()
    areas: Sequence[str] = ()
    description: str = ""
    experiences: Mapping[str, int] = field(default_factory=dict)
    evidence: Mapping[str, str] = field(default_factory=dict)

    def logged(self) -> dict[str, Any]:
        """As the activity log keeps them."""
        values = {part.name: getattr(self, part.name) for part in fields(self)}
        return values | {
            "locality": str(self.locality),
            "counted_on": self.counted_on and self.counted_on.isoformat(),
            "languages": list(self.languages),
            "areas": list(self.areas),
            "experiences": dict(self.experiences),
            "evidence": dict(self.evidence),
        }


def facts_of(organisation: Organisation) -> Facts:
    """What the sheet says now."""
    return Facts(
        kind=organisation.kind,
        name=organisation.name,
        legal_form=organisation.legal_form,
        bce=organisation.bce,
        locality=organisation.locality,
        address=organisation.address,
        headcount=organisation.headcount,
        fte=organisation.fte,
        counted_on=organisation.counted_on,
        count_basis=organisation.count_basis,
        languages=organisation.languages,
        areas=organisation.areas,
        description=organisation.description,
        experiences={experience.sector: experience.since_year for experience in organisation.experiences},
        evidence={entry.sector: entry.evidence for entry in organisation.experiences if entry.evidence},
    )


def write_facts(organisation: Organisation, facts: Facts) -> None:
    """Put the facts on the row."""
    places = [facts.locality, *(site.locality for site in organisation.sites)]
    organisation.kind = facts.kind
    organisation.name = facts.name
    organisation.legal_form = facts.legal_form
    organisation.bce = facts.bce
    organisation.locality = facts.locality
    organisation.address = facts.address
    organisation.headcount = facts.headcount
    organisation.fte = facts.fte
    organisation.counted_on = facts.counted_on
    organisation.count_basis = facts.count_basis
    organisation.languages = sorted(facts.languages)
    organisation.areas = sorted(facts.areas)
    organisation.description = facts.description
    organisation.search_text = search_text(facts.name, *places)
    known = {experience.sector: experience for experience in organisation.experiences}
    organisation.experiences = [known.get(sector) or Experience(sector=sector) for sector in sorted(facts.experiences)]
    for experience in organisation.experiences:
        experience.since_year = facts.experiences[experience.sector]
        experience.evidence = facts.evidence.get(experience.sector, "")
