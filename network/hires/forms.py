"""Forms of demands, searches, posts and answers."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from network import clock
from network.hires.models import Engagement
from network.hires.professions import Profession, resolve_profession
from network.hires.week import WEEK
from network.hires.words import DECLINE_REASONS, ENGAGEMENTS, duration
from network.resources.models import Audience
from network.web.choices import choices
from network.web.forms import (
    BaseForm,
    Between,
    DayField,
    Required,
    TypedField,
    VersionedForm,
    WholeNumberField,
    at_most,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from network.hires.models import Demand, LabourParameter, Share
    from network.organisations.models import Organisation

RULES = ("min_half_days", "max_half_days", "max_sites", "max_km", "max_sites_per_day", "max_km_same_day")
AUDIENCES = {
    Audience.FEDERATION: _l("The coordination and the members of the federation"),
    Audience.COORDINATION: _l("The coordination of the federation alone"),
    Audience.NETWORK: _l("The whole network"),
}
FURTHEST_YEARS = 5


class ProfessionField(TypedField):
    """A profession, typed by its name or another word for it; `data` is the profession or None."""

    def parse(self, text: str) -> Profession:
        return resolve_profession(text)

    def written(self, value: Profession) -> str:
        return str(value.name)


class WeekField(SelectMultipleField):
    """Half-days of the week, a box each."""

    widget = ListWidget()
    option_widget = CheckboxInput()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, choices=[SelectChoice(half_day, half_day) for half_day in WEEK], default=(), **kwargs)


class NeedForm(VersionedForm):
    """How many half-days, and which."""

    half_days = WholeNumberField(_l("Half-days a week"), [Required(), Between(1, len(WEEK))])
    open = WeekField(
        _l("Which half-days are possible for you?"),
        [Required(_l("Tick at least one half-day: closed all week, nobody could come."))],
        description=_l("The more you tick, the easier it is to find a shared week."),
    )
    must = WeekField(
        _l("Which of them do you need in any case?"), description=_l("Only if it cannot be otherwise; often none.")
    )

    def validate_open(self, field: Field) -> None:
        """Enough half-days are open for those asked."""
        asked = self.half_days.data
        if asked and not self.half_days.errors and len(field.data) < asked:
            raise ValidationError(
                _l("You ask for %(asked)d half-days and tick %(ticked)d.", asked=asked, ticked=len(field.data))
            )

    def validate_must(self, field: Field) -> None:
        """Half-days needed in any case are possible ones, and not more than those asked."""
        if set(field.data) - set(self.open.data or []):
            raise ValidationError(_l("A half-day that you need must be among the possible ones."))
        if self.half_days.data and len(field.data) > self.half_days.data:
            raise ValidationError(_l("These are more half-days than you ask for."))

    def need(self) -> dict[str, Any]:
        """How many half-days and which, once it is valid."""
        return {name: self[name].data for name in ("half_days", "open", "must")}


class DemandForm(NeedForm):
    """What a structure looks for; profession and federation of a demand that stands do not change."""

    profession = ProfessionField(
        _l("Profession"), [Required()], description=_l("Begin to type: speech therapist, midwife, reception …")
    )
    federation = SelectField(_l("Addressed to"), coerce=int)
    can_host = BooleanField(
        _l("We could be the host"),
        default=True,
        description=_l("The host is the structure around which the post is made; distances are counted from it."),
    )
    from_day = DayField(_l("From"), [Required()], default=clock.today)
    audience = RadioField(
        _l("Who may know that you look for it"),
        [Required()],
        choices=choices(AUDIENCES),
        default=Audience.FEDERATION.value,
        description=_l("The profession, the number of half-days and your name; the rest is for the coordination."),
    )
    remark = TextAreaField(
        _l("A word for the coordination"),
        [at_most(1000)],
        description=_l("No patient's data and no worker's name, please."),
    )

    kept_day: Any = None

    def validate_from_day(self, field: Field) -> None:
        """From today on, unless it stays as it was."""
        if not field.data or field.data == self.kept_day:
            return
        if field.data < clock.today():
            raise ValidationError(_l("This day has passed. Give today or a later day."))
        if field.data.year > clock.today().year + FURTHEST_YEARS:
            raise ValidationError(_l("Check the year of this date."))

    def values(self) -> dict[str, Any]:
        """What both services take, once it is valid."""
        return self.need() | {
            "can_host": self.can_host.data,
            "from_day": self.from_day.data,
            "audience": Audience(self.audience.data),
            "remark": self.remark.data or "",
        }


def demand_form(federations: Sequence[Organisation], demand: Demand | None = None) -> DemandForm:
    """The form as it is sent, or as it opens: empty, or with the demand."""
    names = ("version", "half_days", "open", "must", "can_host", "from_day", "audience", "remark")
    data = {name: getattr(demand, name) for name in names} if demand else {}
    form = DemandForm(data=data)
    form.federation.choices = [SelectChoice(federation.id, federation.name) for federation in federations]
    if demand:
        form.profession.data, form.federation.data = demand.trade, demand.federation_id
        form.profession.errors, form.profession.process_errors = [], []
        form.kept_day = demand.from_day
    return form


class RulesForm(BaseForm):
    """The rules of the posts that a search looks for."""

    min_half_days = WholeNumberField(_l("Half-days a week, at least"), [Required(), Between(1, len(WEEK))], default=8)
    max_half_days = WholeNumberField(_l("Half-days a week, at most"), [Required(), Between(1, len(WEEK))], default=10)
    max_sites = WholeNumberField(_l("Structures, at most"), [Required(), Between(2, len(WEEK))], default=4)
    max_km = WholeNumberField(_l("Kilometres to the host, at most"), [Required(), Between(1, 300)], default=30)
    max_sites_per_day = WholeNumberField(_l("Structures on one day, at most"), [Required(), Between(1, 2)], default=2)
    max_km_same_day = WholeNumberField(
        _l("Kilometres between two on one day, at most"), [Required(), Between(0, 300)], default=20
    )

    def validate_max_half_days(self, field: Field) -> None:
        """The most is not less than the least."""
        if field.data and self.min_half_days.data and field.data < self.min_half_days.data:
            raise ValidationError(_l("This is less than the least."))

    def values(self) -> dict[str, int]:
        """The rules as the search takes them."""
        return {name: self[name].data for name in RULES}


class EngagementForm(VersionedForm):
    """Who employs the person."""

    engagement = RadioField(
        _l("Form of engagement"),
        [Required(_l("Choose a form of engagement."))],
        choices=choices(ENGAGEMENTS),
    )
    group_workers = WholeNumberField(
        _l("Workers of the employers' group, this post included"),
        [Between(1, 10_000)],
        description=_l("Only for an employers' group."),
    )

    def validate_group_workers(self, field: Field) -> None:
        """How many workers counts for an employers' group."""
        if self.engagement.data == Engagement.EMPLOYERS_GROUP and field.data is None and not field.errors:
            raise ValidationError(_l("Say how many workers the employers' group has."))


