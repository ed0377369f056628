"""The form of a call: its text, and its criteria as figures beside sentences."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, SelectField, StringField, TextAreaField, ValidationError

from network import clock
from network.calls.backers import BACKERS, backer_facts
from network.calls.criteria import lead_experienced_words
from network.calls.labels import KIND_LABELS
from network.calls.models import Call, CallKind
from network.calls.team_fields import MOST_PARTNERS, TeamFields, typed_rules
from network.organisations.labels import SECTOR_LABELS
from network.places.areas import AREAS
from network.web.choices import choices
from network.web.forms import Between, DayField, Required, VersionedForm, WholeNumberField, at_most

CLOSING_TIME = time(17)
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


class CallWords(VersionedForm):
    """What a call says besides what it asks."""

    title = StringField(_l("Title"), [Required(), at_most(160)])
    text = TextAreaField(_l("What the call is about"), [at_most(10_000)])
    funder = StringField(_l("Financed by"), [at_most(160)])
    launcher = StringField(_l("Launched by"), [at_most(160)], description=_l("Empty: your federation."))
    decider = StringField(_l("Decided by"), [at_most(160)], description=_l("Empty: your federation."))
    envelope = WholeNumberField(_l("Envelope"), [Between(1, 10**9)])
    closes_on = DayField(_l("Closes on"), description=_l("At 5 p.m. on that day."))

    def validate_closes_on(self, field: Field) -> None:
        """A call closes tomorrow at the earliest, and within three years."""
        today = clock.today()
        if field.data and not today < field.data <= date(today.year + 3, 12, 31):
            raise ValidationError(_l("Give a day from tomorrow on, within three years."))

    def facts(self) -> dict[str, Any]:
        """What the services take, once it is valid."""
        return {
            "title": self.title.data,
            "text": self.text.data or "",
            **{name: value for role in BACKERS for name, value in backer_facts(role, self[role].data).items()},
            "envelope": self.envelope.data,
            "closes_at": _closing_moment(self.closes_on.data),
        }


class CallForm(TeamFields, CallWords):
    """A call."""

    kind = SelectField(_l("Kind"), choices=choices(KIND_LABELS), default=CallKind.PROJECTS.value)
    sector = SelectField(
        _l("Sector"), choices=choices(SECTOR_LABELS), description=_l("Experience is counted in this sector.")
    )

    min_partners = WholeNumberField(_l("Partners at least"), [Required(), Between(1, MOST_PARTNERS)], default=3)
    max_partners = WholeNumberField(_l("Partners at most"), [Between(1, MOST_PARTNERS)])
    min_small = WholeNumberField(_l("Small organisations at least"), [Between(0, MOST_PARTNERS)])
    small_below = WholeNumberField(_l("An organisation is small below so many workers"), [Between(1, 100_000)])
    lead_experienced = BooleanField()
    min_areas = WholeNumberField(_l("Provinces covered at least"), [Between(0, len(AREAS))])
    max_share_percent = WholeNumberField(_l("Most that one partner brings of what is needed"), [Between(1, 100)])
    min_contribution_percent = WholeNumberField(_l("Least that each brings of one need"), [Between(1, 100)])
    budget_cap = WholeNumberField(_l("A project may ask at most"), [Between(1, 10**9)])

    judged_fte = WholeNumberField(
        _l("Jobs created at least"), [Between(1, 10_000)], description=_l("Full-time equivalents.")
    )
    judged_by = DayField(_l("By when"))
    judged_innovation = BooleanField(_l("The project is innovative"))
    judged_other = TextAreaField(_l("Others, one a line"), [at_most(1000)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lead_experienced.label.text = lead_experienced_words(in_market=self.is_market)

    @property
    def is_market(self) -> bool:
        """It is, or is to be, a market."""
        return bool(self.kind.data != CallKind.PROJECTS)

    def validate_budget_cap(self, field: Field) -> None:
        """Prices of a contract are not for this platform."""
        if field.data and self.is_market:
            raise ValidationError(_l("Prices of a contract or an order stay off the platform: leave this empty."))

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
        rules = self.rules((*FIGURES, "lead_experienced"))
        if not {"min_small", "small_below"} <= rules.keys():
            return {name: value for name, value in rules.items() if name not in ("min_small", "small_below")}
        return rules

    def facts(self) -> dict[str, Any]:
        """What the services take, once it is valid."""
        return super().facts() | {
            "kind": CallKind(self.kind.data),
            "sector": self.sector.data,
            "criteria": self.criteria(),
            "judged": self.judged(),
        }


def _closing_moment(day: date | None) -> datetime | None:
    """When a call that closes on a day does so."""
    return datetime.combine(day, CLOSING_TIME, clock.BRUSSELS) if day else None


def form_of(call: Call) -> CallForm:
    """The form as it is when the page opens."""
    closes_on = call.closes_at.astimezone(clock.BRUSSELS).date() if call.closes_at else None
    return CallForm(formdata=None, data=call_values(call) | {"closes_on": closes_on})


def call_values(call: Call) -> dict[str, Any]:
    """A call as the data of these fields, but for its closing day."""
    values = {name: getattr(call, name) for name in ("version", "title", "text", "sector", "envelope", *BACKERS)}
    return typed_rules(call.criteria) | _judged_values(call.judged) | values | {"kind": call.kind.value}


def _judged_values(judged: dict[str, Any]) -> dict[str, Any]:
    return {
        "judged_fte": judged.get("fte"),
        "judged_by": date.fromisoformat(judged["by"]) if "by" in judged else None,
        "judged_innovation": judged.get("innovation", False),
        "judged_other": "\n".join(judged.get("other", [])),
    }
