"""The forms by which a published call is put right: the whole of it, or what harms nobody."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, TextAreaField, ValidationError

from network.calls.call_form import CallForm, CallWords, call_values
from network.calls.models import Call
from network.web.forms import DayField, Required, at_most


class _Correction:
    """What both say besides; the closing day is typed where it moves."""

    correction = TextAreaField(
        _l("What is put right, and why"),
        [Required(), at_most(3000)],
        description=_l("Those concerned are told, with the date."),
    )
    closes_on = DayField(_l("New closing day"), description=_l("At 5 p.m. Empty: the day stays as it is."))


class WholeCorrectionForm(_Correction, CallForm):
    """While nobody has answered."""


class CorrectionForm(_Correction, CallWords):
    """Once somebody has: what was asked stands, and the envelope may but grow."""

    promised: int | None = None

    def validate_envelope(self, field: Field) -> None:
        """No less than was promised."""
        if self.promised and (field.data or 0) < self.promised:
            raise ValidationError(_l("Structures have answered: the envelope may only grow."))


def correction_form(call: Call, *, is_whole: bool) -> CorrectionForm | WholeCorrectionForm:
    """The form over a call as it stands."""
    data: dict[str, Any] = call_values(call)
    if is_whole:
        return WholeCorrectionForm(data=data)
    form = CorrectionForm(data=data)
    form.promised = call.envelope
    return form
