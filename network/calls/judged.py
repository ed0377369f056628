"""Criteria that people judge: said in the call, to be demonstrated, never ticked by the search.

`Call.judged` holds them: {"fte": full-time equivalents, "by": ISO day, "innovation": True, "other": [sentences]}.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import ngettext

from network.web.formats import day

if TYPE_CHECKING:
    from collections.abc import Mapping


def judged_sentences(judged: Mapping[str, Any]) -> list[str]:
    """Each of them as people read it."""
    found = []
    if "fte" in judged:
        found.append(
            ngettext(
                "Job creation: at least %(num)d full-time equivalent by %(day)s",
                "Job creation: at least %(num)d full-time equivalents by %(day)s",
                judged["fte"],
                day=day(date.fromisoformat(judged["by"])),
            )
        )
    if judged.get("innovation"):
        found.append(_("Innovation: what the project does that is not done yet"))
    return found + list(judged.get("other", []))
