"""The fields that a call and a project share: what is asked of the partners, as figures beside sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectMultipleField, widgets

from network.calls.criteria import COUNTED_KINDS
from network.calls.words import lead_word
from network.places.areas import AREAS
from network.resources.labels import CAPABILITY_LABELS
from network.web.choices import choices
from network.web.forms import Between, VersionedForm, WholeNumberField

MOST_PARTNERS = 100
KIND, REQUIRES = "kind_", "requires_"


class TeamFields(VersionedForm):
    """Fields `kind_<kind>` and `requires_<capability>` hold the least of each, empty where nothing is asked."""

    min_experienced = WholeNumberField(_l("Experienced in the sector at least"), [Between(0, MOST_PARTNERS)])
    required_areas = SelectMultipleField(
        _l("Provinces that must be covered"),
        choices=choices(AREAS),
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
    )
    max_km_to_lead = WholeNumberField(validators=[Between(1, 1000)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to_lead = lead_word("to", in_market=self.is_market)
        self.max_km_to_lead.label.text = _("Distance %(to_lead)s at most", to_lead=to_lead)

    @property
    def is_market(self) -> bool:
        """What is asked is asked in a market."""
        return False

    @property
    def kind_fields(self) -> list[Field]:
        """The fields of the kinds of organisations."""
        return [self[f"{KIND}{kind}"] for kind in COUNTED_KINDS]

    @property
    def requires_fields(self) -> dict[str, Field]:
        """The fields of what is needed in all, by capability."""
        return {capability.value: self[f"{REQUIRES}{capability}"] for capability in CAPABILITY_LABELS}

    def apply(self, change: str) -> None:
        """Put a new figure in a field, as « min_areas=3 » says it; what names no field of figures changes nothing."""
        name, _equals, value = change.partition("=")
        field = self._fields.get(name)
        if isinstance(field, WholeNumberField) and value.isascii() and value.isdigit():
            field.data, field.raw_data, field.process_errors = int(value), None, []

    def rules(self, figures: Sequence[str]) -> dict[str, Any]:
        """What is asked, these figures included, under the keys of the consortium problem; left empty is no rule."""
        asked = {name: self[name].data for name in figures}
        asked["min_kind"] = {
            kind.value: self[f"{KIND}{kind}"].data for kind in COUNTED_KINDS if self[f"{KIND}{kind}"].data
        }
        asked["requires"] = {capability: field.data for capability, field in self.requires_fields.items() if field.data}
        asked["required_areas"] = sorted(self.required_areas.data or [])
        return {name: value for name, value in asked.items() if value}


for _kind, _label in COUNTED_KINDS.items():
    setattr(TeamFields, f"{KIND}{_kind}", WholeNumberField(_label, [Between(0, MOST_PARTNERS)]))
for _capability, _label in CAPABILITY_LABELS.items():
    setattr(TeamFields, f"{REQUIRES}{_capability}", WholeNumberField(_label, [Between(0, 10**9)]))


def typed_rules(criteria: dict[str, Any]) -> dict[str, Any]:
    """Criteria as the data of these fields."""
    rest = dict(criteria)
    kinds = {f"{KIND}{kind}": least for kind, least in rest.pop("min_kind", {}).items()}
    return kinds | {f"{REQUIRES}{c}": least for c, least in rest.pop("requires", {}).items()} | rest
