"""The form of the component gallery: one field of each kind, some of them in error."""

from __future__ import annotations

from wtforms import (
    BooleanField,
    FileField,
    HiddenField,
    IntegerRangeField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)

from network.web.choices import choices
from network.web.forms import BoxesField, DayField, Required, VersionedForm, WholeNumberField

THEMES = {"waste": "Déchets verts", "wood": "Bois", "health": "Santé de proximité"}
READERS = {"group": "La coordination", "all": "Tout le réseau"}


class SampleForm(VersionedForm):
    """Each kind of field that `field()` draws."""

    title = StringField("Intitulé du projet", [Required()], description="Celui que liront les partenaires.")
    budget = WholeNumberField("Budget demandé", [Required()])
    weight = IntegerRangeField("Poids de la distance", default=50)
    theme = SelectField("Thème", choices=choices(THEMES))
    goal = TextAreaField("But du projet", description="Trois phrases suffisent.")
    closing = DayField("Clôture")
    place = StringField("Commune", [Required()])
    place_id = HiddenField(default="")
    audience = RadioField("Qui voit le montant", choices=choices(READERS), default="group")
    skills = BoxesField("Apports", choices=choices(THEMES), default=["wood"])
    charter = BooleanField("Nous avons lu la charte", [Required()])
    dossier = FileField("Dossier", description="PDF, 10 Mo au plus.")


def sample_form() -> SampleForm:
    """A form as it comes back with two errors and what was typed."""
    form = SampleForm(data={"title": "Filière déchets verts"})
    form.budget.raw_data = ["1.5"]
    form.budget.errors = ["Écrivez un nombre entier : 1500 ou 1.500."]
    form.charter.errors = ["Lisez la charte avant d’aller plus loin."]
    return form
