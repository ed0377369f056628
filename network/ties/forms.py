"""The filters of the network, and the form that says what two organisations did together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, ValidationError

from network import clock
from network.organisations.queries import list_all_federations
from network.places.areas import AREAS
from network.ties.labels import KIND_LABELS, Acquaintance
from network.ties.layers import Layer
from network.ties.policies import DECLARABLE
from network.ties.queries import REACH_KM
from network.web.choices import choices
from network.web.forms import BaseForm, DayField, Required, at_most

REACHES_KM = (10, 20, 30, 50)
LAYERS = {
    Layer.TIES: _l("who knows whom"),
    Layer.NEAR: _l("who is near whom"),
    Layer.FEDERATIONS: _l("federations in common"),
}


class TolerantForm(BaseForm):
    """Filters in an address: what cannot be read is passed over."""

    class Meta(BaseForm.Meta):
        csrf = False

    def __init__(self, *args: Any, defaults: dict[str, Any], **kwargs: Any) -> None:
        self._defaults = defaults
        super().__init__(*args, data=defaults, **kwargs)

    def read(self) -> dict[str, Any]:
        """What each field says, or its default."""
        self.validate()
        return self._defaults | {name: field.data for name, field in self._fields.items() if not field.errors}


class NetworkFilters(TolerantForm):
    """What is shown of the network of a federation."""

    federation = SelectField(_l("Federation"), coerce=int)
    layer = SelectField(_l("Draw"), name="couche")
    km = SelectField(_l("Neighbours within"), coerce=int)
    grade = SelectField(_l("Links"), coerce=int)
    area = SelectField(_l("Area"))

    def __init__(self, *args: Any, federation_id: int | None, **kwargs: Any) -> None:
        """`federation_id` is shown when none is asked for; without one, the first by name."""
        federations = dict(list_all_federations())
        defaults = {
            "federation": federation_id if federation_id in federations else next(iter(federations), 0),
            "layer": Layer.TIES.value,
            "km": REACH_KM,
            "grade": Acquaintance.A_LITTLE.value,
            "area": "",
        }
        super().__init__(*args, defaults=defaults, **kwargs)
        self.federation.choices = choices(federations)
        self.layer.choices = choices(LAYERS)
        self.km.choices = choices({km: _("%(km)s km", km=km) for km in REACHES_KM})
        self.grade.choices = choices(
            {Acquaintance.A_LITTLE.value: _("all"), Acquaintance.WELL.value: _("those who know each other well")}
        )
        self.area.choices = choices({key: str(label) for key, label in AREAS.items()}, none=_("All areas"))

    @property
    def unfolds(self) -> bool:
        """One of the folded filters says something."""
        return bool(self.area.data) or self.grade.data != self._defaults["grade"]

    def filters(self) -> dict[str, Any]:
        """What `read_overview` takes."""
        read = self.read()
        return {
            "federation_id": read["federation"],
            "within_km": read["km"],
            "grade": Acquaintance(read["grade"]),
            "area": read["area"] or None,
            "layer": Layer(read["layer"]),
        }


class GroupFilters(TolerantForm):
    """The federation whose groups are shown, of those that one coordinates, and how far neighbours are."""

    federation = SelectField(_l("Federation"), coerce=int)
    km = SelectField(_l("Neighbours within"), coerce=int)

    def __init__(self, *args: Any, federations: Mapping[int, str], federation_id: int | None, **kwargs: Any) -> None:
        super().__init__(*args, defaults={"federation": federation_id, "km": REACH_KM}, **kwargs)
        self.federation.choices = choices(federations)
        self.km.choices = choices({km: _("%(km)s km", km=km) for km in REACHES_KM})

    def filters(self) -> dict[str, int]:
        """What `read_groups` takes."""
        read = self.read()
        return {"federation_id": read["federation"], "within_km": read["km"]}


class IntroductionFilters(TolerantForm):
    """Who is to be introduced: one's own organisation first; of several members, none until one is chosen."""

    origin = SelectField(_l("Who is to be introduced?"), name="pour")

    def __init__(self, *args: Any, origins: Mapping[int, str], own_id: int | None, **kwargs: Any) -> None:
        first = own_id if own_id in origins else next(iter(origins)) if len(origins) == 1 else ""
        super().__init__(*args, defaults={"origin": str(first)}, **kwargs)
        self.origin.choices = choices(origins, none=None if first else _("Choose a member"))

    def origin_id(self) -> int | None:
        """The id of the one chosen."""
        return int(self.read()["origin"] or 0) or None


class EvidenceForm(BaseForm):
    """What two organisations did together, as one of them says it."""

    kind = SelectField(
        _l("What did you do together?"),
        choices=choices({kind: KIND_LABELS[kind] for kind in DECLARABLE}),
        description=_l("A loan is seen by the two of you alone."),
    )
    happened_on = DayField(_l("On which day?"), [Required(_l("Give a day, such as 15/12/2026."))])
    title = StringField(
        _l("In a few words"),
        [at_most(160)],
        description=_l("Such as: visit of the sorting centre. No names of people."),
    )

    def validate_happened_on(self, field: DayField) -> None:
        """A day that has come, of the last twenty years."""
        today = clock.today()
        if field.data and not today.replace(year=today.year - 20, day=1) <= field.data <= today:
            raise ValidationError(_l("Give a day that has passed, within the last twenty years."))
