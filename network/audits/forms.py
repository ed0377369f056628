"""Forms of grids, campaigns, enrolments and pairings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from network import clock
from network.audits.grid_models import QuestionKind
from network.audits.labels import QUESTION_KINDS, REFUSALS
from network.web.choices import choices
from network.web.forms import (
    BaseForm,
    Between,
    BoxesField,
    DayField,
    Required,
    VersionedForm,
    WholeNumberField,
    at_most,
)

if TYPE_CHECKING:
    from network.organisations.models import Organisation

CHOOSE_A_STRUCTURE = _l("Choose a structure.")
GIVE_A_DAY = _l("Give a day, such as 15/12/2026.")


class GridForm(VersionedForm):
    """The title and the introduction of a grid."""

    title = StringField(_l("Title"), [Required(), at_most(160)])
    introduction = TextAreaField(
        _l("Introduction"), [at_most(3000)], description=_l("In what spirit the grid is used, for those who answer it.")
    )


class SectionForm(VersionedForm):
    """A section of a grid."""

    title = StringField(_l("Title of the section"), [Required(), at_most(120)])
    introduction = TextAreaField(_l("What it looks at"), [at_most(1000)])


class QuestionForm(VersionedForm):
    """A question."""

    text = TextAreaField(_l("Question"), [Required(), at_most(400)])
    hint = TextAreaField(_l("An example or what to look at"), [at_most(400)])
    kind = RadioField(
        _l("Kind of answer"), choices=choices(QUESTION_KINDS), coerce=QuestionKind, default=QuestionKind.SCALE
    )

    def words(self) -> dict[str, Any]:
        """What the services take."""
        return {"kind": self.kind.data, "text": self.text.data, "hint": self.hint.data or ""}


class CampaignForm(VersionedForm):
    """A campaign: its grid, its calendar, its rules."""

    title = StringField(_l("Title"), [Required(), at_most(160)])
    text = TextAreaField(_l("What it is for"), [at_most(3000)])
    grid_id = SelectField(_l("Grid"), [Required(_l("Choose a grid."))], coerce=int)
    enrol_until = DayField(_l("Enrolment until"), [Required(GIVE_A_DAY)])
    pair_by = DayField(_l("Pairs made by"), [Required(GIVE_A_DAY)])
    visits_from = DayField(_l("Visits from"), [Required(GIVE_A_DAY)])
    visits_until = DayField(_l("Visits until"), [Required(GIVE_A_DAY)])
    report_by = DayField(_l("Reply and action plan by"), [Required(GIVE_A_DAY)])
    max_km = WholeNumberField(
        _l("At most so many kilometres apart"), [Required(), Between(1, 300)], description=_l("As the crow flies.")
    )
    rounds = WholeNumberField(
        _l("Not again with those met in the last … campaigns"),
        [Required(), Between(0, 10)],
        description=_l("0: past campaigns do not count."),
    )
    keeps_apart_partners = BooleanField(_l("Keep apart those who share a post or a consortium under way"), default=True)

    def validate_enrol_until(self, field: DayField) -> None:
        """Not in the past, unless it stood so already, and within three years."""
        if field.data and field.data != field.object_data and field.data < clock.today():
            raise ValidationError(_l("This day is past."))

    def validate_pair_by(self, field: DayField) -> None:
        """After the enrolments."""
        _not_before(field, self.enrol_until, _l("Pairs can only be made once the enrolments are over."))

    def validate_visits_from(self, field: DayField) -> None:
        """After the pairs."""
        _not_before(field, self.pair_by, _l("Visits begin once the pairs are made."))

    def validate_visits_until(self, field: DayField) -> None:
        """Not before they begin."""
        _not_before(field, self.visits_from, _l("The last day of the visits is before the first."))

    def validate_report_by(self, field: DayField) -> None:
        """After the visits, and within three years."""
        _not_before(field, self.visits_until, _l("The replies come after the visits."))
        if field.data and field.data > clock.today() + timedelta(days=3 * 366):
            raise ValidationError(_l("Give a day within three years."))

    def fields_of_campaign(self) -> dict[str, Any]:
        """What the services take."""
        values = {name: value for name, value in self.data.items() if name not in ("version", "csrf_token")}
        return values | {"text": self.text.data or ""}


class EnrolmentForm(BaseForm):
    """Whom an organisation would rather not meet; the rest is one click."""

    avoids = BoxesField(
        _l("With whom you would rather not be paired"),
        coerce=int,
        description=_l("Known to the coordination alone; it is never given as a reason."),
    )


class ProposalForm(BaseForm):
    """By when the organisations answer."""

    reply_by = DayField(_l("Answer by"), [Required(GIVE_A_DAY)])

    def validate_reply_by(self, field: DayField) -> None:
        """Between tomorrow and six months from now."""
        if field.data and not clock.today() < field.data <= clock.today() + timedelta(days=183):
            raise ValidationError(_l("Give a day from tomorrow on, within six months."))


class PairForm(BaseForm):
    """Two structures without a pair, put together by hand."""

    one = SelectField(_l("Structure"), [Required(CHOOSE_A_STRUCTURE)], coerce=int)
    other = SelectField(_l("with"), [Required(CHOOSE_A_STRUCTURE)], coerce=int)

    def validate_other(self, field: SelectField) -> None:
        """Not the same twice."""
        if field.data == self.one.data:
            raise ValidationError(_l("Choose two different structures."))


def pair_form(unpaired: Iterable[Organisation]) -> PairForm:
    """The form over those who have no pair."""
    form = PairForm()
    choices = [SelectChoice(organisation.id, organisation.name) for organisation in unpaired]
    form.one.choices, form.other.choices = choices, list(choices)
    if not form.is_submitted() and len(choices) > 1:
        form.other.data = choices[1].value
    return form


class RefusalForm(BaseForm):
    """A no, with a reason in one click."""

    reason = RadioField(
        _l("What is the main reason?"),
        [Required(_l("Choose a reason: one click is enough."))],
        choices=choices(REFUSALS),
    )
    remark = TextAreaField(_l("Anything to add?"), [at_most(2000)], description=_l("Seen by the coordination alone."))


def grid_choices(grids: Iterable[Any]) -> list[SelectChoice]:
    """Published grids to choose from."""
    return [SelectChoice(grid.id, f"{grid.title} ({grid.edition})") for grid in grids]


def labelled(rows: Mapping[int, str]) -> list[SelectChoice]:
    """Options by id."""
    return [SelectChoice(*row) for row in rows.items()]


def _not_before(field: DayField, earlier: DayField, sentence: Any) -> None:
    first: date | None = earlier.data
    if field.data and first and field.data < first:
        raise ValidationError(sentence)
