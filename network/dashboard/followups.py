"""What groupements ask after their confirmation, as lines of the dashboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from network.dashboard.rows import Row
from network.followups.queries import list_open

if TYPE_CHECKING:
    from network.actors import Actor
    from network.followups.models import FollowUp


def list_tasks(actor: Actor) -> list[Row]:
    """What the person's organisations promised, and have not said yet whether they delivered."""
    return [_question(followup) for followup in list_open(actor)]


def _question(followup: FollowUp) -> Row:
    partner = followup.partner
    return Row(
        title=_("Say what came of “%(title)s”", title=partner.consortium.project.title),
        text=_("for %(name)s, after %(months)s months", name=partner.organisation.name, months=followup.months),
        url=url_for("followups.answer", followup_id=followup.id),
        action=_("Answer"),
    )
