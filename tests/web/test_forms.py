import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form, SelectChoice, SelectField, SelectMultipleField
from wtforms.widgets import Select

from network.web.choices import choices
from network.web.forms import FilterForm, Options

CHOICES = [SelectChoice("", "All"), SelectChoice("a&b", "<Either>"), SelectChoice("3", None), SelectChoice(True, "Yes")]


class Places(Form):
    area = SelectField(choices=CHOICES, default="a&b", coerce=str)
    areas = SelectMultipleField(choices=CHOICES, coerce=str)


@pytest.mark.parametrize("name", ["area", "areas"])
def test_options_are_those_of_wtforms(name):
    field = Places(areas=["", "True"])[name]
    is_multiple = name == "areas"
    assert Options(multiple=is_multiple)(field) == Select(multiple=is_multiple)(field)


def test_filters_are_read_once(app):
    asked = []

    class Filters(FilterForm):
        area = SelectField(choices=choices({"liege": "Liège"}), validators=[lambda form, field: asked.append(1)])

    with app.test_request_context():
        form = Filters(MultiDict({"area": "liege"}))
        assert form.chosen == form.chosen == {"area": "liege"}
    assert asked == [1]
