"""Forms of a visit: its day, a sheet of the grid, the reply, the action plan."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional, ValidationError

from network import clock
from network.audits.grid_models import QuestionKind
from network.audits.labels import ACTION_STATES, SCALE, YES_NO
from network.audits.models import ActionState
from network.audits.visits import Said
from network.web.choices import choices
from network.web.forms import BaseForm, DayField, Required, VersionedForm, at_most

if TYPE_CHECKING:
    from network.audits.grid_models import Question
    from network.audits.models import Sheet

ANSWER = "answer_"
MAX_TEXT = 5000


class DayForm(BaseForm):
    """A day for the visit."""

    day = DayField(_l("Day of the visit"), [Required(_l("Give a day, such as 15/12/2026."))])

    def validate_day(self, field: DayField) -> None:
        """From today on, within two years."""
        if field.data and not clock.today() <= field.data <= clock.today() + timedelta(days=2 * 366):
            raise ValidationError(_l("Give a day from today on, within two years."))


class SheetForm(VersionedForm):
    """What a side writes on a section; each section adds its questions."""

    strengths = TextAreaField(_l("Strengths"), [at_most(MAX_TEXT)])
    to_work_on = TextAreaField(_l("Points to work on"), [at_most(MAX_TEXT)])

    def said(self) -> dict[int, Said]:
        """The answers, by question id."""
        return {
            int(name.removeprefix(ANSWER)): Said(text=field.data or "")
            if isinstance(field, TextAreaField)
            else Said(value=field.data)
            for name, field in self._fields.items()
            if name.startswith(ANSWER)
        }

    def answers(self) -> list[Field]:
        """The fields of the questions, in order."""
        return [field for name, field in self._fields.items() if name.startswith(ANSWER)]


class ReplyForm(VersionedForm):
    """What the audited team replies."""

    reply = TextAreaField(
        _l("Your reply"),
        [Required(), at_most(10_000)],
        description=_l("What you recognise, what surprised you, what you see otherwise."),
    )


class NewActionForm(BaseForm):
    """An action of the plan."""

    what = TextAreaField(_l("What you set out to do"), [Required(), at_most(400)])
    who = StringField(_l("Who"), [at_most(120)], description=_l("A role, such as “reception” or “the board”: no name."))
    due_on = DayField(_l("By when"))

    def validate_due_on(self, field: DayField) -> None:
        """Within five years; a day that stood already may be past."""
        if field.data and field.data != field.object_data and field.data < clock.today():
            raise ValidationError(_l("This day is past."))
        if field.data and field.data > clock.today() + timedelta(days=5 * 366):
            raise ValidationError(_l("Give a day within five years."))


class ActionForm(NewActionForm, VersionedForm):
    """An action, and how far it is."""

    state = SelectField(_l("How far it is"), choices=choices(ACTION_STATES), coerce=ActionState)


def sheet_form(sheet: Sheet) -> SheetForm:
    """The form of a sheet: a field a question, then what is strong and what to work on."""
    fields: dict[str, Any] = {f"{ANSWER}{question.id}": _field(question) for question in sheet.section.questions}
    values = {f"{ANSWER}{answer.question_id}": answer.text or answer.value for answer in sheet.answers}
    form: SheetForm = type("SectionSheetForm", (SheetForm,), fields)(obj=sheet, data=values)
    return form


def _field(question: Question) -> Any:
    if question.kind is QuestionKind.TEXT:
        return TextAreaField(question.text, [at_most(MAX_TEXT)], description=question.hint)
    words = SCALE if question.kind is QuestionKind.SCALE else YES_NO
    labels = {value: f"{value} · {word}" for value, word in words.items()} if words is SCALE else words
    return RadioField(
        question.text,
        [Optional()],
        description=question.hint,
        choices=choices(labels),
        coerce=_whole,
    )


def _whole(value: Any) -> int | None:
    """The value of a box; nothing ticked is None."""
    return None if value in (None, "", "None") else int(value)
