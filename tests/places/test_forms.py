"""A place in a form."""

from __future__ import annotations

import pytest
from werkzeug.datastructures import MultiDict

from network.places.forms import LocalityField
from network.web.forms import BaseForm, Required
from tests.factories.places import place


class PlaceForm(BaseForm):
    """A form of one place."""

    place = LocalityField("Place", [Required()])


@pytest.fixture
def read(app, database):
    """The field after somebody typed."""

    def typed(text):
        form = PlaceForm(MultiDict({"place": text}))
        form.validate()
        return form.place

    with app.test_request_context(headers={"Accept-Language": "en"}):
        yield typed


@pytest.mark.parametrize(
    "text", ["5000 Namur", " 5000  namur ", "namur", "7100 la louvière", "La Louviere", "5561 Celles"]
)
def test_one_place(read, text):
    field = read(text)
    assert not field.errors
    assert field.data.area in ("namur", "hainaut")


def test_several_places__they_are_listed_and_what_was_typed_is_kept(read):
    field = read("celles")
    assert field.errors == ["Several places fit: 4317 Celles, 5561 Celles, 7760 Celles. Which one?"]
    assert field.data is None
    assert 'value="celles"' in field()


def test_a_postcode_of_several(read):
    assert "7100 La Louvière, 7100 Haine-Saint-Paul" in read("7100").errors[0]


@pytest.mark.parametrize("text", ["Atlantis", "99999", "<zzz>", "é" * 10_000])
def test_no_place(read, text):
    assert read(text).errors == [
        "No place in Belgium goes by this name. Give its postcode and name, such as 5000 Namur."
    ]


def test_nothing_typed(read):
    assert read("  ").errors == ["Please fill this in."]


def test_a_known_place_is_written(app, database):
    with app.test_request_context():
        assert 'value="5000 Namur"' in PlaceForm(formdata=None, data={"place": place("5000 Namur")}).place()
