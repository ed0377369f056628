"""The form of a meeting."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import StringField, TextAreaField, ValidationError

from network import clock
from network.ties.meetings import LONGEST_PLACE, LONGEST_TITLE, MOST_PRESENT, YEARS_BEFORE, crowded
from network.ties.named import NameBook, written_lines
from network.web.forms import BaseForm, DayField, Required, at_most

DAYS_AHEAD = 366


class AttendanceListForm(BaseForm):
    """A table of who was at which meeting."""

    file = FileField(_l("Your table"), [Required(_l("Choose a file."))], description=_l("XLSX or CSV, 5 MB at most."))


class MeetingForm(BaseForm):
    """When, where, why and who; once valid, `organisation_ids` are those who were there."""

    title = StringField(
        _l("What was it?"),
        [Required(_l("Say in a few words what it was.")), at_most(LONGEST_TITLE)],
        description=_l("Such as: meeting of the ETA of the Hainaut. No names of people."),
    )
    happens_on = DayField(
        _l("On which day?"),
        [Required(_l("Give a day, such as 15/12/2026."))],
        description=_l("A day to come makes it a meeting that you propose."),
    )
    place = StringField(_l("Where?"), [Required(_l("Say where it was.")), at_most(LONGEST_PLACE)])
    who = TextAreaField(
        _l("Who was there?"),
        [Required(_l("Name at least two structures.")), at_most(12_000)],
        description=_l("One structure a line: its name, or its enterprise number. Each is asked to confirm it."),
    )

    organisation_ids: list[int]

    def validate_happens_on(self, field: DayField) -> None:
        """Within twenty years before today and a year after."""
        if not field.data:
            return
        today = clock.today()
        earliest = today.replace(year=today.year - YEARS_BEFORE, day=1)
        if not earliest <= field.data <= today + timedelta(days=DAYS_AHEAD):
            raise ValidationError(_l("Give a day of the last twenty years, or of the year to come."))

    def validate_who(self, field: Any) -> None:
        """Each line is one structure, none of them unknown, and neither too few nor too many."""
        lines = written_lines(field.data)
        if len(lines) > MOST_PRESENT:
            raise ValidationError(crowded())
        self.organisation_ids = NameBook().find_all(lines)
        if len(self.organisation_ids) < 2:
            raise ValidationError(_("Name at least two structures."))
