"""Controls are those of WTForms, to the letter."""

from __future__ import annotations

import pytest
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import Form, SelectChoice, SelectField, SelectMultipleField
from wtforms.validators import InputRequired
from wtforms.widgets import Select
from wtforms.widgets.core import html_params

from network.web.widgets import Options, attributes

CHOICES = [
    SelectChoice("", "–"),
    SelectChoice("a", 'L\'"été" & <co>'),
    SelectChoice("b", "B", render_kw={"disabled": True}),
]


class Sample(Form):
    """One of a list, and several."""

    one = SelectField("One", [InputRequired()], choices=CHOICES)
    many = SelectMultipleField("Many", choices=CHOICES)


@pytest.mark.parametrize(
    "values",
    [
        {"class_": "x", "id": 'a"b', "data_x": 1, "aria_label": "<é>"},
        {"checked": True, "hidden": False, "value": Markup('<b title="x">')},
    ],
)
def test_attributes(values):
    assert attributes(**values) == html_params(**values)


@pytest.mark.parametrize("name", ["one", "many"])
def test_options(name):
    field = Sample(MultiDict({"one": "a", "many": "b"}))[name]
    theirs, ours = Select(multiple=name == "many"), Options(multiple=name == "many")
    assert ours(field, class_="form-select") == theirs(field, class_="form-select")
