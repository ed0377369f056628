"""The form of a call: its text, and its criteria as figures beside sentences."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
    widgets,
)

from network import clock
from network.calls.criteria import COUNTED_KINDS
from network.calls.models import Call
from network.organisations.labels import SECTOR_LABELS
from network.places.areas import AREAS
from network.resources.labels import CAPABILITY_LABELS
from network.web.choices import choices
from network.web.forms import BaseForm, Between, DayField, Required, VersionedForm, WholeNumberField, at_most

CLOSING_TIME = time(17)
MOST_PARTNERS = 100
KIND, REQUIRES = "kind_", "requires_"
FIGURES = (
    "min_partners",
    "max_partners",
    "small_below",
    "min_small",
    "min_experienced",
    "min_areas",
    "max_share_percent",
    "min_contribution_percent",
    "budget_cap",
    "max_km_to_lead",
)


class CallForm(VersionedForm):
    """A call; fields `kind_<kind>` and `requires_<capability>` hold the least of each, empty where nothing is asked."""

    title = StringField(_l("Title"), [Required(), at_most(160)])
    text = TextAreaField(_l("What the call is about"), [at_most(10_000)])
    funder = StringField(_l("Financed by"), [at_most(160)])
    sector = SelectField(
        _l("Sector"), choices=choices(SECTOR_LABELS), description=_l("Experience is counted in this sector.")
    )
    envelope = WholeNumberField(_l("Envelope"), [Between(1, 10**9)])
    closes_on = DayField(_l("Closes on"), description=_l("At 5 p.m. on that day."))

    min_partners = WholeNumberField(_l("Partners at least"), [Required(), Between(1, MOST_PARTNERS)], default=3)
    max_partners = WholeNumberField(_l("Partners at most"), [Between(1, MOST_PARTNERS)])
    min_small = WholeNumberField(_l("Small organisations at least"), [Between(0, MOST_PARTNERS)])
    small_below = WholeNumberField(_l("An organisation is small below so many workers"), [Between(1, 100_000)])
    min_experienced = WholeNumberField(_l("Experienced in the sector at least"), [Between(0, MOST_PARTNERS)])
    lead_experienced = BooleanField(_l("The single contact is experienced in the sector"))
    min_areas = WholeNumberField(_l("Provinces covered at least"), [Between(0, len(AREAS))])
    required_areas = SelectMultipleField(
        _l("Provinces that must be covered"),
        choices=choices(AREAS),
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
    )
    max_share_percent = WholeNumberField(_l("Most that one partner brings of what is needed"), [Between(1, 100)])
    min_contribution_percent = WholeNumberField(_l("Least that each brings of one need"), [Between(1, 100)])
    budget_cap = WholeNumberField(_l("A project may ask at most"), [Between(1, 10**9)])
    max_km_to_lead = WholeNumberField(_l("Distance to the single contact at most"), [Between(1, 1000)])

    judged_fte = WholeNumberField(
        _l("Jobs created at least"), [Between(1, 10_000)], description=_l("Full-time equivalents.")
    )
    judged_by = DayField(_l("By when"))
    judged_innovation = BooleanField(_l("The project is innovative"))
    judged_other = TextAreaField(_l("Others, one a line"), [at_most(1000)])

    @property
    def kind_fields(self) -> list[Field]:
        """The fields of the kinds of organisations."""
        return [self[f"{KIND}{kind}"] for kind in COUNTED_KINDS]

    @property
    def requires_fields(self) -> dict[str, Field]:
        """The fields of what is needed in all, by capability."""
        return {capability.value: self[f"{REQUIRES}{capability}"] for capability in CAPABILITY_LABELS}

    def validate_closes_on(self, field: Field) -> None:
        """From tomorrow on."""
        check_closing_day(field)

    def validate_max_partners(self, field: Field) -> None:
        """Not fewer than at least."""
        if field.data and self.min_partners.data and field.data < self.min_partners.data:
            raise ValidationError(_l("This is fewer than the partners at least."))

    def validate_small_below(self, field: Field) -> None:
        """What is small is said when small ones are asked."""
        if self.min_small.data and not field.data:
            raise ValidationError(_l("Say below how many workers an organisation is small."))

    def validate_judged_by(self, field: Field) -> None:
        """Said when jobs are asked, and to come."""
        if self.judged_fte.data and not field.data:
            raise ValidationError(_l("Say by when these jobs are created."))
        if field.data and not clock.today() < field.data <= date(clock.today().year + 10, 12, 31):
            raise ValidationError(_l("Give a day from tomorrow on, within ten years."))

    def judged(self) -> dict[str, Any]:
        """What people judge, as `Call.judged` keeps it; what was left empty is not asked."""
        fte, by = self.judged_fte.data, self.judged_by.data
        lines = [line.strip() for line in (self.judged_other.data or "").splitlines()]
        found = {
            "fte": fte if by else None,
            "by": by.isoformat() if fte and by else None,
            "innovation": self.judged_innovation.data,
            "other": [line for line in lines if line],
        }
        return {name: value for name, value in found.items() if value}

    def criteria(self) -> dict[str, Any]:
        """The rules on the team, under the keys of the consortium problem; what was left empty is no rule."""
        figures = {name: self[name].data for name in FIGURES if self[name].data}
        if not (figures.get("min_small") and figures.get("small_below")):
            figures = {name: value for name, value in figures.items() if name not in ("min_small", "small_below")}
        groups = {
            "min_kind": {
                kind.value: self[f"{KIND}{kind}"].data for kind in COUNTED_KINDS if self[f"{KIND}{kind}"].data
            },
            "requires": {
                c.value: self[f"{REQUIRES}{c}"].data for c in CAPABILITY_LABELS if self[f"{REQUIRES}{c}"].data
            },
            "required_areas": sorted(self.required_areas.data or []),
            "lead_experienced": bool(self.lead_experienced.data),
        }
        return figures | {name: value for name, value in groups.items() if value}

    def facts(self) -> dict[str, Any]:
        """What the services take, once it is valid."""
        return {
            "title": self.title.data,
            "text": self.text.data or "",
            "funder": self.funder.data or "",
            "sector": self.sector.data,
            "envelope": self.envelope.data,
            "closes_at": closing_moment(self.closes_on.data),
            "criteria": self.criteria(),
            "judged": self.judged(),
        }


for _kind, _label in COUNTED_KINDS.items():
    setattr(CallForm, f"{KIND}{_kind}", WholeNumberField(_label, [Between(0, MOST_PARTNERS)]))
for _capability, _label in CAPABILITY_LABELS.items():
    setattr(CallForm, f"{REQUIRES}{_capability}", WholeNumberField(_label, [Between(0, 10**9)]))


class CorrectionForm(BaseForm):
    """What is put right in a published call."""

    text = TextAreaField(
        _l("What is put right"), [Required(), at_most(3000)], description=_l("All members are told, with the date.")
    )
    closes_on = DayField(_l("New closing day"), description=_l("At 5 p.m. Empty: the day stays as it is."))

    def validate_closes_on(self, field: Field) -> None:
        """From tomorrow on."""
        check_closing_day(field)


def check_closing_day(field: Field) -> None:
    """A call closes tomorrow at the earliest, and within three years."""
    today = clock.today()
    if field.data and not today < field.data <= date(today.year + 3, 12, 31):
        raise ValidationError(_l("Give a day from tomorrow on, within three years."))


def closing_moment(day: date | None) -> datetime | None:
    """When a call that closes on a day does so."""
    return datetime.combine(day, CLOSING_TIME, clock.BRUSSELS) if day else None


def form_of(call: Call) -> CallForm:
    """The form as it is when the page opens."""
    criteria = dict(call.criteria)
    values: dict[str, Any] = {f"{KIND}{kind}": least for kind, least in criteria.pop("min_kind", {}).items()}
    values |= {f"{REQUIRES}{c}": least for c, least in criteria.pop("requires", {}).items()}
    closes_on = call.closes_at.astimezone(clock.BRUSSELS).date() if call.closes_at else None
    values |= _judged_values(call.judged)
    names = ("version", "title", "text", "funder", "sector", "envelope")
    return CallForm(
        formdata=None, data=values | criteria | {name: getattr(call, name) for name in names} | {"closes_on": closes_on}
    )


def _judged_values(judged: dict[str, Any]) -> dict[str, Any]:
    return {
        "judged_fte": judged.get("fte"),
        "judged_by": date.fromisoformat(judged["by"]) if "by" in judged else None,
        "judged_innovation": judged.get("innovation", False),
        "judged_other": "\n".join(judged.get("other", [])),
    }
