"""From the last yes to the confirmation: everyone agrees, the charter is drawn up, all approve it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from network import clock
from network.activity.services import record
from network.consortia.charter_drafts import draw_up
from network.consortia.matching import assess, field_of
from network.consortia.models import Consortium, ConsortiumState
from network.consortia.notices import tell_confirmed
from network.consortia.queries import awaits_somebody
from network.consortia.workflow import next_consortium_state
from network.database import db
from network.ties.models import EvidenceKind
from network.ties.services import record_cooperation

if TYPE_CHECKING:
    from network.actors import Actor


def settle(consortium: Consortium, *, actor: Actor) -> None:
    """Where the groupement stands after a change of its team or of an answer, and its charter with it."""
    db.session.flush()
    if consortium.state not in (ConsortiumState.INVITING, ConsortiumState.AGREED):
        return
    if not _everyone_agrees(consortium):
        if consortium.state is ConsortiumState.AGREED:
            consortium.state = next_consortium_state(consortium.state, "reopen")
        return
    if consortium.state is ConsortiumState.INVITING:
        consortium.state = next_consortium_state(consortium.state, "agree")
        consortium.mark_changed()
    draw_up(consortium, actor=actor)


def confirm(consortium: Consortium, *, actor: Actor) -> None:
    """All have approved the charter: what they promised is reserved, ties get their evidence, everyone is told."""
    consortium.state = next_consortium_state(consortium.state, "confirm")
    consortium.confirmed_at = clock.now()
    consortium.mark_changed()
    record_cooperation(
        EvidenceKind.CONSORTIUM,
        [partner.organisation_id for partner in consortium.team],
        on=clock.today(),
        subject=consortium,
        title=consortium.project.title,
        actor=actor,
    )
    event = record("consortium.confirmed", consortium, actor=actor)
    tell_confirmed(event, consortium)


def _everyone_agrees(consortium: Consortium) -> bool:
    """All in the team have accepted, one of them is the single contact, and the criteria hold."""
    if consortium.lead_id is None or awaits_somebody(consortium):
        return False
    db.session.refresh(consortium, ["partners"])
    return bool(consortium.team) and assess(consortium, field_of(consortium)).ok
