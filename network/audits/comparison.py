"""Both views of a visit side by side: by question, and by section as a drawing with its table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from network.audits.grid_models import Question, QuestionKind, Section
from network.audits.labels import answer_words
from network.audits.models import Sheet, Side, Visit
from network.files.spreadsheets import xlsx_bytes
from network.web.formats import number

DISTANT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRow:
    """A question with both answers in words; `is_distant`: two grades apart or more, a yes against a no."""

    question: Question
    own: str
    visitors: str
    is_distant: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRow:
    """A section with the sheets of both sides."""

    section: Section
    own: Sheet
    visitors: Sheet
    questions: list[QuestionRow]


def compare(visit: Visit) -> list[SectionRow]:
    """The sections of the grid, each with both sides."""
    theirs = {sheet.section_id: sheet for sheet in visit.sheets_of(Side.VISITORS)}
    return [
        SectionRow(
            section=own.section,
            own=own,
            visitors=theirs[own.section_id],
            questions=[_question_row(question, own, theirs[own.section_id]) for question in own.section.questions],
        )
        for own in visit.sheets_of(Side.OWN)
    ]


def radar_options(visit: Visit, rows: list[SectionRow]) -> dict[str, Any]:
    """The radar of both views for ECharts: one axis a section, 0 to 4."""
    return {
        "legend": {"bottom": 0},
        "tooltip": {"renderMode": "richText"},
        "radar": {
            "radius": "56%",
            "axisName": {"width": 76, "overflow": "break", "fontSize": 11},
            "splitNumber": 4,
            "indicator": [{"name": row.section.title, "max": 4, "min": 0} for row in rows],
        },
        "series": [
            {
                "type": "radar",
                "data": [
                    {
                        "name": visit.audited.name,
                        "value": [_drawn(row.own) for row in rows],
                        "areaStyle": {"opacity": 0.12},
                    },
                    {
                        "name": _("visitors (%(name)s)", name=visit.auditor.name),
                        "value": [_drawn(row.visitors) for row in rows],
                        "areaStyle": {"opacity": 0.12},
                    },
                ],
            }
        ],
    }


def radar_table(rows: list[SectionRow]) -> list[list[str]]:
    """The same as a table."""
    return [[row.section.title, _mean(row.own), _mean(row.visitors)] for row in rows]


def answers_xlsx(visit: Visit) -> bytes:
    """All answers of both sides as a workbook."""
    header = [_("Section"), _("Question"), _("Your team"), _("Visitors")]
    rows = []
    for row in compare(visit):
        rows += [[row.section.title, line.question.text, line.own, line.visitors] for line in row.questions]
        rows.append([row.section.title, _("Strengths"), row.own.strengths, row.visitors.strengths])
        rows.append([row.section.title, _("Points to work on"), row.own.to_work_on, row.visitors.to_work_on])
    return xlsx_bytes(_("Reciprocal audit"), header, rows)


def _question_row(question: Question, own: Sheet, visitors: Sheet) -> QuestionRow:
    ours, theirs = own.answer_to(question), visitors.answer_to(question)
    values = [answer.value for answer in (ours, theirs) if answer is not None and answer.value is not None]
    least = 1 if question.kind is QuestionKind.YES_NO else DISTANT
    return QuestionRow(
        question=question,
        own=answer_words(question, ours),
        visitors=answer_words(question, theirs),
        is_distant=len(values) == 2 and abs(values[0] - values[1]) >= least,
    )


def _drawn(sheet: Sheet) -> float | str:
    """A point of the drawing; « - » is no data for ECharts."""
    return "-" if sheet.mean is None else sheet.mean


def _mean(sheet: Sheet) -> str:
    return "–" if sheet.mean is None else number(sheet.mean)
