"""The form of an organisation's sheet."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, Form, SelectField, SelectMultipleField, StringField, TextAreaField, widgets

from network import clock
from network.organisations.bce import parse_bce
from network.organisations.facts import Facts
from network.organisations.labels import LEGAL_FORM_LABELS, SECTOR_LABELS
from network.organisations.models import LegalForm
from network.places.areas import AREAS
from network.places.forms import LocalityField
from network.web.choices import choices
from network.web.formats import bce as written_bce
from network.web.forms import Between, Required, VersionedForm, WholeNumberField, at_most
from network.web.search import fold

FIRST_YEAR = 1900


class BceField(StringField):
    """An enterprise number, typed with or without dots; `data` is its ten digits or None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if typed:
            self.data = parse_bce(typed)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return written_bce(self.data) if self.data else ""


class PastYear:
    """A year that has begun."""

    def __call__(self, form: Form, field: Field) -> None:
        Between(FIRST_YEAR, clock.today().year)(form, field)


class OrganisationForm(VersionedForm):
    """A sheet; fields `since_<sector>` hold the first year of practice, empty where there is none."""

    name = StringField(_l("Name"), [Required(), at_most(160)])
    legal_form = SelectField(_l("Legal form"), choices=choices(LEGAL_FORM_LABELS, none=_l("Not said")))
    bce = BceField(_l("Enterprise number"))
    locality = LocalityField(
        _l("Locality of the seat"), [Required()], description=_l("Postcode and name, such as 5000 Namur.")
    )
    address = StringField(_l("Street and number"), [at_most(160)])
    headcount = WholeNumberField(
        _l("Workers"), [Required(), Between(0, 100_000)], description=_l("Persons, whatever their hours.")
    )
    description = TextAreaField(_l("Presentation"), [at_most(2000)], description=_l("Who you are, in three sentences."))
    areas = SelectMultipleField(
        _l("Areas served"),
        choices=choices(AREAS),
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
    )

    @property
    def since_fields(self) -> list[Field]:
        """The fields of the sectors, in the order of their labels."""
        fields = (self[f"since_{sector}"] for sector in SECTOR_LABELS)
        return sorted(fields, key=lambda field: fold(str(field.label.text)))

    def facts(self) -> Facts:
        """What was typed, once it is valid."""
        years = {sector: self[f"since_{sector}"].data for sector in SECTOR_LABELS}
        return Facts(
            name=self.name.data,
            legal_form=LegalForm(self.legal_form.data) if self.legal_form.data else None,
            bce=self.bce.data,
            locality=self.locality.data,
            address=self.address.data,
            headcount=self.headcount.data,
            areas=sorted(self.areas.data),
            description=self.description.data,
            experiences={sector: year for sector, year in years.items() if year is not None},
        )


for _sector, _label in SECTOR_LABELS.items():
    setattr(OrganisationForm, f"since_{_sector}", WholeNumberField(_label, [PastYear()]))


def form_of(facts: Facts, version: int) -> OrganisationForm:
    """The form as it is when the page opens."""
    values: dict[str, Any] = {f"since_{sector}": year for sector, year in facts.experiences.items()}
    for name in ("name", "legal_form", "bce", "locality", "address", "headcount", "areas", "description"):
        values[name] = getattr(facts, name)
    return OrganisationForm(formdata=None, data=values | {"legal_form": facts.legal_form or "", "version": version})
