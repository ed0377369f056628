"""A place in a form."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, Form, ValidationError

from network.places.models import Locality
from network.places.queries import find_localities, find_written, list_same_name
from network.web.forms import TypedField


class LocalityField(TypedField):
    """A locality, typed as « 7100 La Louvière » or by whatever says only one; `data` is the row or None."""

    def parse(self, text: str) -> Locality:
        return resolve_locality(text)


class Around:
    """A distance from the place in the field `place`, which has to be there."""

    def __call__(self, form: Form, field: Field) -> None:
        if field.data and not form["place"].data and not form["place"].errors:
            raise ValidationError(_l("Say near which place."))


def resolve_locality(typed: str) -> Locality:
    """The one locality that was meant; ValueError with a sentence when there is none, or with the choices."""
    proposed = find_written(typed)
    if proposed:
        return proposed
    found = list_same_name(typed) or find_localities(typed, limit=6)
    if len(found) == 1:
        return found[0]
    if not found:
        raise ValueError(_l("No place in Belgium goes by this name. Give its postcode and name, such as 5000 Namur."))
    raise ValueError(_l("Several places fit: %(choices)s. Which one?", choices=_list_choices(found)))


def _list_choices(found: list[Any]) -> str:
    return ", ".join(str(place) for place in found[:5]) + (", …" if len(found) > 5 else "")
