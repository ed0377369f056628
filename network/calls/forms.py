"""Forms of interests and juries."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice

from network.calls.models import InterestAnswer
from network.web.forms import BaseForm, Between, Required, WholeNumberField, at_most

ANSWERS = [
    SelectChoice(InterestAnswer.YES.value, _l("Yes, we are interested")),
    SelectChoice(InterestAnswer.MAYBE.value, _l("Maybe, tell us more")),
    SelectChoice(InterestAnswer.NO.value, _l("No, thank you")),
]


class InterestForm(BaseForm):
    """An organisation's interest in a project."""

    answer = RadioField(_l("Does this project interest you?"), [Required()], choices=ANSWERS)
    brings = TextAreaField(
        _l("What you would bring"),
        [at_most(1000)],
        description=_l("In a few words. Quantities count in the search if they stand under Resources."),
    )
    expects = TextAreaField(_l("What you expect of it"), [at_most(1000)])
    asks = WholeNumberField(
        _l("What you would ask, in euros"),
        [Between(0, 10_000_000)],
        description=_l("Seen by the coordination alone. Leave it empty if you do not know."),
    )
    is_shared = BooleanField(
        _l("Other members who are interested may know that we are"),
        description=_l("They then read with whom all criteria would be met. Nothing else of your answer is shown."),
    )


class JurorForm(BaseForm):
    """Somebody for the jury; the people to choose from are given by the view."""

    user_id = SelectField(_l("Person"), [Required()])
