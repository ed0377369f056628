"""Lists of who was at which meeting, as a coordination brings them: each row is read, or refused with its reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from network import clock
from network.files.services import RefusedFileError
from network.files.spreadsheets import csv_bytes
from network.files.tables import parse_day, read_table
from network.ties.meeting_queries import find_meeting
from network.ties.meetings import LONGEST_PLACE, LONGEST_TITLE, MOST_PRESENT, YEARS_BEFORE, crowded, hold_meeting
from network.ties.named import NameBook
from network.web.search import fold

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage

    from network.actors import Actor
    from network.organisations.models import Organisation

MOST_ROWS = 1000
COLUMNS = {"day": _l("date"), "place": _l("place"), "title": _l("what it was"), "organisation": _l("organisation")}

Key = tuple[date, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row at its `line` of the table: the meeting and the organisation that it names, or why it is refused."""

    line: int
    said: str
    key: Key | None = None
    organisation_id: int = 0
    reason: str = ""


class Imported(NamedTuple):
    """How many meetings of a table are new, how many got structures that were missing, how many stay as they were."""

    new: int
    completed: int
    same: int


def read_rows(upload: FileStorage) -> list[Row]:
    """Every row of the table; RefusedFileError when it is none, or its headings are not those of the model."""
    (_line, headings), *lines = read_table(upload, most_rows=MOST_ROWS)
    places = _places_of(headings)
    book = NameBook()
    return _refuse_crowds([_row(line, [*cells, *[""] * len(headings)], places, book) for line, cells in lines])


def import_meetings(federation: Organisation, rows: Sequence[Row], *, actor: Actor) -> Imported:
    """Note the meetings of rows none of which is refused."""
    new = completed = same = 0
    for (on, place, title), present in _by_meeting(rows).items():
        known = find_meeting(federation.id, on, place, title)
        noted = len(known.attendances) if known else 0
        meeting = hold_meeting(federation, present, on=on, place=place, title=title, actor=actor)
        new += not noted
        completed += 0 < noted < len(meeting.attendances)
        same += noted == len(meeting.attendances)
    return Imported(new, completed, same)


def model_table() -> bytes:
    """The table to fill in, with two rows as an example."""
    meeting = (clock.today().strftime("%d/%m/%Y"), "Namur", _("Meeting of the region"))
    example = [(*meeting, name) for name in (_("its name"), "0123.456.749")]
    return csv_bytes([str(heading) for heading in COLUMNS.values()], example)


def _places_of(headings: Sequence[str]) -> Mapping[str, int]:
    """Where each column stands, under its heading in the reader's language."""
    found = [fold(heading) for heading in headings]
    places = {}
    for name, heading in COLUMNS.items():
        if found.count(fold(str(heading))) != 1:
            raise RefusedFileError(
                _("The first row has to hold, once each: %(headings)s.", headings=", ".join(map(str, COLUMNS.values())))
            )
        places[name] = found.index(fold(str(heading)))
    return places


def _row(line: int, cells: Sequence[str], places: Mapping[str, int], book: NameBook) -> Row:
    day, place, title, name = (cells[places[column]] for column in COLUMNS)
    try:
        key = (_day(day), _text(place, LONGEST_PLACE), _text(title, LONGEST_TITLE))
        return Row(line=line, said=name, key=key, organisation_id=book.find(_text(name, LONGEST_TITLE)))
    except ValueError as error:
        return Row(line=line, said=name, reason=str(error))


def _day(text: str) -> date:
    """A day that has come, of the last twenty years."""
    day = parse_day(text)
    if day is None:
        raise ValueError(_("This is not a date. Write it as 31/12/2026."))
    today = clock.today()
    if not today.replace(year=today.year - YEARS_BEFORE, day=1) <= day <= today:
        raise ValueError(_("Give a day that has passed, within the last twenty years."))
    return day


def _text(text: str, longest: int) -> str:
    if not text:
        raise ValueError(_("A cell is empty: each row says the day, the place, what it was and who was there."))
    if len(text) > longest:
        raise ValueError(_("This is too long: %(max)d characters at most.", max=longest))
    return text


def _refuse_crowds(rows: Sequence[Row]) -> list[Row]:
    """A meeting of one, or of a hall, is refused at each of its rows."""
    reasons = {}
    for key, present in _by_meeting(rows).items():
        if len(present) < 2 and not any(row.reason for row in rows):
            reasons[key] = _("Only one structure is said to have been there: nobody meets alone.")
        elif len(present) > MOST_PRESENT:
            reasons[key] = crowded()
    return [Row(line=row.line, said=row.said, reason=reasons[row.key]) if row.key in reasons else row for row in rows]


def _by_meeting(rows: Sequence[Row]) -> dict[Key, set[int]]:
    present: dict[Key, set[int]] = defaultdict(set)
    for row in rows:
        if row.key:
            present[row.key].add(row.organisation_id)
    return present
