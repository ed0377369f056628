"""The charter on paper: the words for the layout in charter.typ."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from network.accounts.queries import list_names
from network.calls.words import lead_role
from network.consortia.charter_texts import CONTRIBUTIONS, VALUES
from network.consortia.models import ConsortiumState
from network.web.formats import moment
from network.web.paper import compile_paper

if TYPE_CHECKING:
    from network.consortia.charter_models import Charter
    from network.consortia.charter_reading import Reading

LAYOUT = Path(__file__).with_name("charter.typ")


def charter_pdf(charter: Charter, reading: Reading) -> bytes:
    """A version of a charter as one reader sees it: its texts, contributions and benefits, who approved it and when."""
    return compile_paper(LAYOUT, paper_words(charter, reading))


def paper_words(charter: Charter, reading: Reading) -> dict[str, Any]:
    """What the paper says, in the reader's language."""
    project, version = charter.consortium.project, reading.version
    sections = {key: _section(str(title), version.sections.get(key, "")) for key, title in reading.sections.items()}
    number = _("version %(number)d of %(day)s", number=version.number, day=moment(version.made_at))
    return {
        "title": _("Charter of the consortium “%(title)s”", title=project.title),
        "foot": _("Charter of “%(title)s”, version %(number)d", title=project.title, number=version.number),
        "standing": f"{_standing(charter)} · {number}",
        "facts": [
            *([[_("Call"), reading.call]] if reading.call else []),
            [_("Coordination"), project.federation.name],
            [lead_role(project), reading.lead],
        ],
        "values": sections.pop(VALUES),
        "contributions": str(CONTRIBUTIONS),
        "columns": [_("Partner"), _("Brings"), _("Receives")],
        "lines": [
            {
                "name": line.partner.organisation.name,
                "note": lead_role(project).lower() if line.is_lead else "",
                "brings": line.brings,
                "receives": line.receives or "–",
            }
            for line in reading.lines
        ],
        "note": _("What each asks is shown to all the partners once all have approved.") if reading.hides_asks else "",
        "sections": list(sections.values()),
        "approvals": _("Approvals"),
        "approval_columns": [_("Partner"), _("Approved by"), _("On")],
        "approved": _approvals(charter, reading),
    }


def _standing(charter: Charter) -> str:
    is_confirmed = charter.consortium.state is ConsortiumState.CONFIRMED
    return _("Approved by all the partners") if is_confirmed else _("Agreement in principle, not approved by all yet")


def _section(title: str, text: str) -> dict[str, Any]:
    return {"title": title, "paragraphs": [paragraph for paragraph in text.splitlines() if paragraph]}


def _approvals(charter: Charter, reading: Reading) -> list[list[str]]:
    approvals = charter.approvals_of(reading.version)
    names = list_names({approval.approved_by_id for approval in approvals.values()})
    return [
        [
            line.partner.organisation.name,
            names.get(approval.approved_by_id, "–") if approval else _("not yet"),
            moment(approval.approved_at) if approval else "",
        ]
        for line in reading.lines
        for approval in [approvals.get(line.partner.id)]
    ]