class ProposalForm(VersionedForm):
    """What goes with a proposal."""

    starts_on = DayField(_l("The post starts on"), [Required(_l("Give a day, such as 15/12/2026."))])
    reply_by = DayField(_l("Answer by"), [Required(_l("Give a day, such as 15/12/2026."))])
    message = TextAreaField(_l("A word to the structures"), [at_most(3000)])

    def validate_reply_by(self, field: DayField) -> None:
        """Between tomorrow and six months from now."""
        if field.data and not clock.today() < field.data <= clock.today() + timedelta(days=183):
            raise ValidationError(_l("Give a day from tomorrow on, within six months."))

    def validate_starts_on(self, field: DayField) -> None:
        """After the answers, within two years."""
        if field.data and not clock.today() < field.data <= clock.today() + timedelta(days=731):
            raise ValidationError(_l("Give a day from tomorrow on, within two years."))
        if field.data and self.reply_by.data and field.data < self.reply_by.data:
            raise ValidationError(_l("This is before the last day to answer."))


class DeclineForm(BaseForm):
    """A refusal, with a reason in one click."""

    reason = RadioField(
        _l("What is the main reason?"),
        [Required(_l("Choose a reason: one click is enough."))],
        choices=choices(DECLINE_REASONS),
    )
    remark = TextAreaField(_l("Anything to add?"), [at_most(2000)], description=_l("Seen by the coordination alone."))


class CounterForm(NeedForm):
    """Other half-days than those proposed: another number, or other days."""

    remark = TextAreaField(_l("Anything to add?"), [at_most(2000)], description=_l("Seen by the coordination alone."))

    proposed: Collection[str] = ()

    def validate(self, extra_validators: Any = None) -> bool:
        """Something else than what is proposed."""
        if not super().validate(extra_validators):
            return False
        fits = set(self.must.data or []) <= set(self.proposed) <= set(self.open.data or [])
        if fits and len(self.proposed) == self.half_days.data:
            self.form_errors.append(_l("The half-days proposed fit this: answer yes, or ask for something else."))
        return not self.form_errors


def counter_form(share: Share) -> CounterForm:
    """The form as it is sent, or as it opens with what the demand says."""
    demand = share.demand
    form = CounterForm(data={"half_days": demand.half_days, "open": demand.open, "must": demand.must})
    form.proposed = share.half_days
    return form


class LeaveForm(BaseForm):
    """Stepping back after having agreed."""

    remark = TextAreaField(_l("Why do you leave?"), [at_most(2000)], description=_l("Seen by the coordination alone."))


class DurationField(TypedField):
    """A duration typed as 12 h 40 or 12:40; `data` in whole minutes, or None."""

    def parse(self, text: str) -> int:
        found = re.fullmatch(r"([0-9]{1,2})\s*[h:]\s*([0-5][0-9])?", text)
        if not found:
            raise ValueError(_l("Write it as 12 h 40."))
        return 60 * int(found[1]) + int(found[2] or 0)

    def written(self, value: int) -> str:
        return duration(value)


class ParameterForm(BaseForm):
    """A figure of labour law from a day on."""

    value: Any = WholeNumberField(_l("Value"), [Required(), Between(1, 10_000)])
    valid_from = DayField(_l("Valid from"), [Required()], description=_l("Earlier figures stay for their own time."))
    source = StringField(_l("Source"), [Required(), at_most(300)], description=_l("The law and its article."))
    verified_on = DayField(_l("Checked on"), [Required()], default=clock.today)

    def validate_verified_on(self, field: DayField) -> None:
        """Nobody has checked anything tomorrow."""
        if field.data and field.data > clock.today():
            raise ValidationError(_l("This day is still to come."))


class DurationParameterForm(ParameterForm):
    """A duration, in hours and minutes."""

    value = DurationField(_l("Value"), [Required(), Between(1, 60 * 99)], description=_l("Such as 12 h 40."))


def parameter_form(parameter: LabourParameter) -> ParameterForm:
    """The form as it is sent, or as it opens with the figure that stands."""
    kind = DurationParameterForm if parameter.key.endswith("_minutes") else ParameterForm
    return kind(data={name: getattr(parameter, name) for name in ("value", "valid_from", "source")})
