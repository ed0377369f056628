"""What groupements ask after their confirmation, as lines of the dashboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from network.dashboard.rows import Row
from network.followups.queries import list_open

if TYPE_CHECKING:
    from network.actors import Actor


def list_tasks(actor: Actor) -> list[Row]:
    """What the person's organisations promised, and have not said yet whether they delivered."""
    return [_question(followup) for followup in list_open(actor)]


def _question(followup: Any) -> Row:
    return Row(
        title=_("Say what came of “%(title)s”", title=followup.title),
        text=_("for %(name)s, after %(months)s months", name=followup.name, months=followup.months),
        url=url_for("followups.answer", followup_id=followup.id),
        action=_("Answer"),
    )
