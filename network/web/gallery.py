"""The form of the component gallery: one field of each kind, some of them in error."""

from __future__ import annotations

from wtforms import (
    BooleanField,
    DateField,
    FileField,
    Form,
    HiddenField,
    IntegerRangeField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    widgets,
)
from wtforms.validators import InputRequired

THEMES = [("waste", "Déchets verts"), ("wood", "Bois"), ("health", "Santé de proximité")]


class SampleForm(Form):
    """Each kind of field that `field()` draws."""

    version = HiddenField(default="3")
    title = StringField(
        "Intitulé du projet", [InputRequired("Donnez un intitulé.")], description="Celui que liront les partenaires."
    )
    budget = StringField("Budget demandé", [InputRequired("Donnez un montant.")], default="1.5")
    weight = IntegerRangeField("Poids de la distance", default=50)
    theme = SelectField("Thème", choices=THEMES)
    goal = TextAreaField("But du projet", description="Trois phrases suffisent.")
    closing = DateField("Clôture")
    place = StringField("Commune", [InputRequired()])
    place_id = HiddenField(default="")
    audience = RadioField(
        "Qui voit le montant", choices=[("group", "La coordination"), ("all", "Tout le réseau")], default="group"
    )
    skills = SelectMultipleField(
        "Apports",
        choices=THEMES,
        default=["wood"],
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
    )
    charter = BooleanField("Nous avons lu la charte", [InputRequired("Lisez la charte avant d'aller plus loin.")])
    dossier = FileField("Dossier", description="PDF, 10 Mo au plus.")


def sample_form() -> SampleForm:
    """A form as it comes back with two errors and what was typed."""
    form = SampleForm(data={"title": "Filière déchets verts"})
    form.budget.errors = ["Écrivez un nombre entier : 1500 ou 1.500."]
    form.charter.errors = ["Lisez la charte avant d'aller plus loin."]
    return form
