"""The form of an organisation's sheet."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, Form, SelectField, SelectMultipleField, StringField, TextAreaField, ValidationError, widgets

from network import clock
from network.organisations.bce import parse_bce
from network.organisations.facts import Facts
from network.organisations.labels import BASIS_LABELS, KIND_LABELS, LANGUAGE_LABELS, LEGAL_FORM_LABELS, SECTOR_LABELS
from network.organisations.models import CountBasis, LegalForm, Organisation, OrganisationKind
from network.organisations.policies import may_be_of_kind
from network.places.areas import AREAS
from network.places.forms import LocalityField
from network.web.choices import choices
from network.web.formats import bce as written_bce
from network.web.forms import (
    Between,
    DayField,
    HundredthsField,
    Required,
    TypedField,
    VersionedForm,
    WholeNumberField,
    at_most,
)
from network.web.search import fold

FIRST_YEAR = 1900
MOST_WORKERS = 100_000
LONGEST_EVIDENCE = 200
OF_THE_SHEET = (
    *("kind", "name", "bce", "locality", "address", "description", "areas", "languages"),
    *("headcount", "fte", "counted_on"),
)


class BceField(TypedField):
    """An enterprise number, typed with or without dots; `data` is its ten digits or None."""

    def parse(self, text: str) -> str:
        return parse_bce(text)

    def written(self, value: str) -> str:
        return written_bce(value)


class PastYear:
    """A year that has begun."""

    def __call__(self, form: Form, field: Field) -> None:
        this_year = clock.today().year
        if field.data is not None and not FIRST_YEAR <= field.data <= this_year:
            raise ValidationError(
                _l("Give a year from %(first)s to %(last)s.", first=str(FIRST_YEAR), last=str(this_year))
            )


class WithYear:
    """What shows the practice of a sector says nothing without the year since when."""

    def __init__(self, sector: str) -> None:
        self.sector = sector

    def __call__(self, form: Form, field: Field) -> None:
        since = form[f"since_{self.sector}"]
        if field.data and since.data is None and not since.errors:
            raise ValidationError(_l("Say since which year you practise it, or empty this too."))


def _checkboxes(label: Any, labels: Any, **kwargs: Any) -> SelectMultipleField:
    return SelectMultipleField(
        label,
        choices=choices(labels),
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
        **kwargs,
    )


class OrganisationForm(VersionedForm):
    """A sheet; fields `since_<sector>` hold the first year of practice, empty where there is none, `evidence_<sector>`
    what shows it."""

    name = StringField(_l("Name"), [Required(), at_most(160)])
    kind = SelectField(_l("Kind"), [Required()])
    legal_form = SelectField(_l("Legal form"), choices=choices(LEGAL_FORM_LABELS, none=_l("Not said")))
    bce = BceField(_l("Enterprise number"))
    locality = LocalityField(
        _l("Locality of the seat"), [Required()], description=_l("Postcode and name, such as 5000 Namur.")
    )
    address = StringField(_l("Street and number"), [at_most(160)])
    headcount = WholeNumberField(
        _l("Workers"), [Required(), Between(0, MOST_WORKERS)], description=_l("Persons, whatever their hours.")
    )
    fte = HundredthsField(_l("Full-time equivalents"), description=_l("Such as 12,5."))
    counted_on = DayField(_l("Counted on"))
    count_basis = SelectField(
        _l("Where the count comes from"), choices=choices(BASIS_LABELS, none=_l("Not said")), default=""
    )
    description = TextAreaField(
        _l("Presentation"), [at_most(2000)], description=_l("Who works there and at what, in three sentences.")
    )
    languages = _checkboxes(
        _l("Languages"), LANGUAGE_LABELS, description=_l("Those in which people are received there.")
    )
    areas = _checkboxes(_l("Areas served"), AREAS)

    def offer_kinds(self, organisation: Organisation) -> None:
        """Those that the organisation may be said to be."""
        labels = {kind: label for kind, label in KIND_LABELS.items() if may_be_of_kind(organisation, kind)}
        self.kind.choices = choices(labels)

    def validate_fte(self, field: Field) -> None:
        """No more full-time posts than persons."""
        if field.data is not None and self.headcount.data is not None and field.data > 100 * self.headcount.data:
            raise ValidationError(_l("There cannot be more full-time equivalents than workers."))

    def validate_counted_on(self, field: Field) -> None:
        """A day that has come."""
        if field.data and not date(FIRST_YEAR, 1, 1) <= field.data <= clock.today():
            raise ValidationError(_l("Give a day that has come."))

    @property
    def sector_fields(self) -> tuple[list[tuple[Field, Field]], list[tuple[Field, Field]]]:
        """Year and evidence of each sector, in the order of the labels: those practised or to correct, then others."""
        pairs = [(self[f"since_{sector}"], self[f"evidence_{sector}"]) for sector in SECTOR_LABELS]
        pairs.sort(key=lambda pair: fold(str(pair[0].label.text)))
        filled = [pair for pair in pairs if any(field.data or field.errors for field in pair)]
        return filled, [pair for pair in pairs if pair not in filled]

    def facts(self) -> Facts:
        """What was typed, once it is valid."""
        years = {sector: self[f"since_{sector}"].data for sector in SECTOR_LABELS}
        return Facts(
            kind=OrganisationKind(self.kind.data),
            name=self.name.data,
            legal_form=LegalForm(self.legal_form.data) if self.legal_form.data else None,
            bce=self.bce.data,
            locality=self.locality.data,
            address=self.address.data,
            headcount=self.headcount.data,
            fte=self.fte.data,
            counted_on=self.counted_on.data,
            count_basis=CountBasis(self.count_basis.data) if self.count_basis.data else None,
            languages=sorted(self.languages.data),
            areas=sorted(self.areas.data),
            description=self.description.data,
            experiences={sector: year for sector, year in years.items() if year is not None},
            evidence={sector: text for sector in SECTOR_LABELS if (text := self[f"evidence_{sector}"].data)},
        )


for _sector, _label in SECTOR_LABELS.items():
    setattr(OrganisationForm, f"since_{_sector}", WholeNumberField(_label, [PastYear()]))
    setattr(
        OrganisationForm,
        f"evidence_{_sector}",
        StringField(_l("What shows it: %(sector)s", sector=_label), [at_most(LONGEST_EVIDENCE), WithYear(_sector)]),
    )


class ListedForm(OrganisationForm):
    """The sheet of another organisation: who lists it may not know how many work there."""

    headcount = WholeNumberField(
        _l("Workers"), [Between(0, MOST_WORKERS)], description=_l("Persons, whatever their hours.")
    )


def values_of(facts: Facts, version: int) -> dict[str, Any]:
    """What a form holds when the page opens."""
    values: dict[str, Any] = {f"since_{sector}": year for sector, year in facts.experiences.items()}
    values |= {f"evidence_{sector}": text for sector, text in facts.evidence.items()}
    values |= {name: getattr(facts, name) for name in OF_THE_SHEET}
    chosen = {name: getattr(facts, name) or "" for name in ("legal_form", "count_basis")}
    return values | chosen | {"version": version}
